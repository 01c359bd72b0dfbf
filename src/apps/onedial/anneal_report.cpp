#include "anneal_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/anneal/time_to_target.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "onedial/plot/anneal_report.hpp"
#include "onedial/plot/exchange_report.hpp"
#include "onedial/plot/population_report.hpp"
#include "onedial/plot/terminal.hpp"
#include "onedial/run/anneal_trials.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// How many runs of one trial – a replica, a ladder or a population – find the target with a probability of
/// 99 %. Empty where the run ended early: at a time that its own luck has chosen, hits tell no probability.
/// Empty also where trials are not independent of each other.
std::optional<IntervalEstimate> trials_to_target(const AnnealSetup& setup, const AnnealRun& run) {
  if (run.result.stop_reason != StopReason::schedule_finished || !has_independent_trials(setup)) {
    return std::nullopt;
  }
  return time_to_target(run.trial_hits, run.trials);
}

/// The sweeps of one trial, of all of its replicas together.
double sweeps_a_trial(const AnnealRun& run) {
  const auto replicas = static_cast<double>(run.result.last_energies.size());
  return static_cast<double>(run.result.sweeps) * replicas / static_cast<double>(run.trials);
}

/// The seconds of one trial, at the speed of this run with all of its threads.
double seconds_a_trial(const AnnealRun& run) {
  return run.result.seconds / static_cast<double>(run.trials);
}

double updates_per_second(const AnnealResult& result) {
  return result.seconds > 0 ? static_cast<double>(result.updates) / result.seconds : 0;
}

/// The temperatures that the run goes between.
std::pair<double, double> ends(const AnnealSetup& setup, const AnnealOutcome& outcome) {
  const AnnealRun& run = outcome.run;
  if (!run.ladder.empty()) {
    return {run.ladder.back().value(), run.ladder.front().value()};
  }
  if (!run.populations.empty()) {
    return {run.populations.front().temperature.value(), run.populations.back().temperature.value()};
  }
  if (setup.config.method.kind == Method::population_annealing) {  // it ended before its first reading
    return {setup.range.hot.value(), setup.range.hot.value()};
  }
  const Index sweeps = setup.config.cooling.sweeps;
  return {outcome.first_temperature,
          temperature_at(setup.schedule, {.sweep = sweeps - 1, .sweeps = sweeps}).value()};
}

std::string_view kernel_name(KernelKind kernel) {
  return kernel == KernelKind::heat_bath ? "heat_bath" : "metropolis";
}

/// What a reader must know of a run whose replicas are not independent.
constexpr std::string_view shared_random_warning = "shared random numbers: replicas are not independent";

Json sampler_json(const SamplerSettings& sampler) {
  Json json = {{"kernel", kernel_name(sampler.kernel)},
               {"engine", engine_name(sampler.engine)},
               {"order", update_order_name(sampler.order)}};
  if (sampler.shared_random) {
    json["shared_random"] = true;
    json["warning"] = shared_random_warning;
  }
  return json;
}

std::string sampler_text(const SamplerSettings& sampler) {
  return fmt::format("{} by {}{}", kernel_name(sampler.kernel), engine_name(sampler.engine),
                     sampler.shared_random ? fmt::format(" ({})", shared_random_warning) : "");
}

/// What was never seen is null: JSON has no infinity.
Json energies_json(const std::vector<double>& energies) {
  Json list = Json::array();
  for (const double energy : energies) {
    list.push_back(std::isfinite(energy) ? Json(energy) : Json(nullptr));
  }
  return list;
}

Json best_json(const AnnealSetup& setup, const AnnealOutcome& outcome) {
  const Evaluation& worth = outcome.best.worth;
  Json best = {
      {"energy", worth.feasible ? setup.problem->energy_of(worth.objective) : outcome.run.result.best_energy},
      {"objective", worth.objective},
      {"feasible", worth.feasible},
      {"replica", outcome.run.result.best_replica},
      {"sweep", outcome.run.result.best_sweep}};
  if (!worth.feasible) {
    best["violation"] = worth.violation;
  }
  if (const std::string remark = setup.problem->remark(outcome.best.state); !remark.empty()) {
    best["remark"] = remark;
  }
  if (outcome.best.is_repaired) {
    best["repaired"] = true;
  }
  return best;
}

/// What sets the temperatures.
std::string_view run_name(const AnnealConfig& config) {
  return config.method.kind == Method::annealing ? std::string_view(config.cooling.kind)
                                                 : method_name(config.method.kind);
}

