#include <fmt/format.h>

#include "commands.hpp"
#include "found_log_z.hpp"
#include "interrupt.hpp"
#include "model_options.hpp"
#include "number_text.hpp"
#include "onedial/core/error.hpp"
#include "onedial/learn/partition_function.hpp"
#include "onedial/plot/log_z_report.hpp"
#include "outcome.hpp"

namespace onedial::cli {
namespace {

struct Options {
  ModelOptions model;
  std::string method = "auto";
  Index chains = 128;
  Index temperatures = 10'000;
  Index ladders = 8;
  Index sweeps = 10'000;
  std::optional<std::filesystem::path> data;
  double threshold = 0.5;
};

void require_exact(const RestrictedMachine& machine, const Options& options) {
  if (!has_exact_log_z(machine)) {
    throw InputError(fmt::format(
        "--method exact: {}: {} x {} units are too many to sum over; one layer must have at most 24 units",
        options.model.path.string(), machine.visible(), machine.hidden()));
  }
}

std::optional<FoundLogZ> find_log_z(const LoadedModel& model, const Options& options) {
  const RestrictedMachine& machine = model.machine;
  const Index threads = options.model.thread_count();
  if (options.method == "exact" || (options.method == "auto" && has_exact_log_z(machine))) {
    require_exact(machine, options);
    return exact_log_z(machine, threads);
  }
  Watch watch(options.model.quiet);
  if (options.method == "integration") {
    return find_equilibrium_log_z(machine,
                                  {.base_biases = model.base_biases,
                                   .ladders = options.ladders,
                                   .sweeps = options.sweeps,
                                   .threads = threads,
                                   .seed = static_cast<std::uint64_t>(options.model.seed)},
                                  watch);
  }
  return find_annealed_log_z(machine,
                             {.base_biases = model.base_biases,
                              .chains = options.chains,
                              .temperatures = options.temperatures,
                              .threads = threads,
                              .seed = static_cast<std::uint64_t>(options.model.seed)},
                             watch);
}

/// The examples that are asked about.
std::optional<FloatRows> load_data(const LoadedModel& model, const Options& options) {
  if (!options.data) {
    return std::nullopt;
  }
  FloatRows rows = load_rows(model.machine, *options.data, options.threshold, 0);
  if (rows.rows() < 2) {
    throw InputError(
        fmt::format("{}: holds {} example; at least 2 are expected", options.data->string(), rows.rows()));
  }
  return rows;
}

void add_likelihood(const LoadedModel& model, const Options& options, const FloatRows& rows,
                    const FoundLogZ& found, Outcome& outcome) {
  const Estimate measured = likelihood_of(model.machine, rows, found, true, options.model.thread_count());
  outcome.document["data"] = {{"source", options.data->filename().string()}, {"examples", rows.rows()}};
  outcome.document["mean_log_likelihood"] = measured.value;
  outcome.document["mean_log_likelihood_error"] = measured.error;
  outcome.facts.emplace_back("likelihood", fmt::format("{} nats an example, of {} from {}",
                                                       with_error(measured.value, measured.error),
                                                       rows.rows(), options.data->filename().string()));
}

/// What the report shows of an estimate.
LogZReport report_of(const FoundLogZ& found, const Options& options) {
  LogZReport report{.title = fmt::format("ln Z of {}", options.model.name()),
                    .subtitle = fmt::format("{}, seed {}", log_z_text(found), options.model.seed)};
  if (found.method == "exact") {
    report.estimates.push_back({.name = "exact", .value = found.value});
    return report;
  }
  report.estimates.push_back({.name = found.method,
                              .value = found.value,
                              .error = found.error,
                              .lower = found.lower,
                              .upper = found.upper});
  if (found.annealed) {
    report.forward = found.annealed->forward_chains;
    report.back = found.annealed->backward_chains;
    if (found.annealed->backward) {
      report.estimates.push_back({.name = "the way back",
                                  .value = found.annealed->backward->value,
                                  .error = found.annealed->backward->jackknife_error});
    }
  }
  if (found.equilibrium) {
    if (found.equilibrium->reweighted) {
      report.estimates.push_back({.name = "overlap of energies",
                                  .value = *found.equilibrium->reweighted,
                                  .error = found.equilibrium->reweighted_error});
    }
    const auto& readings = found.equilibrium->scan.readings;
    for (auto reading = readings.rbegin(); reading != readings.rend(); ++reading) {
      report.energies.push_back(
          {.beta = reading->temperature.is_infinite() ? 0 : 1 / reading->temperature.value(),
           .mean_energy = reading->mean_energy,
           .error = reading->mean_energy_error});
    }
  }
  return report;
}

/// Throws InputError for an option that only `method` looks at.
void refuse_given(const std::vector<CLI::Option*>& options, std::string_view method) {
  for (const CLI::Option* option : options) {
    if (option->count() > 0) {
      throw InputError(fmt::format("{}: is of --method {} alone", option->get_name(), method));
    }
  }
}

int logz_command(const Options& options) {
  const LoadedModel model = load_model(options.model.path);
  const RestrictedMachine& machine = model.machine;
  const std::optional<FloatRows> rows = load_data(model, options);
  std::optional<RunDirectory> directory;
  if (options.model.out) {
    directory.emplace(RunDirectory::create(*options.model.out));
  }
  const InterruptGuard interrupt;
  Outcome outcome;
  if (const auto found = find_log_z(model, options)) {
    outcome.document = log_z_json(*found);
    outcome.facts = {{"machine", machine_text(machine)}, {"ln Z", log_z_text(*found)}};
    if (found->annealed) {
      if (const auto warning = disagreement(*found->annealed)) {
        outcome.warnings.push_back(*warning);
      }
    }
    if (found->equilibrium && !found->equilibrium->reweighted) {
      outcome.warnings.push_back(found->equilibrium->scan.no_reweighting);
    }
    outcome.figure = log_z_figure(report_of(*found, options));
    if (rows) {
      add_likelihood(model, options, *rows, *found, outcome);
    }
  }
  outcome.is_interrupted = InterruptGuard::requested();
  return tell({.command = "logz",
               .head = {{"seed", options.model.seed}, {"model", options.model.name()}},
               .threads = options.model.thread_count(),
               .json = options.model.json,
               .quiet = options.model.quiet},
              outcome, directory ? &*directory : nullptr);
}

}  // namespace

void add_logz(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("logz", "ln Z of a machine, and how likely it finds examples");
  auto options = std::make_shared<Options>();
  options->model.add_to(*command, "Run directory for the document and the report (default: none)");
  command
      ->add_option("--method", options->method,
                   "exact, annealed (importance sampling, both ways), integration (thermodynamic); auto sums "
                   "where that is possible, and anneals else")
      ->check(CLI::IsMember({"auto", "exact", "annealed", "integration"}));
  const CLI::Range counts(2, 1'000'000'000);
  const std::vector<CLI::Option*> of_annealing = {
      command->add_option("--chains", options->chains, "Of importance sampling, each way (default: 128)")
          ->type_name("N")
          ->check(counts),
      command->add_option("--temperatures", options->temperatures, "Likewise (default: 10000)")
          ->type_name("N")
          ->check(counts)};
  const std::vector<CLI::Option*> of_integration = {
      command->add_option("--ladders", options->ladders, "Of the integration's replica exchange (default: 8)")
          ->type_name("N")
          ->check(counts),
      command->add_option("--sweeps", options->sweeps, "Likewise, measured (default: 10000)")
          ->type_name("N")
          ->check(CLI::Range(64, 1'000'000'000))};
  auto* data =
      command->add_option("--data", options->data, "Examples: how likely does the machine find them?")
          ->type_name("FILE");
  command
      ->add_option("--threshold", options->threshold, "Above it a value of the examples is on (default: 0.5)")
      ->type_name("X")
      ->check(CLI::Range(-1e30, 1e30))
      ->needs(data);
  command->callback([options, of_annealing, of_integration, &exit_code] {
    if (options->method != "annealed" && options->method != "auto") {
      refuse_given(of_annealing, "annealed");
    }
    if (options->method != "integration") {
      refuse_given(of_integration, "integration");
    }
    exit_code = logz_command(*options);
  });
}

}  // namespace onedial::cli
