// Keys in a file, a JWKS or PEM. It is read again when its modification time, size or inode changes, looked at once a
// second and whenever a token names an unknown `kid`. A change that cannot be read leaves the last good keys in force.
#pragma once

#include "auth/key_source.hpp"
#include "core/result.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace switchboard::auth {

/// Reads keys from a file's text: parse_jwks or parse_pem_keys.
using key_parser = std::function<core::result<key_set>(std::string_view)>;

class key_file final : public key_source {
 public:
  /// Reads the file now; `invalid_field` where it cannot be read.
  static core::result<std::shared_ptr<key_file>> open(std::string path, key_parser parse,
                                                      std::chrono::milliseconds look_every = std::chrono::seconds(1));

  key_set_ptr current() override;
  rt::task<key_set_ptr> look_again(core::deadline limit) override;
  void start(rt::task_group&) override {}

 private:
  struct stamp {
    long long seconds = 0;
    long long nanoseconds = 0;
    long long size = -1;
    unsigned long long inode = 0;
    bool operator==(const stamp&) const = default;
  };

  key_file(std::string path, key_parser parse, std::chrono::milliseconds look_every);
  static stamp stamp_of(const std::string& path);
  core::result<key_set> read() const;
  void look();  // under mutex_

  const std::string path_;
  const key_parser parse_;
  const std::chrono::milliseconds look_every_;
  std::mutex mutex_;
  key_set_ptr keys_;
  stamp stamp_;
  std::chrono::steady_clock::time_point looked_;
};

}  // namespace switchboard::auth
