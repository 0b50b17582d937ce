// A line transport over the pipes of a local child process.
#pragma once

#include "agent/line_transport.hpp"
#include "process/child.hpp"
#include "wire/ndjson_framer.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string>

namespace switchboard::agent {

class child_transport final : public line_transport {
 public:
  /// Starts the process. Errors as those of process::child::start.
  static core::result<std::unique_ptr<line_transport>> start(const boost::asio::any_io_executor& executor,
                                                             const process::spawn_spec& spec);

  explicit child_transport(std::unique_ptr<process::child> child);

  rt::task<core::result<std::string>> read_line() override;
  rt::task<core::result<void>> write_line(std::string line) override;
  rt::task<agent_exit> terminate(core::deadline grace) override;
  void kill() noexcept override;

 private:
  void report_dropped();

  std::unique_ptr<process::child> child_;
  wire::ndjson_framer framer_;
  std::string buffer_;
  std::size_t reported_ = 0;  // overlong lines that the log knows of
};

}  // namespace switchboard::agent
