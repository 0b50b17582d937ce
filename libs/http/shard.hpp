// Everything of a server on one shard: its connections, the clock that looks at their deadlines, and the listeners.
//
// Life cycle: made by the server; every other call is on the shard's thread; ends with its last connection.
#pragma once

#include "http/connection.hpp"
#include "http/server.hpp"
#include "rt/task_group.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>

namespace switchboard::http {

/// How much of the server is alive, over all shards; thread-safe. What runs holds a ticket.
class live_count {
 public:
  enum class kind { connection, service };

  class ticket {
   public:
    ticket(std::shared_ptr<live_count> of, kind k);
    ticket(const ticket&) = delete;
    ticket& operator=(const ticket&) = delete;
    ~ticket();

   private:
    std::shared_ptr<live_count> of_;
    kind kind_;
  };

  std::size_t connections() const;
  /// False when `limit` passed first.
  bool wait_for_no_connections(core::deadline limit);
  bool wait_for_nothing(core::deadline limit);

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t connections_ = 0;
  std::size_t services_ = 0;
};

class shard : public std::enable_shared_from_this<shard> {
 public:
  /// Copies limits and hooks: a shard has its own.
  shard(boost::asio::any_io_executor executor, const limits& l, const hooks& h, std::shared_ptr<live_count> live);

  /// Starts the clock.
  void start();
  /// Serves an accepted connection, or refuses it when there are too many.
  void adopt(boost::asio::ip::tcp::socket socket);
  /// Runs a task of the server's here until cancel().
  void spawn(std::function<rt::task<>()> make);
  void drain();
  void cancel();

 private:
  rt::task<> keep_time();
  struct place;

  limits limits_;
  hooks hooks_;
  std::shared_ptr<live_count> live_;
  std::list<connection*> connections_;
  rt::task_group tasks_;  // the server's own: clock and listeners
  bool draining_ = false;
};

}  // namespace switchboard::http
