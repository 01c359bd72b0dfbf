#include <filesystem>

#include "catch.hpp"
#include "onedial/run/config.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

std::string load_error(const std::filesystem::path& path) {
  return message_of<InputError>([&] { Config::load(path); });
}

}  // namespace

TEST_CASE("A config that cannot be read says so in one line") {
  const ScratchDirectory scratch;
  const auto missing = scratch / "missing.toml";
  CHECK(load_error(missing) == missing.string() + ": cannot read: No such file or directory");
  CHECK(load_error(scratch.path()) == scratch.path().string() + ": is a directory; must be a config in TOML");
}

TEST_CASE("A config without content says so in one line") {
  const ScratchDirectory scratch;
  for (const char* text : {"", "\n\n", "# only a comment\n"}) {
    const auto path = scratch.write("empty.toml", text);
    CHECK(load_error(path) == path.string() + ": is empty; must be a config in TOML");
  }
}

TEST_CASE("A config that is not text says so in one line") {
  const ScratchDirectory scratch;
  const auto zeros = scratch.write("zeros.toml", std::string("\x7f"
                                                             "ELF\0\0\0\1",
                                                             8));
  CHECK(load_error(zeros) == zeros.string() + ": is not a text file; must be a config in TOML");

  const auto garbage = scratch.write("garbage.toml", "\xff\xfe\x93\x01\n\x80");
  CHECK_THAT(load_error(garbage), Catch::Matchers::StartsWith(garbage.string() + ":1: is not valid TOML: "));
  CHECK(load_error(garbage).find('\n') == std::string::npos);
}

TEST_CASE("A config has at most 16 MiB") {
  const ScratchDirectory scratch;
  const std::string setting = "[run]\nseed = 1\n#";
  const std::size_t limit = std::size_t{16} << 20;
  const auto largest = scratch.write("largest.toml", setting + std::string(limit - setting.size(), 'x'));
  CHECK_NOTHROW(Config::load(largest));
  const auto path = scratch.write("huge.toml", setting + std::string(limit + 1 - setting.size(), 'x'));
  CHECK(load_error(path) == path.string() + ": is too large; at most 16 MiB are taken for a config in TOML");
}

TEST_CASE("A syntax error is one line with its place") {
  const ScratchDirectory scratch;
  const auto error_in = [&](const std::string& text) {
    const auto path = scratch.write("a.toml", text);
    const std::string message = load_error(path);
    CHECK(message.find('\n') == std::string::npos);
    CHECK_THAT(message, Catch::Matchers::StartsWith(path.string() + ":"));
    return message.substr(path.string().size());
  };
  CHECK_THAT(error_in("[run]\nseed = \n"), Catch::Matchers::StartsWith(":2: is not valid TOML: "));
  CHECK_THAT(error_in("[run\nseed = 1\n"), Catch::Matchers::StartsWith(":1: is not valid TOML: "));
  const std::string duplicate = error_in("[run]\nseed = 1\n\nseed = 2\n");
  CHECK_THAT(duplicate, Catch::Matchers::StartsWith(":4: is not valid TOML: "));
  CHECK(duplicate.find("'seed'") != std::string::npos);
  CHECK_THAT(error_in("[run]\nseed = 18446744073709551615\n"),
             Catch::Matchers::StartsWith(":2: is not valid TOML: ") &&
                 Catch::Matchers::EndsWith("; the largest integer is 9223372036854775807 (2^63 - 1)"));
}

TEST_CASE("A malformed override is quoted") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[run]\nseed = 1\n");
  const auto error_of = [&](const std::string& assignment) {
    return message_of<InputError>([&] { Config::load(path, {{assignment}}); });
  };
  for (const char* text : {"", "seed", "run.seed", "seed=3", "run.seed=", "run.=3", ".seed=3", "a.b.c=3",
                           "seed=0.5", "run.my seed=1"}) {
    CHECK(error_of(text) == "--set \"" + std::string(text) + "\": must be section.key=value");
  }
  for (const char* text : {"run.seed=\"abc", "run.seed=[1, 2", "run.seed={"}) {
    CHECK_THAT(error_of(text), Catch::Matchers::StartsWith("--set " + to_toml({std::string(text)}) +
                                                           ": is not valid TOML: "));
  }
  CHECK(error_of("run.seed=\xff").find(": is not valid UTF-8") != std::string::npos);
  CHECK_THAT(error_of("run.seed=9223372036854775808"),
             Catch::Matchers::StartsWith("--set \"run.seed=9223372036854775808\": is not valid TOML: ") &&
                 Catch::Matchers::EndsWith("; the largest integer is 9223372036854775807 (2^63 - 1)"));
}

TEST_CASE("a config can be changed after it was loaded") {
  const ScratchDirectory scratch;
  Config config = Config::load(scratch.write("c.toml", "[a]\nx = 1\ny = 2\n[b]\nx = 3\n"));
  const auto read = [&](const char* section, const char* key) {
    return config.read({section, key, "A number."}, IntegerIn{}, 0);
  };
  config.lay_over({.assignment = "a.x=5"});
  CHECK(read("a", "x") == 5);
  CHECK(config.source("a", "x") == Config::Source::command_line);
  config.forget("a");
  CHECK(read("a", "x") == 0);
  CHECK(read("a", "y") == 0);
  CHECK(read("b", "x") == 3);
  config.lay_over({.assignment = "a.y=7"});
  CHECK(read("a", "y") == 7);
  CHECK_THROWS_AS(config.lay_over({.assignment = "a"}), InputError);
}
