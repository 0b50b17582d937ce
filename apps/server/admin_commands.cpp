#include "server/admin_commands.hpp"

#include "rt/runtime.hpp"
#include "store/pg/operator_repository.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>
#include <optional>
#include <thread>

namespace switchboard::server {
namespace {

using store::pg::run_presence;

constexpr auto statement_limit = std::chrono::seconds(30);
// A server looks for wishes to end a run every second or two, and keeps what the agent said.
constexpr auto cancel_patience = std::chrono::seconds(15);
constexpr auto cancel_pause = std::chrono::milliseconds(250);

// One connection, and its questions answered one after the other.
class console {
 public:
  explicit console(const core::secret_string& url) : runtime_(1), db_(url, 1), operations_(db_) { runtime_.start(); }
  console(const console&) = delete;
  console& operator=(const console&) = delete;
  ~console() { runtime_.stop(); }

  store::pg::operator_repository& operations() { return operations_; }
  template<class T>
  T wait(rt::task<T> work) {
    return boost::asio::co_spawn(runtime_.executor(0), std::move(work), boost::asio::use_future).get();
  }
  static core::deadline limit() { return core::deadline::after(statement_limit); }

 private:
  rt::runtime runtime_;
  store::pg::database db_;
  store::pg::operator_repository operations_;
};

int fail(const core::error& e) {
  std::cerr << "switchboard-server: " << e.message << (e.detail.empty() ? "" : " (" + e.detail + ")") << "\n";
  return 1;
}

int set_standing(console& c, const admin_options& o, store::pg::standing s) {
  const auto id = c.wait(c.operations().set_standing(o.issuer, o.subject, s, console::limit()));
  if (!id) return fail(id.error());
  const bool granted = s == store::pg::standing::platform_admin;
  std::cout << *id << (granted ? " is a platform admin." : " is no platform admin.") << "\n";
  return 0;
}

int list_runs(console& c) {
  const auto lines = c.wait(c.operations().unfinished_runs(console::limit()));
  if (!lines) return fail(lines.error());
  if (!lines->empty()) std::cout << *lines << "\n";
  return 0;
}

// Its server ends it as a user's cancel would; without one, its row is all that there is to end.
int cancel_run(console& c, const std::string& text) {
  const auto run = core::run_id::parse(text);
  if (!run) return fail(core::make_field_error("run", "must be a UUID"));
  auto state = c.wait(c.operations().request_cancel(*run, console::limit()));
  const auto patience = core::deadline::after(cancel_patience);
  while (state && *state == run_presence::unfinished && !patience.passed()) {
    std::this_thread::sleep_for(cancel_pause);
    state = c.wait(c.operations().presence(*run, console::limit()));
  }
  if (!state) return fail(state.error());
  if (*state == run_presence::absent) return fail(core::make_error(core::errc::not_found, "There is no such run."));
  if (*state == run_presence::unfinished) {
    const auto done = c.wait(c.operations().abandon(*run, console::limit()));
    if (!done) return fail(done.error());
  }
  std::cout << text << (*state == run_presence::finished ? " has ended.\n" : " had no server; it is ended.\n");
  return 0;
}

int check(const core::settings& s) {
  console c(s.database_url);
  const auto complaints = c.wait(c.operations().complaints(console::limit()));
  if (!complaints) return fail(complaints.error());
  if (!complaints->empty()) return fail(core::make_error(core::errc::invalid_field, *complaints));
  std::cout << "The settings are in order, and the database answers.\n";
  return 0;
}

}  // namespace

int administer(const admin_options& o, const core::settings& s, const core::secret_string& owner_url) {
  if (o.what == admin_command::rotate_keys) return rotate_keys(o.key_file, o.jwks_file);
  if (o.what == admin_command::check) return check(s);
  if (owner_url.empty()) return fail(core::make_field_error("OWNER_DATABASE_URL", "is required"));
  console c(owner_url);
  switch (o.what) {
    case admin_command::grant:
      return set_standing(c, o, store::pg::standing::platform_admin);
    case admin_command::revoke:
      return set_standing(c, o, store::pg::standing::user);
    case admin_command::cancel_run:
      return cancel_run(c, o.run);
    default:
      return list_runs(c);
  }
}

}  // namespace switchboard::server
