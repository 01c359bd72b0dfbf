#include "onedial/run/config_value.hpp"

#include <limits>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("Config values are written as TOML") {
  CHECK(to_toml({true}) == "true");
  CHECK(to_toml({std::int64_t{-5}}) == "-5");
  CHECK(to_toml({std::string("a \"b\" \\ \n\x7f é")}) == "\"a \\\"b\\\" \\\\ \\u000A\\u007F é\"");
  CHECK(to_toml({std::filesystem::path("a/b")}) == "\"a/b\"");
  const std::vector<ConfigValue> numbers = {{1.0}, {std::int64_t{2}}};
  CHECK(to_toml({numbers}) == "[1.0, 2]");
  CHECK(to_toml({std::vector<ConfigValue>{}}) == "[]");
}

TEST_CASE("Doubles stay doubles and keep every bit") {
  CHECK(to_toml({4.0}) == "4.0");
  CHECK(to_toml({-0.0}) == "-0.0");
  CHECK(to_toml({0.1}) == "0.1");
  CHECK(to_toml({0.1 + 0.2}) == "0.30000000000000004");
  CHECK(to_toml({1e300}) == "1e+300");
  CHECK(to_toml({std::numeric_limits<double>::infinity()}) == "inf");
  CHECK(to_toml({-std::numeric_limits<double>::infinity()}) == "-inf");
  CHECK(to_toml({std::numeric_limits<double>::quiet_NaN()}) == "nan");
  CHECK(to_toml({-std::numeric_limits<double>::quiet_NaN()}) == "nan");
}

TEST_CASE("Config values are described in words") {
  CHECK(describe({std::string("many")}) == "the string \"many\"");
  CHECK(describe({std::string(100, 'x')}) == "a string of 100 bytes");
  CHECK(describe({0.5}) == "0.5");
  CHECK(describe({false}) == "false");
  CHECK(describe({std::vector<ConfigValue>{}}) == "an array");
  CHECK(describe({ConfigValue::Other{"a table"}}) == "a table");
}
