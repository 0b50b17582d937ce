#include "agent/fair_line.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

using switchboard::agent::fair_line;
using switchboard::core::workspace_id;

namespace {

struct someone {
  std::string name;
};

struct world {
  fair_line<someone> line;
  workspace_id red = workspace_id::random();
  workspace_id blue = workspace_id::random();

  std::shared_ptr<someone> join(const workspace_id& tenant, const std::string& name) {
    auto w = std::make_shared<someone>(someone{name});
    line.join(tenant, w);
    return w;
  }
  std::string order() const {
    std::string out;
    for (const auto& w : line.in_order()) out += w->name + " ";
    return out;
  }
  std::string serve_all() {
    std::string out;
    while (const auto w = line.next()) out += w->name + " ";
    return out;
  }
};

}  // namespace

TEST_CASE("fair line: one tenant alone is served as it came") {
  world w;
  for (const auto* name : {"r1", "r2", "r3"}) w.join(w.red, name);
  CHECK(w.serve_all() == "r1 r2 r3 ");
}

TEST_CASE("fair line: a flood of one tenant delays another's by one place at most") {
  world w;
  for (int i = 1; i <= 5; ++i) w.join(w.red, "r" + std::to_string(i));
  w.join(w.blue, "b1");
  CHECK(w.order() == "r1 b1 r2 r3 r4 r5 ");
  w.line.note_served(w.red);
  CHECK(w.order() == "b1 r1 r2 r3 r4 r5 ");
}

TEST_CASE("fair line: the places that are told are the order in which they are served") {
  world w;
  w.join(w.red, "r1");
  w.join(w.red, "r2");
  w.join(w.blue, "b1");
  w.join(w.blue, "b2");
  w.join(w.red, "r3");
  const auto told = w.order();
  CHECK(told == "r1 b1 r2 b2 r3 ");
  CHECK(w.serve_all() == told);
}

TEST_CASE("fair line: who has left is not served") {
  world w;
  w.join(w.red, "r1");
  const auto impatient = w.join(w.red, "r2");
  CHECK(w.line.leave(impatient));
  CHECK_FALSE(w.line.leave(impatient));
  CHECK(w.serve_all() == "r1 ");
  CHECK(w.line.empty());
}
