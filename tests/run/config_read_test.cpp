#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/run/config.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

constexpr ConfigKey x{"a", "x", "The key under test."};

/// A config whose one key, in line 3, is as given.
Config config_of(const ScratchDirectory& scratch, const std::string& value) {
  return Config::load(scratch.write("a.toml", "# test\n[a]\nx = " + value + "\n"));
}

template <class Kind>
typename Kind::Value read_from(const std::string& value, const Kind& kind) {
  const ScratchDirectory scratch;
  return config_of(scratch, value).read(x, kind, Config::required);
}

/// The error on reading `value`, which must name the place, without it.
template <class Kind>
std::string error_from(const std::string& value, const Kind& kind) {
  const ScratchDirectory scratch;
  const std::string message =
      message_of<ConfigError>([&] { config_of(scratch, value).read(x, kind, Config::required); });
  const std::string place = (scratch / "a.toml").string() + ":3: [a] x: ";
  return message.rfind(place, 0) == 0 ? message.substr(place.size()) : message;
}

const double infinity = std::numeric_limits<double>::infinity();

}  // namespace

TEST_CASE("Strings are read, and other types refused") {
  CHECK(read_from("\"max_cut\"", AnyText{}) == "max_cut");
  CHECK(error_from("3", AnyText{}) == "is 3; must be a string");
  CHECK(error_from("[\"a\"]", AnyText{}) == "is an array; must be a string");
  CHECK(error_from("{y = 1}", AnyText{}) == "is a table; must be a string");
  CHECK(error_from("2020-02-02", AnyText{}) == "is a date or time; must be a string");
}

TEST_CASE("A choice is one of a list") {
  const OneOf kernel{{"heat_bath", "metropolis"}};
  CHECK(read_from("\"metropolis\"", kernel) == "metropolis");
  CHECK(error_from("\"heat_bth\"", kernel) ==
        "is the string \"heat_bth\"; must be one of \"heat_bath\", \"metropolis\"; did you mean "
        "\"heat_bath\"?");
  CHECK(error_from("\"glauber\"", kernel) ==
        "is the string \"glauber\"; must be one of \"heat_bath\", \"metropolis\"");
  CHECK(error_from("true", kernel) == "is true; must be one of \"heat_bath\", \"metropolis\"");
  CHECK(error_from("1", OneOf{{"only"}}) == "is 1; must be \"only\"");
}

TEST_CASE("Integers have a range") {
  CHECK(read_from("1", IntegerIn{.min = 1}) == 1);
  CHECK(read_from("9223372036854775807", IntegerIn{.min = 0}) == 9223372036854775807);
  CHECK(read_from("-9223372036854775808", IntegerIn{}) == std::numeric_limits<std::int64_t>::min());
  CHECK(read_from("1_000", IntegerIn{.max = 1000}) == 1000);
  CHECK(error_from("0", IntegerIn{.min = 1}) == "is 0; must be an integer of at least 1");
  CHECK(error_from("9", IntegerIn{.max = 8}) == "is 9; must be an integer of at most 8");
  CHECK(error_from("9", IntegerIn{.min = 1, .max = 8}) == "is 9; must be an integer from 1 to 8");
  CHECK(error_from("0.5", IntegerIn{}) == "is 0.5; must be an integer");
  CHECK(error_from("1e3", IntegerIn{}) == "is 1000.0; must be an integer");
  CHECK(error_from("\"many\"", IntegerIn{.min = 1}) ==
        "is the string \"many\"; must be an integer of at least 1");
}

TEST_CASE("Numbers have a range, and are finite unless told otherwise") {
  CHECK(read_from("0.25", RealIn{}) == 0.25);
  CHECK(read_from("3", RealIn{}) == 3.0);
  CHECK(read_from("0", RealIn{.min = 0.0}) == 0.0);
  CHECK(read_from("inf", RealIn{.min = 0.0, .allow_infinite = true}) == infinity);
  CHECK(error_from("nan", RealIn{}) == "is nan; must be a finite number");
  CHECK(error_from("inf", RealIn{}) == "is inf; must be a finite number");
  CHECK(error_from("nan", RealIn{.allow_infinite = true}) == "is nan; must be a number");
  CHECK(error_from("-inf", RealIn{.min = 0.0, .allow_infinite = true}) ==
        "is -inf; must be a number of at least 0");
  CHECK(error_from("-1", RealIn{.min = 0.0}) == "is -1; must be a finite number of at least 0");
  CHECK(error_from("1.5", RealIn{.max = 1.0}) == "is 1.5; must be a finite number of at most 1");
  CHECK(error_from("1.5", RealIn{.min = 0.0, .max = 1.0}) == "is 1.5; must be a finite number from 0 to 1");
  CHECK(error_from("\"hot\"", RealIn{}) == "is the string \"hot\"; must be a finite number");
}

TEST_CASE("Booleans are true or false") {
  CHECK(read_from("true", TrueOrFalse{}));
  CHECK_FALSE(read_from("false", TrueOrFalse{}));
  CHECK(error_from("1", TrueOrFalse{}) == "is 1; must be true or false");
}

