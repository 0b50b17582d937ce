// Where a page of conversations ended, as clients carry it: in the Link header of a page (RFC 8288) and back in
// `cursor`.
#pragma once

#include "http/request.hpp"
#include "store/directory_repository.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::api {

std::optional<store::conversation_cursor> parse_cursor(std::string_view text);

/// The Link header of a page of at most `limit` rows, an array of conversations; nullopt where there is no next page.
std::optional<std::string> next_page_link(const http::request& req, std::string_view page, std::int64_t limit);

}  // namespace switchboard::api
