#include "wire/host_frame.hpp"

#include <boost/crc.hpp>

namespace switchboard::wire {
namespace {

constexpr std::size_t length_bytes = 4;
constexpr std::size_t head_bytes = 8;    // length and checksum
constexpr std::size_t fixed_bytes = 25;  // of the body: kind, number, command, time
constexpr std::size_t compact_at = 64U << 10;

template<class Unsigned>
void put(std::string& out, Unsigned value) {
  for (std::size_t i = 0; i < sizeof value; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

template<class Unsigned>
Unsigned get(std::string_view bytes) {
  Unsigned value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) {
    value = static_cast<Unsigned>(value | static_cast<Unsigned>(static_cast<unsigned char>(bytes[i])) << (8 * i));
  }
  return value;
}

std::uint32_t checksum(std::string_view body) {
  boost::crc_32_type crc;
  crc.process_bytes(body.data(), body.size());
  return crc.checksum();
}

bool is_kind(unsigned char c) {
  return c >= static_cast<unsigned char>(frame_kind::start) && c <= static_cast<unsigned char>(frame_kind::fault);
}

}  // namespace

std::string encode(const host_frame& frame) {
  std::string body;
  body.reserve(fixed_bytes + frame.payload.size());
  put(body, static_cast<std::uint8_t>(frame.kind));
  put(body, frame.number);
  put(body, frame.command);
  put(body, static_cast<std::uint64_t>(frame.at_us));
  body += frame.payload;
  std::string out;
  out.reserve(head_bytes + body.size());
  put(out, static_cast<std::uint32_t>(body.size()));
  put(out, checksum(body));
  out += body;
  return out;
}

void frame_reader::push(std::string_view bytes) {
  if (corrupt_) return;
  if (begin_ > compact_at && begin_ > buffer_.size() / 2) {
    buffer_.erase(0, begin_);
    begin_ = 0;
  }
  buffer_ += bytes;
}

std::optional<host_frame> frame_reader::next() {
  const auto rest = std::string_view(buffer_).substr(begin_);
  if (corrupt_ || rest.size() < head_bytes) return std::nullopt;
  const auto length = get<std::uint32_t>(rest);
  if (length < fixed_bytes || length - fixed_bytes > max_) {
    corrupt_ = true;
    return std::nullopt;
  }
  if (rest.size() - head_bytes < length) return std::nullopt;
  const auto body = rest.substr(head_bytes, length);
  if (checksum(body) != get<std::uint32_t>(rest.substr(length_bytes)) ||
      !is_kind(static_cast<unsigned char>(body[0]))) {
    corrupt_ = true;
    return std::nullopt;
  }
  host_frame frame;
  frame.kind = static_cast<frame_kind>(body[0]);
  frame.number = get<std::uint64_t>(body.substr(1));
  frame.command = get<std::uint64_t>(body.substr(9));
  frame.at_us = static_cast<std::int64_t>(get<std::uint64_t>(body.substr(17)));
  frame.payload = body.substr(fixed_bytes);
  begin_ += head_bytes + length;
  consumed_ += head_bytes + length;
  return frame;
}

}  // namespace switchboard::wire
