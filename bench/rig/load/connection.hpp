// One client: a keep-alive connection that sends a request, reads its reply (chunked or not, JSON or an event stream)
// and tallies it. The owner runs the epoll loop and says when the next request starts.
#pragma once

#include "options.hpp"
#include "tally.hpp"

#include <cstddef>
#include <string>

namespace load {

/// Seconds on the monotonic clock.
double now();

class connection {
 public:
  enum class outcome { waiting, finished };

  connection(const options& o, tally& t, int epoll, int index) : options_(o), tally_(t), epoll_(epoll), index_(index) {}
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// Sends the next request, over a new socket where there is none.
  outcome begin();
  /// The socket is ready; `events` is what epoll said.
  outcome on_ready(unsigned events);
  /// The request took too long.
  void expire();

  bool busy() const { return busy_; }
  double started() const { return started_; }

 private:
  outcome open();
  outcome send_rest();
  outcome receive();
  outcome fail(const std::string& why);
  outcome finish();
  bool take_reply();
  void take_head(const std::string& head);
  bool take_chunks();
  void take_events(const char* data, std::size_t size);
  void take_event(const std::string& frame);
  void watch(unsigned events);
  void close_socket();
  std::string make_request() const;
  bool is_later_turn() const;

  const options& options_;
  tally& tally_;
  const int epoll_;
  const int index_;

  int fd_ = -1;
  unsigned watched_ = 0;
  bool busy_ = false;
  bool connecting_ = false;
  unsigned long replies_ = 0;  // over this socket
  unsigned long turns_ = 0;    // streams that brought text
  std::string conversation_;

  // Of the request under way:
  double started_ = 0;
  std::string out_;
  std::size_t sent_ = 0;
  std::string in_;
  std::string events_;
  bool in_body_ = false;
  bool chunked_ = false;
  bool is_stream_ = false;
  bool close_after_ = false;
  bool got_text_ = false;
  bool got_done_ = false;
  int status_ = 0;
  long left_ = 0;  // of the body, or of the chunk with its line end
};

}  // namespace load