/// How good the answer is, and whether it is one.
std::string worth_text(const Problem& problem, const Answer& answer) {
  const std::string remark = problem.remark(answer.state);
  return fmt::format("{}{}{}{}", answer.worth.feasible ? "" : ", not feasible: ", answer.worth.violation,
                     answer.is_repaired ? ", repaired" : "", remark.empty() ? "" : ", " + remark);
}

/// What is independent of each other in a run.
std::string_view trials_name(Method method) {
  switch (method) {
    case Method::replica_exchange:
      return "ladders";
    case Method::population_annealing:
      return "populations";
    case Method::annealing:
      break;
  }
  return "replicas";
}

Json target_json(const AnnealSetup& setup, const AnnealRun& run) {
  if (!setup.config.target) {
    return nullptr;
  }
  Json target = {{"objective", *setup.config.target},
                 {"hits", run.trial_hits},
                 {trials_name(setup.config.method.kind), run.trials},
                 {"sweeps_to_target_99", nullptr},
                 {"sweeps_to_target_99_interval", nullptr},
                 {"seconds_to_target_99", nullptr}};
  if (const auto runs = trials_to_target(setup, run)) {
    const double sweeps = sweeps_a_trial(run);
    target["sweeps_to_target_99_interval"] = {sweeps * runs->lower, nullptr};
    if (std::isfinite(runs->value)) {
      target["sweeps_to_target_99"] = sweeps * runs->value;
      target["sweeps_to_target_99_interval"][1] = sweeps * runs->upper;
      target["seconds_to_target_99"] = seconds_a_trial(run) * runs->value;
    }
  }
  return target;
}

Json peaks_json(const std::vector<HeatCapacityCurve::Point>& curve) {
  Json peaks = Json::array();
  for (const auto& peak : heat_capacity_peaks(curve)) {
    peaks.push_back({{"temperature", peak.temperature.value()},
                     {"value", peak.combined()},
                     {"value_error", peak.combined_error()}});
  }
  return peaks;
}

Json curve_json(const std::vector<HeatCapacityCurve::Point>& curve) {
  Json points = Json::array();
  for (const auto& point : curve) {
    points.push_back({{"temperature", point.temperature.value()},
                      {"value", point.heat_capacity},
                      {"value_error", point.standard_error},
                      {"energy_slope", point.energy_slope},
                      {"energy_slope_error", point.energy_slope_error},
                      {"in_equilibrium", point.in_equilibrium}});
  }
  return points;
}

std::string target_text(const AnnealSetup& setup, const AnnealRun& run) {
  const std::string_view trials = trials_name(setup.config.method.kind);
  const std::string hits =
      fmt::format("{:.12g}: {} by {} of {} {}", *setup.config.target,
                  run.trial_hits > 0 ? "reached" : "not reached, hit", run.trial_hits, run.trials, trials);
  const auto runs = trials_to_target(setup, run);
  if (!runs) {
    return hits;
  }
  const double sweeps = sweeps_a_trial(run);
  if (!std::isfinite(runs->value)) {
    return fmt::format("{}; 99 % sure after more than {:.3g} sweeps", hits, sweeps * runs->lower);
  }
  return fmt::format(
      "{}; 99 % sure after {:.3g} ({:.3g} to {:.3g}) times what one of the {} did, {:.3g} sweeps, {:.3g} s",
      hits, runs->value, runs->lower, runs->upper, trials, sweeps * runs->value,
      seconds_a_trial(run) * runs->value);
}

std::string stop_text(StopReason reason) {
  return reason == StopReason::schedule_finished
             ? ""
             : fmt::format("; ended early ({})", stop_reason_name(reason));
}

std::string file_name(const AnnealSetup& setup) {
  return setup.config.problem.description();
}

std::string problem_text(const AnnealSetup& setup) {
  std::string text =
      fmt::format("{} {}: {}", setup.config.problem.kind, file_name(setup), setup.problem->size_text());
  if (setup.problem->encodings().size() > 1) {
    text += fmt::format(", as {}", setup.encoding.name);
  }
  if (!setup.encoding.penalty_text.empty()) {
    text += fmt::format(" ({})", setup.encoding.penalty_text);
  }
  return text;
}

