#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "comparison.hpp"
#include "interrupt.hpp"
#include "logits_options.hpp"
#include "onedial/core/error.hpp"
#include "tuning.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// The part of the budget that the final comparison on fresh seeds is given.
constexpr double final_part = 0.25;

struct Options {
  ConfigOptions config;
  Index candidates = 16;
  std::optional<double> budget;
  std::string cost = "updates";
  Index seeds = 2;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;
};

double updates_of_a_run(const AnnealSetup& setup) {
  return static_cast<double>(units(setup.encoding)) * static_cast<double>(setup.config.cooling.sweeps) *
         static_cast<double>(setup.config.sampler.replicas);
}

std::string settings_text(const Candidate& candidate) {
  return fmt::format("{} T {:.4g} to {:.4g}, {} sweeps", candidate.kind, candidate.start, candidate.end,
                     candidate.sweeps);
}

/// The budget in updates; seconds count at the speed of a run of the config. Empty if interrupted.
std::optional<double> budget_in_updates(const Options& options, const Contender& contender, TrialRuns& runs) {
  constexpr double usual_runs = 16;
  if (options.cost == "updates" || !options.budget) {
    return options.budget.value_or(usual_runs * updates_of_a_run(contender.setup));
  }
  AnnealTrials pilot;
  if (!runs.add(pilot, contender.setup, 1, "speed of the config")) {
    return std::nullopt;
  }
  return *options.budget * static_cast<double>(pilot.updates) / std::max(pilot.seconds, 1e-9);
}

/// The winner with as many replicas as make a run of it cost what a run of the config did.
Contender tuned_config(const Contender& contender, const Candidate& best) {
  if (best.is_as_given) {
    return contender;
  }
  const Spread whole =
      spread(updates_of_a_run(contender.setup), units(contender.setup.encoding), best.sweeps, 1);
  Contender tuned = as_candidate(contender, best, {whole.as_override()});
  tuned.name = "tuned.toml";
  return tuned;
}

/// Runs a config on fresh seeds, with as many replicas as the budget pays for. False if interrupted.
bool measure(Contender contender, double updates, Index seeds, TrialRuns& runs, Comparison& comparison) {
  const AnnealSetup& setup = contender.setup;
  const Spread share = spread(updates, units(setup.encoding), setup.config.cooling.sweeps, seeds);
  lay_over(contender, {share.as_override()});
  Contestant contestant{.name = contender.name, .replicas = share.replicas};
  if (!runs.add(contestant.trials, contender.setup, share.runs, "final, " + contender.name)) {
    return false;
  }
  comparison.contestants.push_back(std::move(contestant));
  return true;
}

std::string trials_csv(const TuningRace& race, bool has_target) {
  std::string text =
      "candidate,as_given,kind,start,end,sweeps,rungs,trials,updates,seconds,hits,updates_to_target,best_"
      "energy,"
      "mean_energy\n";
  const auto cell = [](double value) { return std::isfinite(value) ? fmt::format("{}", value) : ""; };
  for (std::size_t k = 0; k < race.candidates.size(); ++k) {
    const Candidate& one = race.candidates[k];
    const bool has_time = has_target && one.trials.hits > 0;
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", k + 1, one.is_as_given, one.kind,
                        one.start, one.end, one.sweeps, one.rungs, one.trials.count(), one.trials.updates,
                        one.trials.seconds, has_target ? fmt::format("{}", one.trials.hits) : "",
                        has_time ? fmt::format("{}", one.time_to_target(false)) : "",
                        cell(one.trials.best_energy()), cell(one.mean_energy()));
  }
  return text;
}

void add_ladder(const TuningRace& race, bool has_target, Outcome& outcome) {
  std::vector<std::pair<std::string, std::string>> facts;
  Json rungs = Json::array();
  for (const Rung& rung : race.rungs) {
    const Index leader = rung.candidates.front();
    const Candidate& one = race.candidates[static_cast<std::size_t>(leader)];
    facts.emplace_back(
        fmt::format("rung {}", rungs.size() + 1),
        fmt::format("{} candidates, {:.3g} updates each; ahead {}: {}{}", rung.candidates.size(), rung.budget,
                    leader + 1, settings_text(one), one.is_as_given ? " (as given)" : ""));
    Json numbers = Json::array();
    for (const Index candidate : rung.candidates) {
      numbers.push_back(candidate + 1);
    }
    rungs.push_back({{"updates_each", rung.budget}, {"candidates", std::move(numbers)}});
  }
  outcome.document["rungs"] = std::move(rungs);
  const Candidate& best = race.best();
  outcome.document["best"] = {{"as_given", best.is_as_given},
                              {"kind", best.kind},
                              {"start", best.start},
                              {"end", best.end},
                              {"sweeps", best.sweeps}};
  facts.emplace_back("best",
                     best.is_as_given ? "the config as it is; no candidate was better" : settings_text(best));
  outcome.facts.insert(outcome.facts.begin(), facts.begin(), facts.end());
  outcome.files.emplace_back("trials.csv", trials_csv(race, has_target));
}

