#include "scripted-model/delivery.hpp"

#include <nlohmann/json.hpp>

namespace switchboard::scripted_model {

delivery plan_delivery(std::vector<frame> frames, const std::optional<fault>& failure) {
  delivery out;
  if (!failure) {
    out.frames = std::move(frames);
    return out;
  }
  std::size_t deltas = 0;
  for (auto& each : frames) {
    if (each.is_delta && deltas++ == failure->after) break;
    out.frames.push_back(std::move(each));
  }
  switch (failure->what) {
    case fault::kind::cut:
      out.end = ending::abort;
      break;
    case fault::kind::hang:
      out.end = ending::hang;
      break;
    case fault::kind::stream_error:
      out.frames.push_back(
          {make_event({{"type", "error"}, {"error", {{"type", "overloaded_error"}, {"message", "Overloaded"}}}}), {}});
      break;
    case fault::kind::garbage_stream:
      out.frames.push_back(
          {"event: content_block_delta\ndata: {\"type\": \"content_block_delta\", \"ind\xff\xfe]]\n\n", {}});
      break;
    case fault::kind::http_error:
    case fault::kind::hang_at_headers:
    case fault::kind::garbage:
      break;  // they never reach a stream
  }
  return out;
}

}  // namespace switchboard::scripted_model
