#include "server/options.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace switchboard::server {

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
