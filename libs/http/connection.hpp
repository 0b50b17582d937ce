// One client's connection: reads a request, has it handled, answers, and goes on with the next, in order.
//
// Life cycle: made and started by its shard; its task group owns the one coroutine that does all of it, and that
// coroutine keeps the connection alive. Ends when the client leaves, a limit is reached, or the server shuts down.
// Never leaves its shard.
#pragma once

#include "http/request_reader.hpp"
#include "http/server.hpp"
#include "http/socket.hpp"
#include "http/stream_writer.hpp"
#include "rt/task_group.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace switchboard::http {

/// What a new connection may expect.
enum class admission { serve, refuse };

class connection : public std::enable_shared_from_this<connection> {
 public:
  /// Borrows limits and hooks for its life.
  connection(boost::asio::ip::tcp::socket socket, std::string peer, const limits& l, const hooks& h, admission a);

  /// Begins. `place` is released when the connection has ended.
  void start(std::shared_ptr<void> place);
  /// The shard's clock.
  void tick(std::chrono::steady_clock::time_point now);
  /// Shutdown has begun: an idle connection ends, others end after their answer.
  void drain();
  /// Ends everything at its next wait.
  void abort();

 private:
  enum class phase { reading, handling, writing, streaming };

  rt::task<> serve();
  rt::task<bool> serve_one();
  rt::task<> refuse();
  rt::task<bool> produce(incoming& in, response& out);
  rt::task<> handle(request& req, response& out);
  response failure(const core::error& e, const request& req) const;
  rt::task<bool> answer(incoming& in, response& out);
  rt::task<bool> send_whole(const incoming& in, const response& out, head_facts facts);
  rt::task<bool> send_stream(incoming& in, response& out, head_facts facts);
  rt::task<> linger();
  void record(const incoming& in, const response& out, std::uint64_t sent_before) const;

  const limits& limits_;
  const hooks& hooks_;
  admission admission_;
  timed_socket socket_;
  request_reader reader_;
  rt::task_group tasks_;
  std::shared_ptr<stream_writer> writer_;
  phase phase_ = phase::reading;
  std::size_t requests_ = 0;
  bool draining_ = false;
  bool aborted_ = false;
};

}  // namespace switchboard::http
