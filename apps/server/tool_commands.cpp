#include "server/tool_commands.hpp"

#include "rt/runtime.hpp"
#include "store/pg/statement_runner.hpp"
#include "tools/catalog.hpp"
#include "tools/directory.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

namespace switchboard::server {
namespace {
constexpr auto check_limit = std::chrono::minutes(2);
}  // namespace

int list_tools(const core::settings& s) {
  const auto files = tools::load_directory(s.tools_dir);
  if (!files) {
    std::cerr << files.error().message << "\n";
    return 1;
  }
  std::cout << tools::list(*files);
  return 0;
}

int check_tools(const core::settings& s) {
  const auto files = tools::load_directory(s.tools_dir);
  if (!files) {
    std::cerr << files.error().message << "\n";
    return 1;
  }
  rt::runtime runtime(1);
  store::pg::database db(s.database_url, 1);
  store::pg::statement_runner runner(db);
  runtime.start();
  auto done = boost::asio::co_spawn(
      runtime.executor(0), tools::check(*files, runner, core::deadline::after(check_limit)), boost::asio::use_future);
  const auto complaints = done.get();
  runtime.stop();
  for (const auto& line : complaints) std::cerr << line << "\n";
  if (complaints.empty()) std::cout << files->size() << " tools fit the database.\n";
  return complaints.empty() ? 0 : 1;
}

}  // namespace switchboard::server
