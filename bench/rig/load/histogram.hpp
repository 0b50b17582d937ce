// A latency histogram: buckets 2.5 % wide from 1 µs to 1000 s, so that percentiles cost no memory per sample.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace load {

class histogram {
 public:
  /// `seconds` below zero count as zero.
  void add(double seconds);
  /// The value that a share `p` of the samples does not exceed, in seconds; 0 without samples.
  double quantile(double p) const;
  /// {"n", "p50", "p90", "p99", "max", "mean"}, in milliseconds.
  std::string json() const;

 private:
  static constexpr std::size_t bucket_count = 900;
  std::vector<unsigned long> buckets_ = std::vector<unsigned long>(bucket_count);
  unsigned long count_ = 0;
  double sum_ = 0;
  double max_ = 0;
};

}  // namespace load
