#include "server/options.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace switchboard::server {

namespace {

// admin's own commands; each says in `o` what was asked.
void add_admin(CLI::App& app, options& o) {
  auto* admin = app.add_subcommand("admin", "What an operator does without HTTP; most of it as OWNER_DATABASE_URL");
  admin->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, admin_command what) {
    auto* command = admin->add_subcommand(name, help);
    command->callback([&o, what] {
      o.what = command::admin;
      o.admin.what = what;
    });
    return command;
  };
  add("check", "Check the settings, the role and the schema", admin_command::check);
  for (auto* c : {add("grant", "Make a user a platform admin", admin_command::grant),
                  add("revoke", "Take that back", admin_command::revoke)}) {
    c->add_option("--issuer", o.admin.issuer, "`iss` of the user's tokens")->required();
    c->add_option("--subject", o.admin.subject, "`sub` of the user's tokens")->required();
  }
  add("runs", "List unfinished runs, a line of JSON each", admin_command::list_runs);
  add("cancel-run", "End a run", admin_command::cancel_run)->add_option("run", o.admin.run, "Its id")->required();
  auto* keys = add("rotate-dev-keys", "Replace the demo's signing key", admin_command::rotate_keys);
  keys->add_option("--key", o.admin.key_file, "The private key")->required();
  keys->add_option("--jwks", o.admin.jwks_file, "The key set that the server reads")->required();
}

}  // namespace

std::optional<options> parse_options(int argc, char** argv, int& exit_code) {
  options out;
  CLI::App app{"Switchboard: a multi-tenant chat backend for AI agents."};
  app.add_option("--config", out.config_file, "JSON file with settings; the environment wins over it");
  bool check = false;
  app.add_flag("--check-config", check, "Print what is in force, with secrets masked, and exit");
  auto* tools = app.add_subcommand("tools", "The agents' tools");
  tools->require_subcommand(1);
  auto* list = tools->add_subcommand("list", "Print the catalog of tools");
  auto* verify = tools->add_subcommand("check", "Check every tool file against the database");
  add_admin(app, out);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    exit_code = app.exit(e) == 0 ? 0 : 2;
    return std::nullopt;
  }
  if (check) out.what = command::check_config;
  if (list->parsed()) out.what = command::tools_list;
  if (verify->parsed()) out.what = command::tools_check;
  return out;
}

core::result<core::settings> load(const options& o) {
  std::string text;
  if (!o.config_file.empty()) {
    std::ifstream in(o.config_file, std::ios::binary);
    if (!in) return core::make_field_error("--config", "cannot read " + o.config_file);
    text.assign(std::istreambuf_iterator<char>(in), {});
    if (text.empty()) return core::make_field_error("--config", o.config_file + " is empty");
  }
  const auto environment = [](const char* name) -> std::optional<std::string> {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    if (value == nullptr) return std::nullopt;
    return value;
  };
  return core::load_settings(environment, text);
}

}  // namespace switchboard::server
