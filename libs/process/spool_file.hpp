// The spool of an agent host as a file: frames are appended as they come, each whole or not at all, and the file is
// emptied when what it holds is saved elsewhere. What write() has taken survives a kill of the process (not of the
// machine, which ends the agent as well), so nothing is synced.
//
// One writer. Not thread-safe.
#pragma once

#include "core/result.hpp"
#include "process/file_descriptor.hpp"
#include "wire/spool_format.hpp"

#include <cstdint>
#include <string>

namespace switchboard::process {

class spool_file {
 public:
  /// Makes the file, for this user alone. `internal` with the system's reason in its detail.
  static core::result<spool_file> create(const std::string& path, std::uint64_t max_bytes);

  /// Gives the frame the next number and appends it. An error leaves the file as it was: it is full, or the disk is.
  core::result<void> append(wire::host_frame& frame);
  /// Empties the file if it holds nothing after `number`; numbers go on.
  void release(std::uint64_t number);

  /// The number of the newest frame; 0 before the first.
  std::uint64_t last() const noexcept { return last_; }

 private:
  spool_file(file_descriptor file, std::uint64_t max_bytes) : file_(std::move(file)), max_(max_bytes) {}

  file_descriptor file_;
  std::uint64_t max_;
  std::uint64_t size_ = 0;
  std::uint64_t last_ = 0;
};

/// Reads the spool at `path`; nothing when there is none.
wire::spool_contents read_spool_file(const std::string& path);

}  // namespace switchboard::process
