// Which paths a memory may have: like "/memories/users/ada.md".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace switchboard::api {

/// What is wrong with a path; nullopt when nothing is. It begins with a slash, has 2 to 255 characters, no empty, "."
/// or
/// ".." part, no slash at its end, and no character that controls or reorders text. The same rules guard the table.
std::optional<std::string> fault_of_memory_path(std::string_view path);

/// Characters that control or reorder text: C0 and C1, line and paragraph separators, bidirectional controls, BOM.
bool has_control_characters(std::string_view utf8);

}  // namespace switchboard::api
