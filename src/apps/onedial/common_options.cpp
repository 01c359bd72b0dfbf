#include "common_options.hpp"

#include <unistd.h>

#include <cstdlib>

#include "onedial/plot/terminal.hpp"

namespace onedial::cli {
namespace {

bool is_rich(int file) {
  const char* no_color = std::getenv("NO_COLOR");
  return isatty(file) == 1 && terminal_is_utf8() && (no_color == nullptr || *no_color == '\0');
}

}  // namespace

void ConfigOptions::add_to(CLI::App& command, bool is_required) {
  command.add_option("config", path, "Config file (TOML)")->required(is_required);
  add_overrides_to(command);
}

void ConfigOptions::add_overrides_to(CLI::App& command) {
  command.add_option("--set", settings, "Override a key of the config; may be given many times")
      ->type_name("SECTION.KEY=VALUE")
      ->allow_extra_args(false);
  command.add_option("--seed", seed, "Seed of all random numbers ([run] seed)")->type_name("N");
  command.add_option("--threads", threads, "Threads to spread replicas over ([run] threads)")->type_name("N");
}

Config ConfigOptions::load() const {
  std::vector<ConfigOverride> overrides;
  for (const std::string& setting : settings) {
    overrides.push_back({.assignment = setting});
  }
  if (seed) {
    overrides.push_back({.assignment = "run.seed=" + *seed, .origin = "--seed"});
  }
  if (threads) {
    overrides.push_back({.assignment = "run.threads=" + *threads, .origin = "--threads"});
  }
  return Config::load(path, overrides);
}

bool stdout_is_rich() {
  return is_rich(STDOUT_FILENO);
}

bool stderr_is_rich() {
  return is_rich(STDERR_FILENO);
}

}  // namespace onedial::cli
