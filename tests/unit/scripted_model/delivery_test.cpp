#include "scripted-model/delivery.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace switchboard::scripted_model;

namespace {

std::vector<frame> ten_words() {
  reply what;
  what.blocks.push_back({block::kind::text, "1 2 3 4 5 6 7 8 9 10", {}, {}, {}, {}});
  return make_frames(what, {}, "m", "x", std::chrono::milliseconds(0));
}

delivery planned(fault::kind what, std::size_t after) {
  fault failure;
  failure.what = what;
  failure.after = after;
  return plan_delivery(ten_words(), failure);
}

auto deltas(const delivery& plan) {
  return std::count_if(plan.frames.begin(), plan.frames.end(), [](const frame& each) { return each.is_delta; });
}

}  // namespace

TEST_CASE("delivery: whole without a failure") {
  const auto plan = plan_delivery(ten_words(), std::nullopt);
  CHECK(plan.end == ending::complete);
  CHECK(deltas(plan) == 10);
  CHECK(plan.frames.back().bytes.starts_with("event: message_stop"));
}

TEST_CASE("delivery: a cut and a hang come after so many words") {
  CHECK(planned(fault::kind::cut, 4).end == ending::abort);
  CHECK(deltas(planned(fault::kind::cut, 4)) == 4);
  CHECK(planned(fault::kind::hang, 0).end == ending::hang);
  CHECK(deltas(planned(fault::kind::hang, 0)) == 0);
  CHECK(deltas(planned(fault::kind::cut, 400)) == 10);
}

TEST_CASE("delivery: a failure inside the stream is its last frame") {
  const auto failed = planned(fault::kind::stream_error, 2);
  CHECK(deltas(failed) == 2);
  CHECK(failed.frames.back().bytes.starts_with("event: error\ndata: {\"error\":{"));
  const auto garbage = planned(fault::kind::garbage_stream, 2);
  CHECK(garbage.frames.back().bytes.find("]]") != std::string::npos);
  CHECK(garbage.end == ending::complete);
}
