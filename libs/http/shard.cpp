#include "http/shard.hpp"

#include "rt/timer.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace switchboard::http {
namespace {

// Connections over the limit that may be told so at a time; beyond, they are closed without a word.
constexpr std::size_t refused_at_once = 100;

// An eighth of the shortest limit, so that every limit is kept to within about a tenth.
std::chrono::milliseconds clock_step(const limits& l) {
  const auto shortest = std::min({l.header_time, l.body_time, l.idle_time, l.request_time, l.write_time});
  return std::clamp<std::chrono::milliseconds>(shortest / 8, std::chrono::milliseconds(5),
                                               std::chrono::milliseconds(250));
}

}  // namespace

live_count::ticket::ticket(std::shared_ptr<live_count> of, kind k) : of_(std::move(of)), kind_(k) {
  const std::lock_guard lock(of_->mutex_);
  ++(kind_ == kind::connection ? of_->connections_ : of_->services_);
}

live_count::ticket::~ticket() {
  {
    const std::lock_guard lock(of_->mutex_);
    --(kind_ == kind::connection ? of_->connections_ : of_->services_);
  }
  of_->changed_.notify_all();
}

std::size_t live_count::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

bool live_count::wait_for_no_connections(core::deadline limit) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, limit.when(), [this] { return connections_ == 0; });
}

bool live_count::wait_for_nothing(core::deadline limit) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, limit.when(), [this] { return connections_ + services_ == 0; });
}

// A connection's entry in the list, and its ticket; goes with the connection.
struct shard::place {
  place(std::shared_ptr<shard> of, connection& c)
      : owner(std::move(of)),
        ticket(owner->live_, live_count::kind::connection),
        at(owner->connections_.insert(owner->connections_.end(), &c)) {}
  place(const place&) = delete;
  place& operator=(const place&) = delete;
  ~place() { owner->connections_.erase(at); }

  std::shared_ptr<shard> owner;
  live_count::ticket ticket;
  std::list<connection*>::iterator at;
};

shard::shard(boost::asio::any_io_executor executor, const limits& l, const hooks& h, std::shared_ptr<live_count> live)
    : limits_(l), hooks_(h), live_(std::move(live)), tasks_(std::move(executor)) {}

void shard::start() {
  spawn([self = shared_from_this()] { return self->keep_time(); });
}

void shard::spawn(std::function<rt::task<>()> make) {
  auto ticket = std::make_shared<live_count::ticket>(live_, live_count::kind::service);
  tasks_.spawn([ticket, make = std::move(make)] { return make(); });
}

void shard::adopt(boost::asio::ip::tcp::socket socket) {
  const auto open = live_->connections();
  if (draining_ || open >= limits_.connections + refused_at_once) return;
  boost::system::error_code gone;
  const auto peer = socket.remote_endpoint(gone);
  if (gone) return;
  auto c = std::make_shared<connection>(std::move(socket), peer.address().to_string(), limits_, hooks_,
                                        open < limits_.connections ? admission::serve : admission::refuse);
  c->start(std::make_shared<place>(shared_from_this(), *c));
}

void shard::drain() {
  draining_ = true;
  for (auto it = connections_.begin(); it != connections_.end();) (*it++)->drain();
}

void shard::cancel() {
  for (auto it = connections_.begin(); it != connections_.end();) (*it++)->abort();
  tasks_.cancel();
}

rt::task<> shard::keep_time() {
  const auto step = clock_step(limits_);
  for (;;) {
    co_await rt::sleep_for(step);
    const auto now = std::chrono::steady_clock::now();
    for (auto it = connections_.begin(); it != connections_.end();) (*it++)->tick(now);
  }
}

}  // namespace switchboard::http