Json method_json(const AnnealRun& run, const MethodConfig& method) {
  Json json = {{"kind", method_name(method.kind)}};
  if (run.exchange) {
    const ExchangeSearchResult& exchange = *run.exchange;
    json["ladders"] = exchange.ladders;
    json["temperatures"] = Json::array();
    for (const Temperature t : run.ladder) {
      json["temperatures"].push_back(t.value());
    }
    json["swap_rates"] = exchange.swap_rates;
    json["round_trips"] = exchange.round_trips;
    json["mean_round_trip_sweeps"] = exchange.mean_round_trip_sweeps;
    json["cluster_moves"] = exchange.cluster_moves;
    json["mean_cluster"] = exchange.mean_cluster;
  }
  for (const PopulationReading& reading : run.populations) {
    json["readings"].push_back({{"temperature", reading.temperature.value()},
                                {"overlap", reading.overlap},
                                {"log_z", reading.log_z.value},
                                {"log_z_error", reading.log_z.error},
                                {"mean_energy", reading.mean_energy.value},
                                {"mean_energy_error", reading.mean_energy.error},
                                {"heat_capacity", reading.heat_capacity.value},
                                {"heat_capacity_error", reading.heat_capacity.error},
                                {"entropy", reading.entropy.value},
                                {"entropy_error", reading.entropy.error},
                                {"families", reading.families},
                                {"mean_square_family", reading.mean_square_family}});
  }
  return json;
}

/// What the method was up to, beside energies.
std::string method_text(const AnnealRun& run, const char* plus_minus) {
  if (run.exchange) {
    const auto& rates = run.exchange->swap_rates;
    const auto [least, most] = std::minmax_element(rates.begin(), rates.end());
    std::string text = fmt::format(
        "{} ladders of {} levels, {:.0f} to {:.0f} % of the swaps made, {} round trips",
        run.exchange->ladders, run.ladder.size(), 100 * *least, 100 * *most, run.exchange->round_trips);
    if (run.exchange->cluster_moves > 0) {
      text += fmt::format(", {} cluster moves of {:.3g} units", run.exchange->cluster_moves,
                          run.exchange->mean_cluster);
    }
    return text;
  }
  const PopulationReading& last = run.populations.back();
  return fmt::format(
      "{} populations, {} temperatures; ln Z = {:.6g} {} {:.2g}, {} families, mean square {:.3g}", run.trials,
      run.populations.size(), last.log_z.value, plus_minus, last.log_z.error, last.families,
      last.mean_square_family);
}

}  // namespace

Json to_json(const AnnealSetup& setup, const AnnealOutcome& outcome) {
  const AnnealResult& result = outcome.run.result;
  const AnnealConfig& config = setup.config;
  const auto [start, end] = ends(setup, outcome);
  return {
      {"onedial", version()},
      {"command", "anneal"},
      {"seed", config.seed},
      {"problem",
       {{"kind", setup.config.problem.kind},
        {"source", setup.problem->source()},
        {"encoding", setup.encoding.name},
        {"units", units(setup.encoding)},
        {"couplings", coupling_count(setup.encoding)}}},
      {"best", best_json(setup, outcome)},
      {"replica_best_energies", energies_json(result.replica_best_energies)},
      {"target", target_json(setup, outcome.run)},
      {"schedule",
       {{"kind", config.cooling.kind}, {"start", start}, {"end", end}, {"sweeps", config.cooling.sweeps}}},
      {"method", method_json(outcome.run, config.method)},
      {"sampler", sampler_json(config.sampler)},
      {"replicas", config.sampler.replicas},
      {"sweeps", result.sweeps},
      {"updates", result.updates},
      {"seconds", result.seconds},
      {"updates_per_second", updates_per_second(result)},
      {"threads", config.sampler.threads},
      {"isa", instruction_set()},
      {"stop_reason", stop_reason_name(result.stop_reason)},
      {"thermodynamics",
       {{"heat_capacity_peaks", peaks_json(outcome.heat_capacity)},
        {"heat_capacity", curve_json(outcome.heat_capacity)}}}};
}

