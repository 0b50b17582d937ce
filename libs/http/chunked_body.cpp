#include "http/chunked_body.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace switchboard::http {
namespace {

namespace beast_http = boost::beast::http;

constexpr std::string_view our_header = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
// Chunk sizes, extensions and trailers may cost this much, and this much for each byte of content.
constexpr std::size_t free_overhead = 16UL * 1024;
constexpr std::size_t overhead_per_byte = 8;

}  // namespace

struct chunked_body::decoder {
  beast_http::request_parser<beast_http::string_body> parser;
  std::size_t taken = 0;
};

chunked_body::chunked_body(std::size_t limit) : decoder_(std::make_unique<decoder>()) {
  decoder_->parser.eager(true);
  decoder_->parser.body_limit(limit);
  boost::system::error_code ec;
  decoder_->parser.put(boost::asio::buffer(our_header), ec);
}

chunked_body::~chunked_body() = default;

core::result<std::size_t> chunked_body::feed(std::string_view bytes) {
  std::size_t taken = 0;
  while (!complete() && taken < bytes.size()) {
    const auto rest = bytes.substr(taken);
    boost::system::error_code ec;
    const auto n = decoder_->parser.put(boost::asio::buffer(rest), ec);
    taken += n;
    if (ec == beast_http::error::body_limit) return core::make_error(core::errc::payload_too_large);
    if (ec && ec != beast_http::error::need_more) {
      return core::make_error(core::errc::bad_request, "The chunked body is malformed.");
    }
    if (n == 0 || ec) break;
  }
  decoder_->taken += taken;
  const auto content = decoder_->parser.get().body().size();
  if (decoder_->taken > content + free_overhead + overhead_per_byte * content) {
    return core::make_error(core::errc::bad_request, "The chunked body is mostly overhead.");
  }
  return taken;
}

bool chunked_body::complete() const noexcept {
  return decoder_->parser.is_done();
}

std::string chunked_body::take() {
  return std::move(decoder_->parser.get().body());
}

}  // namespace switchboard::http
