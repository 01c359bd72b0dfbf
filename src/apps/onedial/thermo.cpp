#include <fmt/format.h>

#include <optional>

#include "commands.hpp"
#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/run/error.hpp"
#include "onedial/run/run_directory.hpp"
#include "report_files.hpp"
#include "thermo_measurement.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> out;
  bool exact = false;
  bool json = false;
  bool quiet = false;
};

std::string document(const ThermoConfig& settings, const ThermoSubject& subject,
                     const ThermoOutcome& outcome) {
  return to_json(settings, subject, outcome).dump(2) + '\n';
}

void store(RunDirectory& directory, const Config& config, const ThermoConfig& settings,
           const ThermoSubject& subject, const ThermoOutcome& outcome) {
  directory.add("config.toml", config.effective_toml());
  directory.add("points.csv", points_csv(outcome));
  if (!outcome.curve.empty()) {
    directory.add("curve.csv", curve_csv(outcome));
  }
  if (outcome.loop) {
    directory.add("hysteresis.csv", loop_csv(*outcome.loop));
  }
  add_report(directory, [&] { return figure(settings, subject, outcome); });
  directory.add("result.json", document(settings, subject, outcome));
  directory.commit();
}

int thermo_command(const Options& options) {
  const InterruptGuard interrupt;  // from here on: to count states takes seconds too
  Config config = options.config.load();
  const ThermoConfig settings = read_thermo_config(config);
  ThermoSubject subject = prepare_subject(settings, config, options.exact ? Effort::much : Effort::little);
  const TemperatureRange range = range_of(settings, subject, config);
  RunDirectory directory =
      RunDirectory::create(options.out ? *options.out : default_run_path(options.config.path));
  ThermoOutcome outcome = options.exact ? solve_exactly(settings, subject, range, config, options.quiet)
                                        : measure(settings, subject, range, config, options.quiet);
  const bool has_something =
      !outcome.exact_points.empty() || outcome.histogram || (outcome.scan && !outcome.scan->readings.empty());
  if (!has_something) {
    fmt::print(stderr, "onedial: interrupted before anything was measured\n");
    return interrupted;
  }
  outcome.warnings.insert(outcome.warnings.begin(), subject.notes.begin(), subject.notes.end());
  for (const std::string& warning : outcome.warnings) {
    fmt::print(stderr, "onedial: warning: {}\n", warning);
  }
  // A full disk must not cost the user what was measured: it is printed first.
  std::optional<OutputError> not_stored;
  try {
    store(directory, config, settings, subject, outcome);
  } catch (const OutputError& error) {
    not_stored = error;
  }
  if (options.json) {
    fmt::print("{}", document(settings, subject, outcome));
  } else if (!options.quiet) {
    fmt::print("{}", to_text(settings, subject, outcome, stdout_is_rich()));
    if (!not_stored) {
      fmt::print("{:<9}{}\n", "files", (directory.path() / "").string());
    }
  }
  if (not_stored) {
    throw OutputError(*not_stored);
  }
  return outcome.is_interrupted ? interrupted : done;
}

}  // namespace

void add_thermo(CLI::App& parser, int& exit_code) {
  auto* command =
      parser.add_subcommand("thermo", "Measure energy, heat capacity and entropy over temperatures");
  auto options = std::make_shared<Options>();
  options->config.add_to(*command);
  command->add_option("--out", options->out, "Run directory (default: runs/ and the config's name)")
      ->type_name("DIR");
  command->add_flag("--exact", options->exact, "Sample nothing: the exact answer, where there is one");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No progress and no table");
  command->callback([options, &exit_code] { exit_code = thermo_command(*options); });
}

}  // namespace onedial::cli
