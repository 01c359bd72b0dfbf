#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "commands.hpp"
#include "interrupt.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "onedial/validation/suite.hpp"

namespace onedial::cli {
namespace {

struct Options {
  double effort = 1;
  std::uint64_t seed = 1;
  Index threads = 0;
  bool json = false;
  bool quiet = false;
};

struct TimedGroup {
  ValidationGroup group;
  double seconds;
};

std::string verdict_word(const ValidationVerdict& verdict) {
  return verdict.passed ? "passed" : "FAILED";
}

std::string group_text(const TimedGroup& timed) {
  std::string text = fmt::format("{}\n", timed.group.name);
  for (const ValidationCheck& check : timed.group.checks) {
    text += fmt::format("  {:<44} {:>15.9g} {:>15.9g} {:>10.2g} {:>7.2f}\n", check.what, check.exact,
                        check.estimate, check.error, check.z());
  }
  const ValidationVerdict verdict = judge({&timed.group, 1});
  return text +
         fmt::format(
             "  {} checks, largest |z| {:.2f} (up to {:.2f}), rms z {:.2f} (up to {:.2f}), {:.1f} s: {}\n\n",
             verdict.checks, verdict.largest_z, verdict.threshold, verdict.rms_z, verdict.rms_threshold,
             timed.seconds, verdict_word(verdict));
}

nlohmann::ordered_json to_json(const std::vector<TimedGroup>& timed, const ValidationVerdict& verdict,
                               const Options& options) {
  using Json = nlohmann::ordered_json;
  Json groups = Json::array();
  for (const auto& [group, seconds] : timed) {
    Json checks = Json::array();
    for (const ValidationCheck& check : group.checks) {
      checks.push_back({{"what", check.what},
                        {"exact", check.exact},
                        {"estimate", check.estimate},
                        {"error", check.error},
                        {"z", std::isfinite(check.z()) ? Json(check.z()) : Json(nullptr)}});
    }
    groups.push_back({{"name", group.name},
                      {"passed", judge({&group, 1}).passed},
                      {"seconds", seconds},
                      {"checks", checks}});
  }
  return {{"onedial", version()},
          {"command", "validate"},
          {"seed", options.seed},
          {"effort", options.effort},
          {"isa", instruction_set()},
          {"passed", verdict.passed},
          {"checks", verdict.checks},
          {"largest_z", std::isfinite(verdict.largest_z) ? Json(verdict.largest_z) : Json(nullptr)},
          {"threshold", verdict.threshold},
          {"rms_threshold", verdict.rms_threshold},
          {"rms_z", std::isfinite(verdict.rms_z) ? Json(verdict.rms_z) : Json(nullptr)},
          {"groups", groups}};
}

int validate_command(const Options& options) {
  const auto cores = static_cast<Index>(std::thread::hardware_concurrency());
  const ValidationSettings settings{
      .effort = options.effort,
      .threads = options.threads > 0 ? options.threads : std::max<Index>(1, cores),
      .seed = options.seed};
  const bool shows = !options.json && !options.quiet;
  if (shows) {
    fmt::print("{:<46} {:>15} {:>15} {:>10} {:>7}\n\n", "", "exact", "estimate", "error", "z");
  }
  const InterruptGuard interrupt;
  std::vector<TimedGroup> timed;
  std::vector<ValidationGroup> groups;
  for (const ValidationCase& one : validation_suite()) {
    const auto start = std::chrono::steady_clock::now();
    ValidationGroup group = run_case(one, settings);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (InterruptGuard::requested()) {
      break;
    }
    groups.push_back(group);
    timed.push_back({.group = std::move(group), .seconds = seconds});
    if (shows) {
      fmt::print("{}", group_text(timed.back()));
      std::fflush(stdout);
    }
  }
  ValidationVerdict verdict = judge(groups);
  for (const ValidationGroup& group : groups) {
    verdict.passed = verdict.passed && judge({&group, 1}).passed;
  }
  const bool was_interrupted = InterruptGuard::requested();
  if (options.json) {
    auto document = to_json(timed, verdict, options);
    document["stop_reason"] = was_interrupted ? "interrupted" : "finished";
    fmt::print("{}\n", document.dump(2));
  } else if (was_interrupted) {
    fmt::print("interrupted after {} checks: {}\n", verdict.checks,
               verdict.checks == 0 ? "no verdict"
               : verdict.passed    ? "none of them failed"
                                   : "FAILED");
  } else {
    fmt::print("{}: {} checks, largest |z| {:.2f} (up to {:.2f} by chance), rms z {:.2f} (up to {:.2f})\n",
               verdict_word(verdict), verdict.checks, verdict.largest_z, verdict.threshold, verdict.rms_z,
               verdict.rms_threshold);
  }
  if (was_interrupted) {
    return interrupted;
  }
  return verdict.passed ? done : failed;
}

}  // namespace

void add_validate(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand(
      "validate", "Hold samplers, error bars and exact answers against each other on this machine");
  auto options = std::make_shared<Options>();
  command->add_option("--effort", options->effort, "Times as many sweeps as usual; 0.1 is a quick look")
      ->check(CLI::Range(0.001, 1000.0))
      ->type_name("X");
  command->add_option("--seed", options->seed, "Seed of all random numbers")->type_name("N");
  command->add_option("--threads", options->threads, "Threads; one a core if not given")
      ->check(CLI::Range(1, 4096))
      ->type_name("N");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "The verdict alone");
  command->callback([options, &exit_code] { exit_code = validate_command(*options); });
}

}  // namespace onedial::cli
