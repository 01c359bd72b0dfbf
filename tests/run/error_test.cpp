#include "onedial/run/error.hpp"

#include <cerrno>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("A config error leaves out the parts that are not known") {
  CHECK(std::string(ConfigError("a.toml", 7, "run", "seed", "is bad").what()) ==
        "a.toml:7: [run] seed: is bad");
  CHECK(std::string(ConfigError("a.toml", 7, "run", "", "is bad").what()) == "a.toml:7: [run]: is bad");
  CHECK(std::string(ConfigError("a.toml", 7, "", "seed", "is bad").what()) == "a.toml:7: seed: is bad");
  CHECK(std::string(ConfigError("--set", 0, "run", "seed", "is bad").what()) == "--set: [run] seed: is bad");
  CHECK(std::string(ConfigError("a.toml", 0, "", "", "is bad").what()) == "a.toml: is bad");
}

TEST_CASE("A config error says where it stands in its members") {
  const ConfigError error("a.toml", 7, "run", "seed", "is bad");
  CHECK(error.file == "a.toml");
  CHECK(error.line == 7);
  CHECK(error.section == "run");
  CHECK(error.key == "seed");
}

TEST_CASE("Error messages are one line whatever they quote") {
  CHECK(std::string(InputError("a\nb\r\tc\x1b[31m\x7f").what()) == "a b  c [31m ");
  CHECK(std::string(OutputError("a\nb", "no").what()) == "a b: cannot write: no");
}

TEST_CASE("An output error gives the system's reason") {
  CHECK(std::string(OutputError("out/trace.csv", ENOSPC).what()) ==
        "out/trace.csv: cannot write: No space left on device");
}
