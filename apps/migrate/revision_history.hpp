// The history is the chain of all revisions in a folder: one first, each other one after exactly one, no branches.
#pragma once

#include "migrate/revision.hpp"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace switchboard::migrate {

using history = std::vector<revision>;

/// Reads a folder's *.sql files, oldest revision first. An error says which file breaks the chain.
core::result<history> load_history(const std::filesystem::path& folder);

/// The position of revision `id`; nullopt if there is none.
std::optional<std::size_t> position_of(const history& all, std::string_view id);

}  // namespace switchboard::migrate
