#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <stdexcept>

#include "anneal_report.hpp"
#include "commands.hpp"
#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/solution.hpp"
#include "onedial/run/anneal_setup.hpp"
#include "onedial/run/progress.hpp"
#include "onedial/run/run_directory.hpp"
#include "report_files.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;
};

/// The size of the terms that energies are sums of, which their rounding errors are in proportion to.
double energy_scale(const PairwiseModel& model) {
  double scale = std::abs(model.offset());
  for (Index i = 0; i < model.size(); ++i) {
    scale += std::abs(model.fields()[i]);
    for_each_coupling(model, i, [&](Index, double coupling) { scale += 0.5 * std::abs(coupling); });
  }
  return scale;
}

/// The answer's worth by the problem itself. Throws std::logic_error if the model said something else, which
/// is for the program to answer for.
Evaluation checked_evaluation(const AnnealSetup& setup, const AnnealResult& result) {
  const Evaluation best = evaluate(setup.problem, result.best_state);
  const double claimed = energy_and_objective(setup.problem, result.best_energy);
  constexpr double rounding = 1e-9;
  if (!(std::abs(claimed - best.objective) <= rounding * energy_scale(*setup.model))) {
    throw std::logic_error(fmt::format("the model claims {} {}, but the answer found has {}",
                                       objective_name(setup.problem), claimed, best.objective));
  }
  return best;
}

std::string facts(const AnnealSetup& setup, const AnnealSweep& sweep) {
  return fmt::format(
      "T {:<8.4g} {} {:.12g}  flips {:4.1f} %", sweep.temperature.value(), objective_name(setup.problem),
      energy_and_objective(setup.problem, sweep.best_energy),
      100.0 * static_cast<double>(sweep.stats.flips) / static_cast<double>(sweep.stats.attempts));
}

AnnealOutcome run(const AnnealSetup& setup, const Options& options) {
  const AnnealConfig& config = setup.config;
  const auto system = make_system(setup.model, config.sampler, config.seed);
  Trace trace(config.cooling.sweeps);
  HeatCapacityCurve heat_capacity(setup.schedule, config.cooling.sweeps);
  ProgressReport progress(options.quiet ? ProgressReport::Style::none : ProgressReport::style_of_stderr(),
                          stderr_is_rich());
  AnnealSettings settings{.sweeps = config.cooling.sweeps,
                          .stop_at_target = config.stop_at_target,
                          .time_limit_seconds = config.time_limit_seconds};
  if (config.target) {
    constexpr double rounding = 4e-14;
    settings.target_energy = energy_and_objective(setup.problem, *config.target);
    settings.target_tolerance = rounding * energy_scale(*setup.model);
  }
  const InterruptGuard interrupt;
  AnnealResult result = anneal(*system, setup.schedule, settings, [&](const AnnealSweep& sweep) {
    trace.add(sweep);
    heat_capacity.add(sweep.temperature, sweep.energies);
    progress.update(sweep.progress.sweep + 1, sweep.progress.sweeps, [&] { return facts(setup, sweep); });
    return !InterruptGuard::requested();
  });
  progress.finish();
  const Evaluation best = checked_evaluation(setup, result);
  return {.result = std::move(result),
          .best = best,
          .trace = std::move(trace),
          .heat_capacity = heat_capacity.points()};
}

std::string document(const AnnealSetup& setup, const AnnealOutcome& outcome) {
  using Json = nlohmann::ordered_json;
  return to_json(setup, outcome).dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

void store(RunDirectory& directory, const Config& config, const AnnealSetup& setup,
           const AnnealOutcome& outcome) {
  directory.add("config.toml", config.effective_toml());
  directory.add("solution.txt", solution_text(setup.problem, outcome.result.best_state));
  directory.add("trace.csv", outcome.trace.csv());
  add_report(directory, [&] { return figure(setup, outcome); });
  directory.add("result.json", document(setup, outcome));
  directory.commit();
}

int anneal_command(const Options& options) {
  Config config = options.config.load();
  const AnnealSetup setup = prepare_anneal(config);
  RunDirectory directory =
      RunDirectory::create(options.out ? *options.out : default_run_path(options.config.path));
  const AnnealOutcome outcome = run(setup, options);

  // A full disk must not cost the user what was found: it is printed first.
  std::optional<OutputError> not_stored;
  try {
    store(directory, config, setup, outcome);
  } catch (const OutputError& error) {
    not_stored = error;
  }
  if (options.json) {
    fmt::print("{}", document(setup, outcome));
  } else if (!options.quiet) {
    const bool rich = stdout_is_rich();
    fmt::print("{}", summary(setup, outcome, rich));
    if (!not_stored) {
      fmt::print("{:<9}{}\n", "files", (directory.path() / "").string());
    }
    fmt::print("\n{}", energy_plot(outcome, rich));
  }
  if (not_stored) {
    throw OutputError(*not_stored);
  }
  return outcome.result.stop_reason == StopReason::interrupted ? interrupted : done;
}

}  // namespace

void add_anneal(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("anneal", "Cool a problem down a schedule and keep the best answer");
  auto options = std::make_shared<Options>();
  options->config.add_to(*command);
  command->add_option("--out", options->out, "Run directory (default: runs/ and the config's name)")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No progress and no summary");
  command->callback([options, &exit_code] { exit_code = anneal_command(*options); });
}

}  // namespace onedial::cli
