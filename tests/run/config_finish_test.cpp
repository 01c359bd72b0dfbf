#include "catch.hpp"
#include "onedial/run/config.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

/// The error after [run] seed and replicas, and [schedule] kind, have been read; the place of the file is
/// written as "FILE".
std::string finish_error(const std::string& text, const std::vector<ConfigOverride>& overrides = {}) {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", text);
  Config config = Config::load(path, overrides);
  config.read({"run", "seed", "Seed."}, IntegerIn{.min = 0}, 0);
  config.read({"run", "replicas", "Replicas."}, IntegerIn{.min = 1}, Config::optional);
  config.read({"schedule", "kind", "Kind."}, AnyText{}, "geometric");
  std::string message = message_of<ConfigError>([&] { config.finish(); });
  if (message.rfind(path.string(), 0) == 0) {
    message.replace(0, path.string().size(), "FILE");
  }
  return message;
}

}  // namespace

TEST_CASE("A config of which every key was read is complete") {
  CHECK(finish_error("[run]\nseed = 1\n", {{"run.replicas=2"}, {"run.seed=2", "--seed"}}) ==
        "(nothing was thrown)");
  CHECK(finish_error("[run]\n[schedule]\n") == "(nothing was thrown)");
}

TEST_CASE("Unknown keys are errors with what was probably meant") {
  CHECK(finish_error("[run]\nseed = 1\nreplcas = 2\n") ==
        "FILE:3: [run] replcas: unknown key; did you mean replicas?");
  CHECK(finish_error("[schedule]\nseed = 1\n") ==
        "FILE:2: [schedule] seed: unknown key; did you mean [run] seed?");
  CHECK(finish_error("[schedule]\nsed = 1\n") ==
        "FILE:2: [schedule] sed: unknown key; did you mean [run] seed?");
  CHECK(finish_error("[run]\nthreads = 1\n") ==
        "FILE:2: [run] threads: unknown key; [run] has seed, replicas");
  CHECK(finish_error("[run]\n[run.inner]\nseed = 1\n") ==
        "FILE:2: [run] inner: unknown key; [run] has seed, replicas");
}

TEST_CASE("Keys outside the sections are errors") {
  CHECK(finish_error("seed = 1\n") == "FILE:1: seed: stands outside every section; did you mean [run] seed?");
  CHECK(finish_error("color = 1\n") ==
        "FILE:1: color: stands outside every section; must stand below a [section]");
  CHECK(finish_error("run = 1\n") == "FILE:1: run: is 1; must be a section, [run]");
  CHECK(finish_error("[[run]]\nseed = 1\n") == "FILE:1: run: is an array; must be a section, [run]");
}

TEST_CASE("Unknown sections are errors with what was probably meant") {
  CHECK(finish_error("[run]\nseed = 1\n[shcedule]\nkind = \"linear\"\n") ==
        "FILE:3: [shcedule]: unknown section; did you mean [schedule]?");
  CHECK(finish_error("[colours]\n") ==
        "FILE:1: [colours]: unknown section; must be one of [run], [schedule]");
}

TEST_CASE("The first unknown setting in the file is reported, and overrides after the file") {
  CHECK(finish_error("[schedule]\nzzz = 1\n[run]\naaa = 1\n") ==
        "FILE:2: [schedule] zzz: unknown key; [schedule] has kind");
  CHECK(finish_error("[run]\nsede = 1\n", {{"run.x=1"}}) ==
        "FILE:2: [run] sede: unknown key; did you mean seed?");
}

TEST_CASE("Unknown overrides are errors that name the option") {
  const std::string text = "[run]\nseed = 1\n";
  CHECK(finish_error(text, {{"run.sed=1"}}) == "--set: [run] sed: unknown key; did you mean seed?");
  CHECK(finish_error(text, {{"rum.seed=1"}}) == "--set: [rum] seed: unknown section; did you mean [run]?");
  CHECK(finish_error(text, {{"run.thread=1", "--threads"}}) ==
        "--threads: [run] thread: unknown key; [run] has seed, replicas");
}

TEST_CASE("A misspelling of a required key is what the error is about") {
  const ScratchDirectory scratch;
  const auto error_in = [&](const std::string& text, const std::vector<ConfigOverride>& overrides = {}) {
    const auto path = scratch.write("a.toml", text);
    Config config = Config::load(path, overrides);
    config.read({"run", "seed", "Seed."}, IntegerIn{}, 0);
    const ConfigKey kind{"problem", "kind", "Kind."};
    const std::string message =
        message_of<ConfigError>([&] { config.read(kind, AnyText{}, Config::required); });
    return message.rfind(path.string(), 0) == 0 ? "FILE" + message.substr(path.string().size()) : message;
  };
  CHECK(error_in("[problem]\nfile = 1\nknd = 2\n") ==
        "FILE:3: [problem] knd: unknown key; did you mean kind?");
  CHECK(error_in("[run]\n[probelm]\nkind = 2\n") ==
        "FILE:2: [probelm]: unknown section; did you mean [problem]?");
  CHECK(error_in("[run]\n", {{"problem.knd=2"}}) == "--set: [problem] knd: unknown key; did you mean kind?");
  CHECK(error_in("[problem]\nfile = 1\n[run]\nknd = 2\n") ==
        "FILE: [problem] kind: is missing; must be a string");
}
