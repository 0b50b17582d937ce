// Undoes the chunked coding of a request body. Beast's parser does the work; it is given a header of ours in place of
// the client's, so that only the header gate decides how a message is framed. Trailers are checked and dropped.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace switchboard::http {

class chunked_body {
 public:
  /// `limit`: decoded bytes; beyond: payload_too_large.
  explicit chunked_body(std::size_t limit);
  ~chunked_body();

  /// Decodes from the front of `bytes` and says how many it took; what it leaves must be offered again with more
  /// behind it. Errors: bad_request (also for framing that is mostly overhead), payload_too_large.
  core::result<std::size_t> feed(std::string_view bytes);
  bool complete() const noexcept;
  /// The body, once complete.
  std::string take();

 private:
  struct decoder;
  std::unique_ptr<decoder> decoder_;
};

}  // namespace switchboard::http
