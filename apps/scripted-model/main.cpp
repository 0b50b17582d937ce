// switchboard-scripted-model: an offline stand-in for the Messages API that answers from scenario files, for the demo
// and for tests. Listens, then serves until SIGTERM or SIGINT.
#include "core/log.hpp"
#include "http/server.hpp"
#include "rt/runtime.hpp"
#include "scripted-model/messages_api.hpp"

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

namespace {

using namespace switchboard;

struct options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::filesystem::path scenarios = "apps/scripted-model/scenarios";
  std::filesystem::path port_file;
  unsigned pace_ms = 15;
};

// Written whole before it has its name, so that a reader never sees half a number.
void write_port(const std::filesystem::path& file, std::uint16_t port) {
  const std::filesystem::path fresh = file.string() + ".new";
  std::ofstream out(fresh);
  out << port << '\n';
  out.close();
  if (!out) throw std::system_error(errno, std::generic_category(), fresh.string());
  std::filesystem::rename(fresh, file);
}

// Every request that the CLI makes fits; a client that is slow or greedy does not.
http::limits make_limits() {
  http::limits out;
  out.body_bytes = 16U << 20;
  out.connections = 512;
  out.idle_time = std::chrono::minutes(10);
  out.request_time = std::chrono::minutes(11);
  return out;
}

int serve(const options& chosen, sigset_t& stop_signals) {
  auto scripts = scripted_model::load_library(chosen.scenarios);
  if (!scripts) {
    std::cerr << "switchboard-scripted-model: " << scripts.error().message << '\n';
    return EXIT_FAILURE;
  }
  rt::runtime runtime(1);
  scripted_model::messages_api api(std::move(*scripts), std::chrono::milliseconds(chosen.pace_ms));
  http::server server(runtime, make_limits(),
                      {.handle = [&api](http::request& request) { return api.handle(request); },
                       .fail =
                           [](const core::error& e, const http::request& request) {
                             return scripted_model::messages_api::refuse(core::http_status(e.code), e.message,
                                                                         request.id);
                           },
                       .access = [](const http::access_record&) {}});
  runtime.start();
  server.listen(chosen.host, chosen.port);
  if (!chosen.port_file.empty()) write_port(chosen.port_file, server.port());
  core::log::info("listening", {{"host", chosen.host}, {"port", server.port()}});
  int received = 0;
  sigwait(&stop_signals, &received);
  core::log::info("stopping", {{"signal", received}});
  server.shutdown(core::deadline::after(std::chrono::milliseconds(200)));
  runtime.stop();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  options chosen;
  CLI::App app("An offline stand-in for the Messages API, which answers from scenario files.");
  app.add_option("--host", chosen.host, "Address to listen on")->capture_default_str();
  app.add_option("--port", chosen.port, "Port; 0 picks a free one")->capture_default_str();
  app.add_option("--scenarios", chosen.scenarios, "Folder of scenario files")->capture_default_str();
  app.add_option("--port-file", chosen.port_file, "File to write the port to, once listening");
  app.add_option("--pace-ms", chosen.pace_ms, "Milliseconds between two words")
      ->capture_default_str()
      ->check(CLI::Range(0, 10'000));
  CLI11_PARSE(app, argc, argv);

  // Blocked before any thread starts, so that sigwait alone sees them.
  sigset_t stop_signals;
  sigemptyset(&stop_signals);
  sigaddset(&stop_signals, SIGTERM);
  sigaddset(&stop_signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &stop_signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  core::log::start(core::log::level::info);
  try {
    return serve(chosen, stop_signals);
  } catch (const std::exception& e) {
    std::cerr << "switchboard-scripted-model: " << e.what() << '\n';
    return EXIT_FAILURE;
  }
}