std::string summary(const AnnealSetup& setup, const AnnealOutcome& outcome, bool rich) {
  const AnnealResult& result = outcome.run.result;
  const AnnealConfig& config = setup.config;
  const auto [start, end] = ends(setup, outcome);
  const char* times = rich ? "×" : "x";
  const char* arrow = rich ? "→" : "->";
  const char* plus_minus = rich ? "±" : "+-";

  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    text += fmt::format("{:<9}{}\n", key, value);
  };
  add("problem", problem_text(setup));
  add("best", fmt::format("{} {:.12g} (replica {}, sweep {}){}", setup.problem->objective_name(),
                          outcome.best.worth.objective, result.best_replica, result.best_sweep,
                          worth_text(*setup.problem, outcome.best)));
  if (config.target) {
    add("target", target_text(setup, outcome.run));
  }
  add("run", fmt::format("{} replicas {} {} sweeps, {} T {:.4g} {} {:.4g}, {}{}", config.sampler.replicas,
                         times, result.sweeps, run_name(config), start, arrow, end,
                         sampler_text(config.sampler), stop_text(result.stop_reason)));
  if (outcome.run.exchange || !outcome.run.populations.empty()) {
    add("method", method_text(outcome.run, plus_minus));
  }
  add("speed", fmt::format("{:.3g} s, {:.3g} million updates per second on {} thread{}", result.seconds,
                           updates_per_second(result) / 1e6, config.sampler.threads,
                           config.sampler.threads > 1 ? "s" : ""));
  for (const auto& peak : heat_capacity_peaks(outcome.heat_capacity)) {
    add("C(T)", fmt::format("highest at T = {:.3g}: {:.4g} {} {:.2g}", peak.temperature.value(),
                            peak.combined(), plus_minus, peak.combined_error()));
  }
  return text;
}

std::string energy_plot(const AnnealOutcome& outcome, bool rich) {
  const auto& rows = outcome.trace.rows();
  const bool constant = !rows.empty() && std::all_of(rows.begin(), rows.end(), [&](const auto& row) {
    return row.temperature == rows.front().temperature;
  });
  const bool positive =
      std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.temperature > 0; });
  std::vector<double> x;
  std::vector<double> energies;
  for (const Trace::Row& row : rows) {
    x.push_back(constant ? static_cast<double>(row.sweep) : row.temperature);
    energies.push_back(row.mean_energy);
  }
  return terminal_plot(x, energies,
                       {.title = "mean energy of the replicas",
                        .x_label = constant ? "sweep" : "temperature T",
                        .x_axis = positive && !constant ? AxisKind::logarithmic : AxisKind::linear,
                        .reversed_x = !constant,
                        .unicode = rich,
                        .colour = rich});
}

Figure figure(const AnnealSetup& setup, const AnnealOutcome& outcome) {
  const AnnealConfig& config = setup.config;
  // A file may have any name, a figure takes UTF-8 only.
  const std::string name =
      Json::parse(Json(file_name(setup)).dump(-1, ' ', false, Json::error_handler_t::replace))
          .get<std::string>();
  AnnealReport report{
      .title =
          fmt::format("{} {}: {} {:.12g}{}", setup.config.problem.kind, name, setup.problem->objective_name(),
                      outcome.best.worth.objective, outcome.best.worth.feasible ? "" : ", not feasible"),
      .subtitle = fmt::format("{}; {} replicas × {} sweeps, {}, {}, seed {}", setup.problem->size_text(),
                              config.sampler.replicas, outcome.run.result.sweeps, run_name(config),
                              sampler_text(config.sampler), config.seed),
      .trace = outcome.trace.rows(),
      .heat_capacity = outcome.heat_capacity,
      .answer = setup.problem->picture(outcome.best.state)};
  if (config.target) {
    report.target_energy = setup.problem->energy_of(*config.target);
    report.target_label = fmt::format("target {} {:.12g}", setup.problem->objective_name(), *config.target);
  }
  const AnnealRun& run = outcome.run;
  if (run.exchange) {
    ExchangeReport exchange{.run = std::move(report), .swap_rates = run.exchange->swap_rates};
    for (const Temperature t : run.ladder) {
      exchange.temperatures.push_back(t.value());
    }
    return exchange_figure(exchange);
  }
  if (!run.populations.empty()) {
    PopulationReport populations{.title = report.title,
                                 .subtitle = report.subtitle,
                                 .readings = run.populations,
                                 .replicas = config.sampler.replicas,
                                 .target_energy = report.target_energy,
                                 .target_label = report.target_label,
                                 .answer = std::move(report.answer)};
    for (const Trace::Row& row : report.trace) {
      populations.best_energies.push_back(row.best_energy);
    }
    return population_figure(populations);
  }
  return anneal_figure(report);
}

}  // namespace onedial::cli
