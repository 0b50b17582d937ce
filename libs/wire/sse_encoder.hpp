// Frames of an event stream (WHATWG HTML section 9.2), exactly as clients match them. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace switchboard::wire {

/// Between frames, so that proxies and clients see the stream is alive.
inline constexpr std::string_view sse_ping = ": ping\n\n";
/// Opens a resumable stream: an EventSource reconnects after a second.
inline constexpr std::string_view sse_retry = "retry: 1000\n\n";

/// Appends "event: <type>\ndata: <json>\n\n". `json` is one line (serialised JSON never holds a raw line break); throws
/// std::invalid_argument where it is not, or where `type` is no word of [A-Za-z0-9_].
void append_sse_frame(std::string& out, std::string_view type, std::string_view json);
/// The same with "id: <seq>\n" in front, for streams that resume by Last-Event-ID.
void append_sse_frame(std::string& out, std::uint64_t seq, std::string_view type, std::string_view json);

std::string sse_frame(std::string_view type, std::string_view json);
std::string sse_frame(std::uint64_t seq, std::string_view type, std::string_view json);

}  // namespace switchboard::wire
