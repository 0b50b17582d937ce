// The cookie reader under arbitrary Cookie headers, one for each line of the input.
#include "wire/cookie_jar.hpp"
#include "wire/jws.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

using namespace switchboard;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<std::string> headers(1);
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] == '\n')
      headers.emplace_back();
    else
      headers.back() += static_cast<char>(data[i]);
  }
  for (const auto& header : headers) {
    for (const auto& [name, value] : wire::parse_cookies(header)) {
      if (name.empty() || value.data() < header.data() || value.data() + value.size() > header.data() + header.size())
        std::abort();
    }
  }
  const auto tokens = wire::session_tokens(headers);
  if (tokens.size() > wire::max_session_tokens) std::abort();
  if (std::set<std::string>(tokens.begin(), tokens.end()).size() != tokens.size()) std::abort();
  for (const auto& token : tokens) {
    if (token.empty() || token.size() > wire::max_token_bytes) std::abort();
  }
  return 0;
}
