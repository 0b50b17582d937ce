#include "agent/left_host.hpp"

#include "agent/host_folder.hpp"
#include "process/frame_link.hpp"
#include "process/spool_file.hpp"

#include <chrono>
#include <csignal>
#include <optional>
#include <poll.h>
#include <utility>

namespace switchboard::agent {
namespace {

constexpr std::chrono::milliseconds hello_patience{2000};
constexpr std::chrono::milliseconds end_patience{2000};

struct attachment {
  process::file_descriptor link;
  wire::host_frame hello;
};

// A host that does not answer is no host: the folder's lock says that no other server has it.
std::optional<attachment> attach(const std::string& folder) {
  auto socket = process::connect_in(folder, host_socket_name);
  if (!socket) return std::nullopt;
  process::frame_link link(std::move(*socket));
  link.send({wire::frame_kind::attach, 0, 0, 0, read_secret(folder)});
  const auto limit = std::chrono::steady_clock::now() + hello_patience;
  while (!link.corrupt()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(limit - std::chrono::steady_clock::now()).count();
    pollfd ready{link.fd(), POLLIN, 0};
    if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return std::nullopt;
    // A hello has no payload. What follows it is for the transport.
    const bool open = link.read_at_most(wire::frame_overhead - link.buffered_bytes());
    if (auto frame = link.next()) {
      if (frame->kind != wire::frame_kind::hello) return std::nullopt;
      return attachment{link.take(), std::move(*frame)};
    }
    if (!open) return std::nullopt;
  }
  return std::nullopt;
}

void end_guard(const process::file_descriptor& guard) noexcept {
  signal_process(guard, SIGTERM);
  if (!has_ended(guard, end_patience)) signal_process(guard, SIGKILL);
}

left_host take_over(const std::string& folder) {
  left_host out;
  out.host.folder = folder;
  out.host.pidfd = open_guard(folder);
  auto attached = attach(folder);
  if (attached && out.host.pidfd.get() >= 0) {
    out.host.link = std::move(attached->link);
    out.position.journal = attached->hello.number;
    out.position.command = attached->hello.command;
  } else {
    if (attached) process::frame_link(std::move(attached->link)).send({wire::frame_kind::terminate, 0, 0, 0, ""});
    end_guard(out.host.pidfd);
    out.host.pidfd.reset();
  }
  auto spool = process::read_spool_file(spool_path(folder));
  // What the host has spooled since it said hello comes over the link.
  if (out.lives()) std::erase_if(spool.frames, [&](const auto& f) { return f.number > out.position.journal; });
  out.journal = read_turn(spool.frames);
  out.position.exit = out.journal.exit;
  return out;
}

}  // namespace

std::vector<left_host> take_over_hosts(const std::string& folder) {
  std::vector<left_host> out;
  for (const auto& each : list_host_folders(folder)) {
    auto left = take_over(each);
    if (left.journal.begin_note.empty())
      end_left_host(left);
    else
      out.push_back(std::move(left));
  }
  return out;
}

void end_left_host(left_host& left) noexcept {
  end_guard(left.host.pidfd);
  left.host.link.reset();
  left.host.pidfd.reset();
  remove_host_folder(left.host.folder);
}

}  // namespace switchboard::agent
