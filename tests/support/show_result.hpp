// Lets Catch2 show a core::result: its error where it has one.
#pragma once

#include "core/result.hpp"

#include <catch2/catch.hpp>

#include <string>

template<class T>
struct Catch::StringMaker<boost::system::result<T, switchboard::core::error>> {
  static std::string convert(const boost::system::result<T, switchboard::core::error>& value) {
    if (value.has_value()) return "{value}";
    const auto& e = value.error();
    return "{" + std::string(switchboard::core::name(e.code)) + ": " + e.message + " " + e.detail + "}";
  }
};
