#include "http/router.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace switchboard::http {

struct router::node {
  struct entry {
    std::string method;
    std::string pattern;
    std::vector<std::string> names;  // of the parameters, in the pattern's order
    handler h;
  };

  std::map<std::string, std::unique_ptr<node>, std::less<>> literals;
  std::unique_ptr<node> parameter;
  std::vector<entry> entries;
};

namespace {

// Takes the first segment off a path that begins with a slash.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

router::router() : root_(std::make_unique<node>()) {}
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;
router::~router() = default;

void router::add(std::string_view method, std::string_view pattern, handler h) {
  if (pattern.empty() || pattern.front() != '/') throw std::logic_error("a route begins with a slash");
  node* at = root_.get();
  std::vector<std::string> names;
  for (auto rest = pattern; !rest.empty();) {
    const auto segment = next_segment(rest);
    auto& child = is_parameter(segment) ? at->parameter : at->literals[std::string(segment)];
    if (is_parameter(segment)) names.emplace_back(segment.substr(1, segment.size() - 2));
    if (!child) child = std::make_unique<node>();
    at = child.get();
  }
  for (const auto& e : at->entries) {
    if (e.method == method) throw std::logic_error("two handlers for " + e.method + " " + std::string(pattern));
  }
  at->entries.push_back({std::string(method), std::string(pattern), std::move(names), std::move(h)});
}

namespace {

// Depth first, literals before parameters. `values` holds the parameters' segments on the way down.
template<class Node>
bool search(const Node& at, std::string_view rest, std::string_view method, std::vector<std::string_view>& values,
            route_match& out) {
  if (rest.empty()) {
    for (const auto& e : at.entries) {
      if (e.method != method) {
        if (std::find(out.allowed.begin(), out.allowed.end(), e.method) == out.allowed.end()) {
          out.allowed.push_back(e.method);
        }
        continue;
      }
      out.found = &e.h;
      out.pattern = e.pattern;
      for (std::size_t i = 0; i < values.size(); ++i) out.params.emplace_back(e.names[i], values[i]);
      return true;
    }
    return false;
  }
  const auto segment = next_segment(rest);
  if (const auto it = at.literals.find(segment); it != at.literals.end()) {
    if (search(*it->second, rest, method, values, out)) return true;
  }
  if (!at.parameter || segment.empty()) return false;
  values.push_back(segment);
  if (search(*at.parameter, rest, method, values, out)) return true;
  values.pop_back();
  return false;
}

template<class Node>
void collect(const Node& at, std::vector<std::pair<std::string, std::string>>& out) {
  for (const auto& e : at.entries) out.emplace_back(e.method, e.pattern);
  for (const auto& [segment, child] : at.literals) collect(*child, out);
  if (at.parameter) collect(*at.parameter, out);
}

}  // namespace

route_match router::match(std::string_view method, std::string_view path) const {
  route_match out;
  if (path.empty() || path.front() != '/') return out;
  std::vector<std::string_view> values;
  if (search(*root_, path, method, values, out)) out.allowed.clear();
  return out;
}

std::vector<std::pair<std::string, std::string>> router::routes() const {
  std::vector<std::pair<std::string, std::string>> out;
  collect(*root_, out);
  return out;
}

}  // namespace switchboard::http