/// What the final comparison says of the winner.
std::string verdict(const Comparison& comparison) {
  for (const Difference& difference : differences(comparison)) {
    if (comparison.target && !difference.is_ratio) {
      continue;  // of trials, whatever they cost
    }
    if (!difference.is_beyond_error()) {
      return "on fresh seeds no gain beyond error";
    }
    const bool is_less = difference.value.upper < (difference.is_ratio ? 1 : 0);
    return is_less ? "on fresh seeds better than the config, beyond error"
                   : "on fresh seeds worse than the config, beyond error: luck won the race";
  }
  return "too few trials for a verdict";
}

int tune_command(const Options& options) {
  const Contender contender = load_contender(options.config.path, options.config);
  const AnnealSetup& setup = contender.setup;
  if (!has_independent_replicas(setup)) {
    throw InputError(
        fmt::format("{}: tune counts replicas as trials, and those of this config are not independent",
                    options.config.path.string()));
  }
  const std::string place = options.config.path.stem().string() + "-tuned.toml";
  RunDirectory directory = RunDirectory::create(options.out ? *options.out : default_run_path(place));
  Comparison comparison{.problem = valid_utf8(fmt::format("{} {}", setup.config.problem.kind,
                                                          setup.config.problem.description())),
                        .objective_name = std::string(setup.problem->objective_name()),
                        .target = setup.config.target,
                        .units = units(setup.encoding),
                        .cost = {},
                        .seed = setup.config.seed};
  comparison.counts_seconds = options.cost == "seconds";
  if (comparison.target) {
    comparison.target_energy = setup.problem->energy_of(*comparison.target);
  }
  const Telling telling{.command = "tune",
                        .head = {{"seed", comparison.seed},
                                 {"problem",
                                  {{"kind", setup.config.problem.kind},
                                   {"source", valid_utf8(setup.config.problem.description())},
                                   {"units", comparison.units}}}},
                        .threads = setup.config.sampler.threads,
                        .json = options.json,
                        .quiet = options.quiet};

  const InterruptGuard interrupt;
  TrialRuns runs(setup.config.seed, options.quiet);
  Outcome outcome;
  const auto budget = budget_in_updates(options, contender, runs);
  const RaceSettings settings{.candidates = options.candidates,
                              .updates = (1 - final_part) * budget.value_or(0),
                              .by_seconds = options.cost == "seconds"};
  const auto raced = budget ? race(contender, settings, runs) : std::nullopt;
  if (raced) {
    const Contender tuned = tuned_config(contender, raced->best());
    comparison.cost = fmt::format("{:.4g} updates each on fresh seeds", final_part / 2 * *budget);
    if (measure(contender, final_part / 2 * *budget, options.seeds, runs, comparison) &&
        !raced->best().is_as_given) {
      measure(tuned, final_part / 2 * *budget, options.seeds, runs, comparison);
    }
    outcome = outcome_of(comparison);
    add_ladder(*raced, comparison.target.has_value(), outcome);
    if (comparison.contestants.size() == 2) {
      outcome.document["verdict"] = verdict(comparison);
      outcome.facts.emplace_back("verdict", verdict(comparison));
    }
    outcome.files.emplace_back("tuned.toml", tuned.config.effective_toml());
  }
  outcome.is_interrupted = InterruptGuard::requested();
  return tell(telling, outcome, &directory);
}

}  // namespace

void add_tune(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("tune", "Fit the schedule of an annealing config to its problem");
  auto options = std::make_shared<Options>();
  options->config.add_to(*command);
  command
      ->add_option("--candidates", options->candidates,
                   "Schedules that compete, the config's among them (default: 16)")
      ->type_name("N")
      ->check(CLI::Range(2, 4096));
  command
      ->add_option("--budget", options->budget,
                   "Updates of units, or seconds, to spend in all (default: those of 16 runs of the config)")
      ->type_name("X")
      ->check(CLI::Range(1e-3, 1e18));
  command
      ->add_option(
          "--cost", options->cost,
          "What times to target and the budget count: updates (default), which are the same on every "
          "machine, or seconds")
      ->check(CLI::IsMember({"updates", "seconds"}));
  command
      ->add_option("--seeds", options->seeds,
                   "Fresh seeds on which the best is compared with the config (default: 2)")
      ->type_name("N")
      ->check(CLI::Range(1, 1'000'000));
  command->add_option("--out", options->out, "Run directory (default: runs/ and the config's name, -tuned)")
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No progress and no summary");
  command->callback([options, &exit_code] { exit_code = tune_command(*options); });
}

}  // namespace onedial::cli
