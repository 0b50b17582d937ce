#include "auth/key_file.hpp"

#include "core/log.hpp"

#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <utility>

namespace switchboard::auth {

key_file::key_file(std::string path, key_parser parse, std::chrono::milliseconds look_every)
    : path_(std::move(path)), parse_(std::move(parse)), look_every_(look_every) {}

core::result<std::shared_ptr<key_file>> key_file::open(std::string path, key_parser parse,
                                                       std::chrono::milliseconds look_every) {
  std::shared_ptr<key_file> out(new key_file(std::move(path), std::move(parse), look_every));
  out->stamp_ = stamp_of(out->path_);
  out->looked_ = std::chrono::steady_clock::now();
  auto keys = out->read();
  if (!keys) return keys.error();
  out->keys_ = std::make_shared<const key_set>(std::move(*keys));
  return out;
}

key_file::stamp key_file::stamp_of(const std::string& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return {};
  return {info.st_mtim.tv_sec, info.st_mtim.tv_nsec, info.st_size, info.st_ino};
}

core::result<key_set> key_file::read() const {
  std::ifstream in(path_, std::ios::binary);
  if (!in) return core::make_field_error("keys", "the file cannot be opened");
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  return parse_(text);
}

void key_file::look() {
  looked_ = std::chrono::steady_clock::now();
  const auto seen = stamp_of(path_);
  if (seen == stamp_) return;
  stamp_ = seen;
  auto keys = read();
  if (keys) {
    keys_ = std::make_shared<const key_set>(std::move(*keys));
    core::log::info("keys_changed", {{"file", path_}, {"keys", keys_->size()}});
  } else {
    core::log::warn("keys_unreadable", {{"file", path_}, {"why", keys.error().message}});
  }
}

key_set_ptr key_file::current() {
  const std::lock_guard lock(mutex_);
  if (std::chrono::steady_clock::now() - looked_ >= look_every_) look();
  return keys_;
}

rt::task<key_set_ptr> key_file::look_again(core::deadline) {
  const std::lock_guard lock(mutex_);
  look();
  co_return keys_;
}

}  // namespace switchboard::auth
