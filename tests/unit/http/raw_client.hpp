// A blocking client over a real loopback socket that sends exactly the bytes it is given, and reads answers strictly.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace switchboard::http::test {

struct reply {
  int status = 0;
  std::string head;                            // status line and fields
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;                            // decoded
  bool whole = false;                          // the body ended as its framing says
};

class raw_client {
 public:
  /// `receive_buffer`: bytes for SO_RCVBUF; 0 leaves the system's.
  explicit raw_client(std::uint16_t port, int receive_buffer = 0);
  raw_client(raw_client&& other) noexcept;
  raw_client(const raw_client&) = delete;
  raw_client& operator=(const raw_client&) = delete;
  ~raw_client();

  /// False when the server has closed.
  bool send(std::string_view bytes);
  void finish_sending();
  /// Closes with RST.
  void reset();
  void close();

  /// The next answer; nullopt when the connection ends before its head is complete. `to_head`: it has no body.
  std::optional<reply> read_reply();
  std::optional<reply> read_reply_to_head();
  /// The next answer's status line and fields; its body stays to be read.
  std::optional<reply> read_head();
  /// Reads until everything received so far ends with `end`, or the connection ends; gives it out.
  std::string read_until(std::string_view end);
  /// Everything until the server closes; nullopt when it does not within the time.
  std::optional<std::string> read_to_end(std::chrono::milliseconds limit = std::chrono::seconds(20));
  /// One chunk of a chunked body; "" for the last, nullopt at the connection's end.
  std::optional<std::string> read_chunk();
  /// Some bytes, at most `most`; "" at the connection's end.
  std::string read_some(std::size_t most);

 private:
  bool fill();
  std::optional<std::string> take_until(std::string_view mark);
  std::optional<std::string> take(std::size_t count);
  void read_body(reply& out);

  int fd_ = -1;
  std::string buffer_;
};

}  // namespace switchboard::http::test
