#include "core/secret.hpp"

#include <catch2/catch.hpp>

#include <ostream>

using switchboard::core::secret_string;

template<class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };

TEST_CASE("secret: is shown only by name") {
  static_assert(!printable<secret_string>);
  static_assert(!std::is_convertible_v<secret_string, std::string>);
  static_assert(!std::is_convertible_v<std::string, secret_string>);
  const secret_string key("hunter22");
  CHECK(key.reveal() == "hunter22");
  CHECK_FALSE(key.empty());
  CHECK(secret_string().empty());
}

TEST_CASE("secret: copies and moves keep the value") {
  secret_string a("one");
  const secret_string b = a;
  const secret_string c = std::move(a);
  CHECK(b.reveal() == "one");
  CHECK(c.reveal() == "one");
  a = b;
  CHECK(a.reveal() == "one");
}
