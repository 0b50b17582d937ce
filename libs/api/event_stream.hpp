// Sends events of a run or conversation as server-sent events until there are no more to come, the client has gone, or
// the user may no longer see it.
#pragma once

#include "api/chat_handler.hpp"
#include "chat/event_reader.hpp"
#include "http/response.hpp"

#include <memory>

namespace switchboard::api {

/// `bare`: exactly the seed's frames. `resumable`: with `id:` lines and a `retry:` at the start.
enum class frame_style { bare, resumable };

/// The 200 text/event-stream answer. `place` is held while the stream is open.
http::response event_stream(std::unique_ptr<chat::event_reader> reader, frame_style style, std::shared_ptr<void> place,
                            stream_settings settings);

}  // namespace switchboard::api
