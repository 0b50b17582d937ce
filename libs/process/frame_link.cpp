#include "process/frame_link.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

namespace switchboard::process {
namespace {

constexpr std::size_t read_bytes = 64U << 10;
constexpr int reads_at_once = 16;
constexpr std::size_t compact_at = 1U << 20;
constexpr int backlog = 8;

// A socket's path may have 107 bytes; through /proc a folder of any depth takes a few.
std::optional<sockaddr_un> address_in(int folder, const std::string& name) {
  const auto path = "/proc/self/fd/" + std::to_string(folder) + "/" + name;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return std::nullopt;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

file_descriptor open_folder(const std::string& folder) {
  return file_descriptor(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
}

file_descriptor make_socket() {
  return file_descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

}  // namespace

bool frame_link::read() {
  for (int i = 0; i < reads_at_once; ++i) {
    const auto had = reader_.consumed() + reader_.buffered_bytes();
    if (!read_at_most(read_bytes)) return false;
    if (reader_.consumed() + reader_.buffered_bytes() - had < read_bytes) break;
  }
  return true;
}

bool frame_link::read_at_most(std::size_t bytes) {
  std::array<char, read_bytes> buffer;  // NOLINT(cppcoreguidelines-pro-type-member-init): written before it is read
  ssize_t n = -1;
  do {
    n = ::recv(socket_.get(), buffer.data(), std::min(bytes, buffer.size()), MSG_DONTWAIT);
  } while (n < 0 && errno == EINTR);
  if (n > 0) reader_.push({buffer.data(), static_cast<std::size_t>(n)});
  return n > 0 || (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

void frame_link::send(const wire::host_frame& frame) {
  if (broken_) return;
  if (sent_ > compact_at) {
    out_.erase(0, sent_);
    sent_ = 0;
  }
  out_ += wire::encode(frame);
  flush();
}

bool frame_link::flush() {
  while (!broken_ && unsent() > 0) {
    const auto n = ::send(socket_.get(), out_.data() + sent_, unsent(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (n >= 0) {
      sent_ += static_cast<std::size_t>(n);
      continue;
    }
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return true;
    broken_ = true;
  }
  out_.clear();
  sent_ = 0;
  return !broken_;
}

std::optional<link_pair> make_link_pair() {
  int fds[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return std::nullopt;
  return link_pair{file_descriptor(fds[0]), file_descriptor(fds[1])};
}

std::optional<file_descriptor> connect_in(const std::string& folder, const std::string& name) {
  const auto place = open_folder(folder);
  const auto address = address_in(place.get(), name);
  auto socket = make_socket();
  if (place.get() < 0 || !address || socket.get() < 0) return std::nullopt;
  // A Unix socket connects at once or not at all: EAGAIN means that the other end's queue is full.
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0) return std::nullopt;
  return socket;
}

std::optional<file_descriptor> listen_in(const std::string& folder, const std::string& name) {
  const auto place = open_folder(folder);
  const auto address = address_in(place.get(), name);
  auto socket = make_socket();
  if (place.get() < 0 || !address || socket.get() < 0) return std::nullopt;
  const auto before = ::umask(0177);
  const int bound = ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address);
  ::umask(before);
  if (bound != 0 || ::listen(socket.get(), backlog) != 0) return std::nullopt;
  return socket;
}

}  // namespace switchboard::process
