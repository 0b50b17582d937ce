// One agent and whoever drives it. Every line of the agent is numbered, timed, spooled, and passed to the server that
// is attached; every line of the server is spooled and passed to the agent, once. Without a server the agent goes on,
// its lines wait in the spool; after a set time without one it is ended.
//
// Life cycle: run() until the agent has ended and its end is told, to the server or to the spool. One thread, one poll
// loop; nothing in it blocks but the disk.
#pragma once

#include "agent-host/agent_process.hpp"
#include "agent-host/start_order.hpp"
#include "process/frame_link.hpp"
#include "process/spool_file.hpp"
#include "wire/command_gate.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace switchboard::agent_host {

class host {
 public:
  /// `folder` holds the spool and the socket. `server` is the link that the order came on.
  host(start_order order, process::spool_file spool, process::file_descriptor listener, process::frame_link server);

  /// Returns the exit code of the host: 0 when the agent ran, however it ended.
  int run();

 private:
  using clock = std::chrono::steady_clock;

  void wait();
  void take_server();
  void admit();
  void greet();
  void on_frame(wire::host_frame frame);
  void on_command(wire::host_frame frame);
  void take_output();
  void confirm_input();
  void begin_end(std::chrono::milliseconds grace);
  void fail(const std::string& reason);
  void lose_server();
  void finish();

  bool spool(wire::host_frame& frame);
  void tell(const wire::host_frame& frame);
  bool is_backlogged() const noexcept;
  clock::time_point next_look() const;

  start_order order_;
  process::spool_file spool_;
  process::file_descriptor listener_;
  process::file_descriptor signals_;
  std::optional<process::frame_link> server_;
  std::optional<process::frame_link> knocking_;  // has not shown the secret yet
  clock::time_point knocked_;
  std::optional<agent_process> agent_;
  wire::command_gate commands_;
  clock::time_point alone_since_;
  std::optional<clock::time_point> kill_at_;  // the agent has been told to end
  bool ended_ = false;
  bool failed_ = false;
};

/// Waits for the first frame of the server that started this host. None when it does not come or is no order.
std::optional<start_order> receive_order(process::frame_link& server);

}  // namespace switchboard::agent_host
