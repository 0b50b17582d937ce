// Headers that every answer of an API carries, so that a browser neither sniffs, frames, caches nor leaks it. Fields
// that a handler has set stay as they are.
#pragma once

#include "http/response.hpp"

namespace switchboard::http {

/// For answers that are data, not pages: nothing may be loaded or framed (OWASP REST security cheat sheet).
void add_security_headers(response& out);

}  // namespace switchboard::http
