// What an operator does to the database from the command line, for every tenant at once. All but cancel_requests() need
// the connection of the schema's owner.
#pragma once

#include "core/deadline.hpp"
#include "core/result.hpp"
#include "core/uuid.hpp"
#include "rt/task.hpp"
#include "store/pg/database.hpp"

#include <string>
#include <vector>

namespace switchboard::store::pg {

enum class standing { user, platform_admin };
enum class run_presence { absent, unfinished, finished };

class operator_repository {
 public:
  explicit operator_repository(database& db) : db_(db) {}

  /// The profile's id; made where its user has never been here.
  rt::task<core::result<std::string>> set_standing(std::string issuer, std::string subject, standing s,
                                                   core::deadline limit);
  /// Unfinished runs, oldest first, a line of JSON each.
  rt::task<core::result<std::string>> unfinished_runs(core::deadline limit);
  /// Asks whichever server drives the run to end it.
  rt::task<core::result<run_presence>> request_cancel(core::run_id run, core::deadline limit);
  /// Ends a run that no server drives.
  rt::task<core::result<void>> abandon(core::run_id run, core::deadline limit);
  rt::task<core::result<run_presence>> presence(core::run_id run, core::deadline limit);

  /// What is wrong with the role and schema that the server would serve from, a line each; empty: nothing.
  rt::task<core::result<std::string>> complaints(core::deadline limit);
  /// The runs of this server that somebody asked to end.
  rt::task<core::result<std::vector<core::run_id>>> cancel_requests(std::string server_id, core::deadline limit);

 private:
  database& db_;
};

}  // namespace switchboard::store::pg
