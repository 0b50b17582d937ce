#include "process/spool_file.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>
#include <unistd.h>

namespace switchboard::process {
namespace {

core::error failure(int error) {
  return core::make_internal(core::errc::internal, "spool: " + std::generic_category().message(error));
}

core::result<void> write_all(int fd, std::string_view bytes, std::uint64_t at) {
  while (!bytes.empty()) {
    const auto n = ::pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return failure(errno);
    bytes.remove_prefix(static_cast<std::size_t>(n));
    at += static_cast<std::uint64_t>(n);
  }
  return {};
}

}  // namespace

core::result<spool_file> spool_file::create(const std::string& path, std::uint64_t max_bytes) {
  file_descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (fd.get() < 0) return failure(errno);
  spool_file made(std::move(fd), max_bytes);
  if (auto marked = write_all(made.file_.get(), wire::spool_mark, 0); !marked) return marked.error();
  made.size_ = wire::spool_mark.size();
  return made;
}

core::result<void> spool_file::append(wire::host_frame& frame) {
  frame.number = last_ + 1;
  const auto bytes = wire::encode(frame);
  if (size_ + bytes.size() > max_) return core::make_internal(core::errc::internal, "spool: it has reached its limit");
  if (auto written = write_all(file_.get(), bytes, size_); !written) {
    // A torn frame is ignored by readers anyway; cutting it off keeps the next one readable.
    [[maybe_unused]] const int cut = ::ftruncate(file_.get(), static_cast<off_t>(size_));
    return written.error();
  }
  size_ += bytes.size();
  ++last_;
  return {};
}

void spool_file::release(std::uint64_t number) {
  if (number < last_ || ::ftruncate(file_.get(), static_cast<off_t>(wire::spool_mark.size())) != 0) return;
  size_ = wire::spool_mark.size();
}

wire::spool_contents read_spool_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return wire::read_spool(bytes);
}

}  // namespace switchboard::process