TEST_CASE("A value can be automatic") {
  const AutoOrReal start{{.min = 0.0}};
  CHECK(read_from("\"auto\"", start) == std::nullopt);
  CHECK(read_from("2", start) == 2.0);
  CHECK(error_from("-2.0", start) == "is -2.0; must be \"auto\" or a finite number of at least 0");
  CHECK(error_from("\"atuo\"", start) ==
        "is the string \"atuo\"; must be \"auto\" or a finite number of at least 0");
}

TEST_CASE("Arrays of numbers name the element that does not fit") {
  CHECK(read_from("[1, 2.5,\n 4]", RealList{}) == std::vector<double>{1.0, 2.5, 4.0});
  CHECK(read_from("[]", RealList{}).empty());
  CHECK(error_from("[1, \"b\"]", RealList{}) == "element 2 is the string \"b\"; must be a finite number");
  CHECK(error_from("[-1]", RealList{{.min = 0.0}}) ==
        "element 1 is -1; must be a finite number of at least 0");
  CHECK(error_from("1", RealList{}) == "is 1; must be an array, each element a finite number");
}

TEST_CASE("Paths are relative to the config, those of the command line to the current directory") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[a]\nx = \"instances/../G1.txt\"\ny = \"/data/G1.txt\"\n");
  Config config = Config::load(path, {{"a.z=graphs/G2.txt"}});
  CHECK(config.read(x, FilePath{}, Config::required) == scratch / "G1.txt");
  CHECK(config.read({"a", "y", "Absolute."}, FilePath{}, Config::required) == "/data/G1.txt");
  CHECK(config.read({"a", "z", "Override."}, FilePath{}, Config::required) == "graphs/G2.txt");
  CHECK(config.read({"a", "w", "Absent."}, FilePath{}, "fallback.txt") == "fallback.txt");
  CHECK(error_from("\"\"", FilePath{}) == "is the string \"\"; must be the path of a file");
  CHECK(error_from("7", FilePath{}) == "is 7; must be the path of a file");
}

TEST_CASE("Absent keys have a default, are an error, or are nullopt") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[a]\nother = 1\n");
  Config config = Config::load(path);
  CHECK(config.read(x, IntegerIn{.min = 1}, 64) == 64);
  CHECK(config.read(x, AutoOrReal{}, std::nullopt) == std::nullopt);
  CHECK(config.read(x, IntegerIn{}, Config::optional) == std::nullopt);
  CHECK(config.read({"a", "other", "Given."}, IntegerIn{}, Config::optional) == 1);
  CHECK(message_of<ConfigError>([&] {
          config.read(x, OneOf{{"p", "q"}}, Config::required);
        }) == path.string() + ": [a] x: is missing; must be one of \"p\", \"q\"");
  CHECK(message_of<std::invalid_argument>([&] { config.read(x, IntegerIn{.min = 1}, 0); }) ==
        "is 0; must be an integer of at least 1");
}

TEST_CASE("Overrides take precedence, the later over the earlier") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[a]\nx = 1\n");
  const auto x_of = [&](const std::vector<ConfigOverride>& overrides) {
    return Config::load(path, overrides).read(x, IntegerIn{.min = 0}, Config::required);
  };
  CHECK(x_of({}) == 1);
  CHECK(x_of({{"a.x=2"}}) == 2);
  CHECK(x_of({{" a . x = 2 "}}) == 2);
  CHECK(x_of({{"a.x=2"}, {"a.x=3", "--seed"}}) == 3);
  CHECK(message_of<ConfigError>([&] { x_of({{"a.x=-1"}}); }) ==
        "--set: [a] x: is -1; must be an integer of at least 0");
  CHECK(message_of<ConfigError>([&] {
          x_of({{"a.x=many", "--seed"}});
        }) == "--seed: [a] x: is the string \"many\"; must be an integer of at least 0");
}

TEST_CASE("An override's value is TOML or else a bare string") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[a]\nx = 1\n");
  const auto given = [&](const std::string& value) { return Config::load(path, {{"a.x=" + value}}); };
  CHECK(given("heat_bath").read(x, AnyText{}, Config::required) == "heat_bath");
  CHECK(given("\"a b\"").read(x, AnyText{}, Config::required) == "a b");
  CHECK(given("'a=b'").read(x, AnyText{}, Config::required) == "a=b");
  CHECK(given("../a=b#c.txt").read(x, AnyText{}, Config::required) == "../a=b#c.txt");
  CHECK(given("one\ny = 2").read(x, AnyText{}, Config::required) == "one\ny = 2");
  CHECK(given("1\ny = 2").read(x, AnyText{}, Config::required) == "1\ny = 2");
  CHECK(given("1e-3").read(x, RealIn{}, Config::required) == 1e-3);
  CHECK(given("[1, 2]").read(x, RealList{}, Config::required) == std::vector<double>{1.0, 2.0});
  CHECK(given("true").read(x, TrueOrFalse{}, Config::required));
}

TEST_CASE("A reader can raise an error at a key") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[a]\n\nx = 1\n");
  const Config config = Config::load(path, {{"a.y=3"}});
  const ConfigError error = config.error_at("a", "x", "is colder than the end");
  CHECK(std::string(error.what()) == path.string() + ":3: [a] x: is colder than the end");
  CHECK(error.line == 3);
  CHECK(std::string(config.error_at("a", "y", "is odd").what()) == "--set: [a] y: is odd");
  CHECK(std::string(config.error_at("a", "z", "is odd").what()) == path.string() + ": [a] z: is odd");
}
