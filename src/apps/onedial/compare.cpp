#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "commands.hpp"
#include "comparison.hpp"
#include "interrupt.hpp"
#include "logits_options.hpp"
#include "onedial/core/error.hpp"
#include "trial_runs.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ConfigOptions config;
  std::vector<std::filesystem::path> paths;
  std::string cost = "updates";
  Index seeds = 1;
  std::vector<Index> sweeps_grid;
  Index lengths = 0;
  double confidence = 0.99;
  std::optional<std::filesystem::path> out;
  bool json = false;
  bool quiet = false;
};

std::string problem_text(const AnnealSetup& setup) {
  return fmt::format("{} {}", setup.config.problem.kind, setup.config.problem.description());
}

/// Whether two configs ask for the same: encodings and penalties may differ.
bool have_one_problem(const AnnealSetup& a, const AnnealSetup& b) {
  const ProblemConfig& first = a.config.problem;
  const ProblemConfig& second = b.config.problem;
  if (first.kind != second.kind || first.has_file() != second.has_file()) {
    return false;
  }
  const bool have_one_task = first.colours == second.colours && first.number == second.number &&
                             first.denoising.flip_probability == second.denoising.flip_probability &&
                             first.denoising.coupling == second.denoising.coupling;
  return first.has_file()
             ? have_one_task && std::filesystem::equivalent(first.file, second.file)
             : first.description() == second.description() && first.disorder_seed == second.disorder_seed;
}

/// Throws InputError unless all configs have one problem, and one target where they have any; that target
/// then holds for all.
void settle_problem(std::vector<Contender>& contenders) {
  const Contender& first = contenders.front();
  const Contender* with_target = nullptr;
  for (const Contender& contender : contenders) {
    if (!have_one_problem(first.setup, contender.setup)) {
      throw InputError(fmt::format("{}: [problem] is {}, but {} in {}; configs of one problem are expected",
                                   contender.name, problem_text(contender.setup), problem_text(first.setup),
                                   first.name));
    }
    if (!contender.setup.config.target) {
      continue;
    }
    if (with_target != nullptr && contender.setup.config.target != with_target->setup.config.target) {
      throw InputError(fmt::format("{}: [run] target is {}, but {} in {}; configs of one target are expected",
                                   contender.name, *contender.setup.config.target,
                                   *with_target->setup.config.target, with_target->name));
    }
    with_target = with_target == nullptr ? &contender : with_target;
  }
  if (with_target != nullptr) {
    const double target = *with_target->setup.config.target;
    for (Contender& contender : contenders) {
      if (!contender.setup.config.target) {
        lay_over(contender,
                 {{.assignment = fmt::format("run.target={}", target), .origin = with_target->name}});
      }
    }
  }
}

/// Files of one name from several places are told apart.
void name_apart(std::vector<Contender>& contenders) {
  for (std::size_t k = 1; k < contenders.size(); ++k) {
    const auto before = contenders.begin() + static_cast<std::ptrdiff_t>(k);
    if (std::any_of(contenders.begin(), before,
                    [&](const Contender& other) { return other.name == contenders[k].name; })) {
      contenders[k].name += fmt::format(" ({})", k + 1);
    }
  }
}

/// What a run costs: seconds, updates of units, or sweeps of one replica.
double cost_of_a_run(const AnnealTrials& trials, const AnnealSetup& setup, const std::string& unit) {
  const auto runs = static_cast<double>(trials.runs);
  const double updates = static_cast<double>(trials.updates) / runs;
  return unit == "seconds"   ? std::max(trials.seconds / runs, 1e-9)
         : unit == "updates" ? updates
                             : updates / static_cast<double>(units(setup.encoding));
}

std::string cost_text(const Options& options, double cost, const std::string& first) {
  const double all = cost * static_cast<double>(options.seeds);
  const std::string amount = options.cost == "updates"  ? fmt::format("{:.4g} updates", all)
                             : options.cost == "sweeps" ? fmt::format("{:.4g} sweeps of a replica", all)
                                                        : fmt::format("the seconds of {}", first);
  return fmt::format("{} each, in {} run{}", amount, options.seeds, options.seeds > 1 ? "s" : "");
}

