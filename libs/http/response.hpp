// What a handler answers: a whole body, or a stream that is written while the connection lives.
#pragma once

#include "core/result.hpp"
#include "http/request.hpp"
#include "rt/task.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace switchboard::http {

/// The writing end of a streamed body. Lives on the connection's shard.
class body_writer {
 public:
  virtual ~body_writer() = default;
  /// Sends a chunk (copied before the first suspension). `closed` when the client has gone, `timed_out` when it did not
  /// take the chunk within the stream's write deadline; either way the stream is over.
  virtual rt::task<core::result<void>> write(std::string_view chunk) = 0;
  /// Completes when the client closes its end or the server shuts down, so that a stream that waits for data can end
  /// without writing. Cancellable.
  virtual rt::task<> wait_closed() = 0;
};

/// Writes a streamed body; the connection closes the chunked body when it returns. It is cancelled when it goes on for
/// a second after its client has gone. Meanwhile the request has lost its body, its cookies and its Authorization.
using body_stream = std::function<rt::task<>(body_writer&)>;

struct response {
  int status = 200;
  header_list headers;  // Content-Length, Date, Server, Connection are the connection's own business
  std::string body;
  body_stream stream;  // when set, `body` is ignored and the answer is chunked

  static response json(int status, std::string body);
};

using handler = std::function<rt::task<response>(request&)>;

}  // namespace switchboard::http
