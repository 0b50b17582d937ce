// result<T>: a value or a core::error. Boost.System's result with our error type.
#pragma once

#include "core/error.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>

namespace switchboard::core {

template<class T>
using result = boost::system::result<T, error>;

/// What `.value()` throws on a result that holds an error: a bug in the caller, who should have looked.
class bad_result : public std::logic_error {
 public:
  explicit bad_result(const error& e) : std::logic_error("unchecked error: " + e.message + " " + e.detail) {}
};

/// Found by Boost.System through argument-dependent lookup.
[[noreturn]] inline void throw_exception_from_error(const error& e, const boost::source_location&) {
  throw bad_result(e);
}

}  // namespace switchboard::core