bool chooses_its_temperatures(const Contender& contender) {
  return contender.setup.config.method.kind == Method::population_annealing;
}

/// Runs the comparison until it is done or interrupted.
class Race {
 public:
  Race(const Options& options, std::vector<Contender>& contenders)
      : options_(&options),
        contenders_(&contenders),
        runs_(contenders.front().setup.config.seed, options.quiet) {}

  void run(Comparison& comparison) {
    for (Contender& contender : *contenders_) {
      const bool is_first = comparison.contestants.empty();
      if (!is_first && !equalise(contender)) {
        return;
      }
      Contestant contestant{.name = contender.name, .replicas = contender.setup.config.sampler.replicas};
      if (!runs_.add(contestant.trials, contender.setup, options_->seeds, phase(contender))) {
        return;
      }
      if (is_first) {
        cost_ = cost_of_a_run(contestant.trials, contender.setup, options_->cost);
        comparison.cost = cost_text(*options_, cost_, contender.name);
      }
      comparison.contestants.push_back(std::move(contestant));
    }
    for (std::size_t k = 0; k < contenders_->size(); ++k) {
      if (!run_lengths((*contenders_)[k], comparison.contestants[k])) {
        return;
      }
    }
  }

 private:
  /// The config again with that many sweeps, at least one, and the seed that is next.
  void set_sweeps(Contender& contender, double sweeps) const {
    const auto whole = static_cast<Index>(std::min(std::max(1.0, std::round(sweeps)), 1e18));
    lay_over(contender,
             {{.assignment = fmt::format("schedule.sweeps={}", whole), .origin = "--cost " + options_->cost},
              {.assignment = fmt::format("run.seed={}", runs_.next_seed()), .origin = "--seeds"}});
  }

  static std::string phase(const Contender& contender) {
    return fmt::format("{}, {} sweeps", contender.name, contender.setup.config.cooling.sweeps);
  }

  /// Gives the contender as many sweeps as the first's cost pays for. False if interrupted.
  bool equalise(Contender& contender) {
    const AnnealSetup& setup = contender.setup;
    const auto replicas = static_cast<double>(setup.config.sampler.replicas);
    if (options_->cost != "seconds" && !chooses_its_temperatures(contender)) {
      const double cost_of_a_sweep =
          options_->cost == "sweeps" ? replicas : replicas * static_cast<double>(units(setup.encoding));
      set_sweeps(contender, cost_ / cost_of_a_sweep);
      return true;
    }
    // A part of a run would not do: sweeps are faster where it is cold.
    constexpr double part = 0.1;
    set_sweeps(contender, part * static_cast<double>(setup.config.cooling.sweeps));
    AnnealTrials pilot;
    if (!runs_.add(pilot, contender.setup, 1, phase(contender))) {
      return false;
    }
    set_sweeps(contender, static_cast<double>(contender.setup.config.cooling.sweeps) * cost_ /
                              cost_of_a_run(pilot, contender.setup, options_->cost));
    return true;
  }

  [[nodiscard]] std::vector<Index> lengths_of(Index sweeps) const {
    std::vector<Index> lengths = options_->sweeps_grid;
    for (Index k = 0; k < options_->lengths && sweeps >> k > 0; ++k) {
      lengths.push_back(sweeps >> k);
    }
    std::sort(lengths.begin(), lengths.end());
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
  }

  bool run_lengths(Contender contender, Contestant& contestant) {
    const Index main_length = contender.setup.config.cooling.sweeps;
    for (const Index sweeps : lengths_of(main_length)) {
      if (sweeps == main_length) {
        contestant.lengths.push_back(contestant.trials);
        continue;
      }
      set_sweeps(contender, static_cast<double>(sweeps));
      AnnealTrials trials;
      if (!runs_.add(trials, contender.setup, options_->seeds, phase(contender))) {
        return false;
      }
      contestant.lengths.push_back(std::move(trials));
    }
    return true;
  }

  const Options* options_;
  std::vector<Contender>* contenders_;
  TrialRuns runs_;
  double cost_ = 0;  // of a run of the first
};

