#include "http/client.hpp"

#include "wire/http_grammar.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <netinet/in.h>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace switchboard::http {
namespace {

using core::errc;
using core::result;

struct curl_closer {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using curl_handle = std::unique_ptr<CURL, curl_closer>;
using curl_list = std::unique_ptr<curl_slist, curl_closer>;

// libcurl's global state: before the first request, for the life of the program.
void initialize_once() {
  static const auto done = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (done != CURLE_OK) throw std::runtime_error("libcurl does not start");
}

// What the callbacks know.
struct transfer {
  const outbound_request& out;
  bool secure = false;
  bool too_large = false;
  bool forbidden = false;  // plain http to an address that is not ours
  outbound_response in;
};

bool is_loopback(const curl_sockaddr& address) {
  if (address.family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address.addr);
    return (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
  }
  return address.family == AF_INET6 &&
         IN6_IS_ADDR_LOOPBACK(&reinterpret_cast<const sockaddr_in6*>(&address.addr)->sin6_addr);
}

// Looks at the address that is really connected to, after all resolving.
curl_socket_t open_socket(void* context, curlsocktype, curl_sockaddr* address) {
  auto& t = *static_cast<transfer*>(context);
  t.forbidden = !t.secure && !is_loopback(*address);
  if (t.forbidden) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* context) {
  auto& t = *static_cast<transfer*>(context);
  t.too_large = t.in.body.size() + size > t.out.max_body;
  if (t.too_large) return 0;
  t.in.body.append(data, size);
  return size;
}

// A line of the answer's header; a status line begins a new answer (after 100 Continue).
std::size_t take_header(char* data, std::size_t, std::size_t size, void* context) {
  auto& t = *static_cast<transfer*>(context);
  const std::string_view line(data, size);
  if (line.starts_with("HTTP/")) t.in.headers = {};
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  auto value = line.substr(colon + 1);
  while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
  if (t.in.headers.all().size() < 128) {
    t.in.headers.add(std::string(line.substr(0, colon)), std::string(wire::trim_white_space(value)));
  }
  return size;
}

core::error refuse(std::string why) {
  return core::make_internal(errc::bad_request, std::move(why));
}

// Returns the list of fields as libcurl wants them.
result<curl_list> make_header_list(const header_list& headers) {
  curl_list out;
  for (const auto& [name, value] : headers.all()) {
    if (!wire::is_token(name) || value.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      return refuse("a header is not one line");
    }
    std::string line = name;
    line.append(": ").append(value);
    auto* const shorter = out.release();
    auto* const longer = curl_slist_append(shorter, line.c_str());
    out.reset(longer != nullptr ? longer : shorter);
    if (longer == nullptr) throw std::bad_alloc();
  }
  return out;
}

core::error explain(CURLcode code, const transfer& t) {
  if (t.forbidden) return refuse("plain http is for loopback only");
  if (t.too_large) return core::make_error(errc::payload_too_large);
  if (code == CURLE_OPERATION_TIMEDOUT) return core::make_error(errc::timed_out);
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) return refuse(curl_easy_strerror(code));
  return core::make_internal(errc::closed, curl_easy_strerror(code));
}

}  // namespace

result<outbound_response> send_blocking(reach where, const outbound_request& out) {
  initialize_once();
  const bool post = out.method == "POST";
  if (!post && out.method != "GET") return refuse("only GET and POST are sent");
  auto fields = make_header_list(out.headers);
  if (!fields) return fields.error();
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(out.limit.remaining()).count();
  if (left <= 0) return core::make_error(errc::timed_out);
  const curl_handle curl(curl_easy_init());
  if (!curl) throw std::bad_alloc();

  transfer t{out, wire::equals_ignoring_case(std::string_view(out.url).substr(0, 8), "https://"), false, false, {}};
  auto* const h = curl.get();
  curl_easy_setopt(h, CURLOPT_URL, out.url.c_str());
  curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, where == reach::secure ? "https" : "https,http");
  curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(h, CURLOPT_PROXY, "");
  curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(left));
  curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(left));
  curl_easy_setopt(h, CURLOPT_HTTPHEADER, fields->get());
  curl_easy_setopt(h, CURLOPT_USERAGENT, "switchboard");
  if (post) {
    curl_easy_setopt(h, CURLOPT_POST, 1L);
    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(out.body.size()));
    curl_easy_setopt(h, CURLOPT_POSTFIELDS, out.body.data());
  }
  curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, &t);
  curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(h, CURLOPT_WRITEDATA, &t);
  curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(h, CURLOPT_HEADERDATA, &t);

  const auto code = curl_easy_perform(h);
  if (code != CURLE_OK) return explain(code, t);
  long status = 0;
  curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
  t.in.status = static_cast<int>(status);
  return std::move(t.in);
}

rt::task<result<outbound_response>> client::send(outbound_request out) {
  auto work = [&out, where = reach_](std::size_t) { return send_blocking(where, out); };
  auto sent = co_await pool_.run(work);
  co_return sent;
}

}  // namespace switchboard::http
