// switchboard-migrate: brings a database's schema up or down, says where it is, and makes new revisions.
#include "migrate/migrator.hpp"
#include "migrate/new_revision.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <system_error>

namespace {

using namespace switchboard;
using namespace switchboard::migrate;

struct settings {
  std::string database_url;
  std::filesystem::path folder;
  std::string up_target;
  std::string down_target;
  std::string new_name;
  unsigned lock_seconds = 30;
};

// That of the source tree one stands in, else the installed one: PREFIX/bin/… and PREFIX/share/switchboard/….
std::filesystem::path default_folder() {
  std::filesystem::path here = "alembic-compatible-sql";
  std::error_code failed;
  if (std::filesystem::is_directory(here, failed)) return here;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
  auto installed = program.parent_path().parent_path() / "share/switchboard" / here;
  return std::filesystem::is_directory(installed, failed) ? installed : here;
}

int fail(const core::error& e) {
  std::cerr << "switchboard-migrate: " << e.message << '\n';
  return EXIT_FAILURE;
}

void print_step(const revision& r, std::chrono::milliseconds took) {
  std::cout << r.id << "  " << r.slug << "  " << took.count() << " ms\n" << std::flush;
}

int migrate_to(const settings& s, const history& all, direction way, std::string target) {
  std::size_t steps = 0;
  const auto count = [&](const revision& r, std::chrono::milliseconds took) {
    ++steps;
    print_step(r, took);
  };
  const migration what{way, std::move(target), std::chrono::seconds(s.lock_seconds)};
  const auto now = run_migration(core::secret_string(s.database_url), all, what, count);
  if (!now) return fail(now.error());
  const auto where = now->empty() ? std::string("before the first revision") : "at revision " + *now;
  std::cout << (steps == 0 ? "already there: " : "now ") << where << '\n';
  return EXIT_SUCCESS;
}

int up(const settings& s, const history& all) {
  return migrate_to(s, all, direction::up, s.up_target == "head" ? all.back().id : s.up_target);
}

// Without a target, one step.
int down(const settings& s, const history& all) {
  auto target = s.down_target;
  if (target.empty()) {
    const auto now = current_revision(core::secret_string(s.database_url), all);
    if (!now) return fail(now.error());
    const auto place = position_of(all, *now);
    target = place && *place > 0 ? all[*place - 1].id : "base";
  }
  return migrate_to(s, all, direction::down, target == "base" ? "" : target);
}

int status(const settings& s, const history& all) {
  const auto now = current_revision(core::secret_string(s.database_url), all);
  if (!now) return fail(now.error());
  const auto place = position_of(all, *now);
  const std::size_t applied = place ? *place + 1 : 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::cout << all[i].id << "  " << (i < applied ? "applied" : "pending") << "  " << all[i].slug
              << (i + 1 == applied ? "  (current)" : "") << '\n';
  }
  return EXIT_SUCCESS;
}

int make_new(const settings& s, const history& all) {
  const auto made = make_revision(s.folder, all, s.new_name);
  if (!made) return fail(made.error());
  std::cout << made->up.string() << '\n' << made->down.string() << '\n';
  return EXIT_SUCCESS;
}

int run(int argc, char** argv) {
  settings s;
  s.folder = default_folder();
  CLI::App app("Moves the database's schema along the revisions in a folder.");
  app.add_option("--database-url", s.database_url, "The owner's URL; the environment keeps it out of `ps`")
      ->envname("OWNER_DATABASE_URL");
  app.add_option("--directory", s.folder, "The folder of revisions")
      ->envname("SWITCHBOARD_MIGRATIONS")
      ->capture_default_str();
  app.add_option("--lock-timeout", s.lock_seconds, "Seconds to wait for any lock")
      ->check(CLI::Range(1u, 3600u))
      ->capture_default_str();
  app.require_subcommand(1);
  auto* up_command = app.add_subcommand("up", "Apply revisions, in order");
  up_command->add_option("REVISION", s.up_target, "The last one to apply")->default_val("head");
  auto* down_command = app.add_subcommand("down", "Take revisions back; without REVISION, the newest one");
  down_command->add_option("REVISION", s.down_target, "The last one to remain, or \"base\" for none");
  auto* status_command = app.add_subcommand("status", "List the revisions, and which are applied");
  auto* new_command = app.add_subcommand("new", "Make the two files of a new revision");
  new_command->add_option("NAME", s.new_name, "What it is about")->required();
  app.fallthrough();
  CLI11_PARSE(app, argc, argv);

  const auto all = load_history(s.folder);
  if (!all) return fail(all.error());
  if (new_command->parsed()) return make_new(s, *all);
  if (s.database_url.empty()) return fail(problem("no database: set OWNER_DATABASE_URL or give --database-url"));
  if (status_command->parsed()) return status(s, *all);
  return up_command->parsed() ? up(s, *all) : down(s, *all);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "switchboard-migrate: %s\n", e.what());
    return EXIT_FAILURE;
  }
}