int compare_command(const Options& options) {
  std::vector<Contender> contenders;
  for (const std::filesystem::path& path : options.paths) {
    contenders.push_back(load_contender(path, options.config));
  }
  settle_problem(contenders);
  name_apart(contenders);
  if (options.lengths > 0 || !options.sweeps_grid.empty()) {
    for (const Contender& contender : contenders) {
      if (chooses_its_temperatures(contender)) {
        throw InputError(
            fmt::format("{}: [method] population_annealing chooses how often it sweeps; --lengths and "
                        "--sweeps-grid are for "
                        "other methods",
                        contender.name));
      }
    }
  }
  const AnnealSetup& first = contenders.front().setup;
  RunDirectory directory =
      RunDirectory::create(options.out ? *options.out : default_run_path("compare.toml"));

  Comparison comparison{.problem = valid_utf8(problem_text(first)),
                        .objective_name = std::string(first.problem->objective_name()),
                        .target = first.config.target,
                        .units = units(first.encoding),
                        .cost = {},
                        .counts_seconds = options.cost == "seconds",
                        .certainty = {.confidence = options.confidence},
                        .seed = first.config.seed};
  if (comparison.target) {
    comparison.target_energy = first.problem->energy_of(*comparison.target);
  }
  const Telling telling{.command = "compare",
                        .head = {{"seed", comparison.seed},
                                 {"problem",
                                  {{"kind", first.config.problem.kind},
                                   {"source", valid_utf8(first.config.problem.description())},
                                   {"units", comparison.units}}}},
                        .threads = first.config.sampler.threads,
                        .json = options.json,
                        .quiet = options.quiet};
  const InterruptGuard interrupt;
  Race(options, contenders).run(comparison);
  Outcome outcome = outcome_of(comparison);
  outcome.is_interrupted = InterruptGuard::requested();
  for (std::size_t k = 0; k < contenders.size(); ++k) {
    outcome.files.emplace_back(fmt::format("config-{}.toml", k + 1), contenders[k].config.effective_toml());
    const AnnealConfig& config = contenders[k].setup.config;
    if (config.sampler.shared_random || config.method.cluster_moves) {
      outcome.warnings.push_back(fmt::format(
          "{}: its replicas are not independent, so that each run counts as one trial", contenders[k].name));
    }
  }
  return tell(telling, outcome, &directory);
}

}  // namespace

void add_compare(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("compare", "Run annealing configs of one problem at equal cost");
  auto options = std::make_shared<Options>();
  command
      ->add_option("configs", options->paths, "Config files (TOML) of one problem; the first sets the cost")
      ->required();
  options->config.add_overrides_to(*command);
  command
      ->add_option("--cost", options->cost,
                   "What is equal: updates of units (default), sweeps of all replicas, or seconds")
      ->check(CLI::IsMember({"updates", "sweeps", "seconds"}));
  const CLI::Range counts(1, 1'000'000);
  command->add_option("--seeds", options->seeds, "Runs of each config, from successive seeds (default: 1)")
      ->type_name("N")
      ->check(counts);
  auto* grid = command
                   ->add_option("--sweeps-grid", options->sweeps_grid,
                                "Run each config with these numbers of sweeps too, such as 100,200,400")
                   ->type_name("K,K,...")
                   ->delimiter(',')
                   ->check(CLI::Range(Index{1}, Index{1'000'000'000'000}));
  command
      ->add_option("--lengths", options->lengths,
                   "Run each config with half of its sweeps too, a quarter, ...: N lengths in all")
      ->type_name("N")
      ->check(CLI::Range(2, 40))
      ->excludes(grid);
  command
      ->add_option("--confidence", options->confidence,
                   "Probability with which a time to target finds it (default: 0.99)")
      ->type_name("P")
      ->check(CLI::Range(0.01, 0.999999));
  command->add_option("--out", options->out, "Run directory (default: runs/compare)")->type_name("DIR");
  command->add_flag("--json", options->json, "Print one JSON document on standard output and nothing else");
  command->add_flag("--quiet", options->quiet, "No progress and no summary");
  command->callback([options, &exit_code] { exit_code = compare_command(*options); });
}

}  // namespace onedial::cli
