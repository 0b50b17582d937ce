#include "histogram.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace load {
namespace {

constexpr double smallest = 1e-6;
constexpr double width = 1.025;

}  // namespace

void histogram::add(double seconds) {
  seconds = std::max(0.0, seconds);
  const double place = seconds <= smallest ? 0 : std::log(seconds / smallest) / std::log(width);
  buckets_[std::min(static_cast<std::size_t>(place), bucket_count - 1)]++;
  ++count_;
  sum_ += seconds;
  max_ = std::max(max_, seconds);
}

double histogram::quantile(double p) const {
  if (count_ == 0) return 0;
  const auto wanted = static_cast<unsigned long>(std::ceil(p * static_cast<double>(count_)));
  unsigned long seen = 0;
  for (std::size_t i = 0; i < bucket_count; ++i) {
    seen += buckets_[i];
    if (seen >= wanted) return std::min(max_, smallest * std::pow(width, static_cast<double>(i) + 0.5));
  }
  return max_;
}

std::string histogram::json() const {
  std::array<char, 200> out{};
  std::snprintf(out.data(), out.size(), R"({"n":%lu,"p50":%.3f,"p90":%.3f,"p99":%.3f,"max":%.3f,"mean":%.3f})", count_,
                quantile(.5) * 1e3, quantile(.9) * 1e3, quantile(.99) * 1e3, max_ * 1e3,
                count_ == 0 ? 0 : sum_ / static_cast<double>(count_) * 1e3);
  return out.data();
}

}  // namespace load
