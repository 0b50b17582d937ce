// From the arguments that a model sent to the values of a statement: each is checked against its declaration and
// becomes the text form of a Postgres value. Nothing is ever spliced into SQL.
#pragma once

#include "core/json.hpp"
#include "core/result.hpp"
#include "tools/parameter.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace switchboard::tools {

/// Values by parameter name; nullopt is NULL.
using argument_map = std::map<std::string, std::optional<std::string>>;

/// One value of the parameter's type as Postgres text (an array as an array literal). The error's message continues the
/// sentence "<name> …".
core::result<std::string> encode_value(const parameter& p, const core::json& value);

/// Every parameter's value, defaults applied; a JSON null counts as absent. `invalid_field` lists all that is wrong.
core::result<argument_map> check_arguments(const std::vector<parameter>& parameters, const core::json& arguments);

/// The arguments as the audit keeps them: secrets and values that break their declaration are named, not shown; what is
/// not declared is left out. So its size is bounded by the declarations.
core::json_text redacted_arguments(const std::vector<parameter>& parameters, const core::json& arguments);

}  // namespace switchboard::tools
