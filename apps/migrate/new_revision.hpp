// Makes the two files of a new revision at the end of the history, headers filled in.
#pragma once

#include "migrate/revision_history.hpp"

#include <string_view>

namespace switchboard::migrate {

/// `name` may hold words ("Team channels"); it becomes the slug. Existing files are never touched.
core::result<revision> make_revision(const std::filesystem::path& folder, const history& all, std::string_view name);

}  // namespace switchboard::migrate
