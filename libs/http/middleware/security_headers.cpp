#include "http/middleware/security_headers.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace switchboard::http {

void add_security_headers(response& out) {
  using field = std::pair<std::string_view, std::string_view>;
  static constexpr std::array fields{
      field{"X-Content-Type-Options", "nosniff"},
      field{"X-Frame-Options", "DENY"},
      field{"Referrer-Policy", "no-referrer"},
      field{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
      field{"Cache-Control", "no-store"},
  };
  for (const auto& [name, value] : fields) {
    if (!out.headers.find(name)) out.headers.add(std::string(name), std::string(value));
  }
}

}  // namespace switchboard::http
