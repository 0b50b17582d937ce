#include "options.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace load {
namespace {

constexpr const char* usage =
    "Usage: sse_load --url http://127.0.0.1:PORT/PATH [OPTION…]\n"
    "  --method GET         (POST)\n"
    "  --body JSON          {{conv}} in it becomes \"conversationId\":\"…\", once a reply has named one, else nothing\n"
    "  --token-file FILE    bearer tokens, one a line\n"
    "  --rotate             tokens take turns by request, not by connection\n"
    "  --c N                connections (1)\n"
    "  --duration S         seconds (10)\n"
    "  --think MS           pause of a connection between two requests (0)\n"
    "  --timeout S          for each request (60)\n"
    "  --pid PID [--tree]   weigh this process, or it and its descendants\n"
    "  --name NAME --json FILE   append the result as one JSON line\n";

[[noreturn]] void refuse(const std::string& why) {
  std::fprintf(stderr, "sse_load: %s\n%s", why.c_str(), usage);
  std::exit(2);
}

// Loopback only: this program is a weapon otherwise.
void read_url(const std::string& url, options& out) {
  const std::string start = "http://127.0.0.1:";
  if (!url.starts_with(start)) refuse("the URL must begin with " + start);
  char* end = nullptr;
  out.port = static_cast<std::uint16_t>(std::strtoul(url.c_str() + start.size(), &end, 10));
  out.path = *end == '/' ? end : "/";
}

}  // namespace

options parse_options(int argc, char** argv) {
  options out;
  const std::vector<std::string> words(argv + 1, argv + argc);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& key = words[i];
    const auto value = [&]() -> const std::string& {
      if (i + 1 >= words.size()) refuse(key + " needs a value");
      return words[++i];
    };
    if (key == "--url") {
      read_url(value(), out);
    } else if (key == "--method") {
      out.method = value();
    } else if (key == "--body") {
      out.body = value();
    } else if (key == "--token-file") {
      std::ifstream file(value());
      for (std::string line; std::getline(file, line);)
        if (!line.empty()) out.tokens.push_back(line);
    } else if (key == "--rotate") {
      out.whose = token_choice::per_request;
    } else if (key == "--c") {
      out.connections = std::atoi(value().c_str());
    } else if (key == "--duration") {
      out.duration = std::atof(value().c_str());
    } else if (key == "--think") {
      out.think = std::atof(value().c_str()) / 1e3;
    } else if (key == "--timeout") {
      out.timeout = std::atof(value().c_str());
    } else if (key == "--pid") {
      out.pid = std::atoi(value().c_str());
    } else if (key == "--tree") {
      out.whole_tree = true;
    } else if (key == "--name") {
      out.name = value();
    } else if (key == "--json") {
      out.json_file = value();
    } else {
      refuse("unknown option " + key);
    }
  }
  if (out.connections < 1 || out.duration <= 0) refuse("--c and --duration must be positive");
  return out;
}

}  // namespace load
