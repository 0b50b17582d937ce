// How a reply's frames reach the client: all of them, or only so many and then the end that a test asked for. Pure.
#pragma once

#include "scripted-model/message_body.hpp"
#include "scripted-model/reply.hpp"

#include <optional>
#include <vector>

namespace switchboard::scripted_model {

enum class ending {
  complete,  // the stream ends as it should
  abort,     // the connection is torn down
  hang,      // nothing more, the connection stays
};

struct delivery {
  std::vector<frame> frames;
  ending end = ending::complete;
};

/// The frames as they are without a failure of the stream, else those up to it and what the failure itself sends.
delivery plan_delivery(std::vector<frame> frames, const std::optional<fault>& failure);

}  // namespace switchboard::scripted_model
