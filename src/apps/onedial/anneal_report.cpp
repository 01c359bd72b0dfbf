#include "anneal_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "onedial/anneal/time_to_target.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "onedial/plot/anneal_report.hpp"
#include "onedial/plot/terminal.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// How much annealing finds the target with a probability of 99 %.
struct TimeToTarget {
  double runs;     ///< of one replica
  double sweeps;   ///< of one replica after another
  double seconds;  ///< at the speed of this run, with all of its threads
};

/// Empty where no replica has hit the target, and where the run ended early: at a time that its own luck has
/// chosen, hits tell no probability.
std::optional<TimeToTarget> time_to_target(const AnnealResult& result) {
  if (result.stop_reason != StopReason::schedule_finished) {
    return std::nullopt;
  }
  const auto replicas = static_cast<double>(result.replica_best_energies.size());
  const auto runs = runs_to_target(static_cast<double>(result.target_hits) / replicas);
  if (!runs) {
    return std::nullopt;
  }
  return TimeToTarget{.runs = *runs,
                      .sweeps = *runs * static_cast<double>(result.sweeps),
                      .seconds = *runs * result.seconds / replicas};
}

double updates_per_second(const AnnealResult& result) {
  return result.seconds > 0 ? static_cast<double>(result.updates) / result.seconds : 0;
}

/// The temperatures that the schedule runs between.
std::pair<double, double> ends(const AnnealSetup& setup) {
  const Index sweeps = setup.config.cooling.sweeps;
  const auto at = [&](Index sweep) {
    return temperature_at(setup.schedule, {.sweep = sweep, .sweeps = sweeps}).value();
  };
  return {at(0), at(sweeps - 1)};
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

Json target_json(const AnnealSetup& setup, const AnnealResult& result) {
  if (!setup.config.target) {
    return nullptr;
  }
  Json target = {{"objective", *setup.config.target},
                 {"hits", result.target_hits},
                 {"replicas", setup.config.sampler.replicas},
                 {"sweeps_to_target_99", nullptr},
                 {"seconds_to_target_99", nullptr}};
  if (const auto time = time_to_target(result)) {
    target["sweeps_to_target_99"] = time->sweeps;
    target["seconds_to_target_99"] = time->seconds;
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

std::string target_text(const AnnealSetup& setup, const AnnealResult& result) {
  const std::string hits = fmt::format("{:.12g}: {} by {} of {} replicas", *setup.config.target,
                                       result.target_hits > 0 ? "reached" : "not reached, hit",
                                       result.target_hits, setup.config.sampler.replicas);
  const auto time = time_to_target(result);
  return time ? fmt::format("{}; 99 % sure after {:.3g} replica runs, {:.3g} sweeps, {:.3g} s", hits,
                            time->runs, time->sweeps, time->seconds)
              : hits;
}

std::string stop_text(StopReason reason, Index sweeps_done, Index sweeps) {
  return reason == StopReason::schedule_finished ? ""
                                                 : fmt::format("; ended early ({}) after {} of {} sweeps",
                                                               stop_reason_name(reason), sweeps_done, sweeps);
}

std::string file_name(const AnnealSetup& setup) {
  return setup.config.problem.description();
}

}  // namespace

Json to_json(const AnnealSetup& setup, const AnnealOutcome& outcome) {
  const AnnealResult& result = outcome.result;
  const AnnealConfig& config = setup.config;
  const auto [start, end] = ends(setup);
  return {
      {"onedial", version()},
      {"command", "anneal"},
      {"seed", config.seed},
      {"problem",
       {{"kind", setup.config.problem.kind},
        {"source", terms(setup.problem).source},
        {"units", setup.model->size()},
        {"couplings", setup.model->coupling_count()}}},
      {"best",
       {{"energy", energy_and_objective(setup.problem, outcome.best.objective)},
        {"objective", outcome.best.objective},
        {"feasible", outcome.best.feasible},
        {"replica", result.best_replica},
        {"sweep", result.best_sweep}}},
      {"replica_best_energies", result.replica_best_energies},
      {"target", target_json(setup, result)},
      {"schedule",
       {{"kind", config.cooling.kind}, {"start", start}, {"end", end}, {"sweeps", config.cooling.sweeps}}},
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
  const AnnealResult& result = outcome.result;
  const AnnealConfig& config = setup.config;
  const auto [start, end] = ends(setup);
  const char* times = rich ? "×" : "x";
  const char* arrow = rich ? "→" : "->";
  const char* plus_minus = rich ? "±" : "+-";

  std::string text;
  const auto add = [&](std::string_view key, const std::string& value) {
    text += fmt::format("{:<9}{}\n", key, value);
  };
  add("problem", fmt::format("{} {}: {} units, {} couplings", setup.config.problem.kind, file_name(setup),
                             setup.model->size(), setup.model->coupling_count()));
  add("best", fmt::format("{} {:.12g} (replica {}, sweep {})", objective_name(setup.problem),
                          outcome.best.objective, result.best_replica, result.best_sweep));
  if (config.target) {
    add("target", target_text(setup, result));
  }
  add("run",
      fmt::format("{} replicas {} {} sweeps, {} T {:.4g} {} {:.4g}, {}{}", config.sampler.replicas, times,
                  config.cooling.sweeps, config.cooling.kind, start, arrow, end, sampler_text(config.sampler),
                  stop_text(result.stop_reason, result.sweeps, config.cooling.sweeps)));
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
      .title = fmt::format("{} {}: {} {:.12g}", setup.config.problem.kind, name,
                           objective_name(setup.problem), outcome.best.objective),
      .subtitle =
          fmt::format("{} units, {} couplings; {} replicas × {} sweeps, {}, {}, seed {}", setup.model->size(),
                      setup.model->coupling_count(), config.sampler.replicas, config.cooling.sweeps,
                      config.cooling.kind, sampler_text(config.sampler), config.seed),
      .trace = outcome.trace.rows(),
      .heat_capacity = outcome.heat_capacity};
  if (config.target) {
    report.target_energy = energy_and_objective(setup.problem, *config.target);
    report.target_label = fmt::format("target {} {:.12g}", objective_name(setup.problem), *config.target);
  }
  return anneal_figure(report);
}

}  // namespace onedial::cli
