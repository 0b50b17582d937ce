// The command line of the load generator; `--help` prints what each option means.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace load {

enum class token_choice {
  per_connection,  // a connection is one user: conversations need that
  per_request,     // users take turns: for reads, so that no user's own limit is what is measured
};

struct options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 80;
  std::string path = "/";
  std::string method = "POST";
  std::string body;
  std::vector<std::string> tokens;
  token_choice whose = token_choice::per_connection;
  int connections = 1;
  double duration = 10;     // seconds; then no new requests
  double think = 0;         // seconds between two requests of a connection
  double timeout = 60;      // seconds for one request
  int pid = 0;              // the server, to weigh it
  bool whole_tree = false;  // with its descendants
  std::string name = "run";
  std::string json_file;  // one line is appended
};

/// Exits with a message and status 2 where an option is wrong.
options parse_options(int argc, char** argv);

}  // namespace load
