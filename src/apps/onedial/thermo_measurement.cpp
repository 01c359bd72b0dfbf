#include "thermo_measurement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/anneal/phase_seed.hpp"
#include "onedial/model/enumerate.hpp"
#include "thermo_exact.hpp"
#include "thermo_histogram.hpp"

namespace onedial::cli {
namespace {

/// The ladder of a scan, on to T = ∞ if the absolute entropy is wanted.
std::vector<Temperature> ladder_of(const ThermoConfig& settings, const ThermoSubject& subject,
                                   const TemperatureRange& range, const ScanObserver& observer) {
  const auto& given = settings.range;
  if (given.list.empty()) {
    return plan_ladder(subject.make_system,
                       {.coldest = range.cold,
                        .hottest = range.hot,
                        .placement = given.placement,
                        .count = given.count,
                        .reaches_infinity = given.reaches_infinity,
                        .seed = settings.seed},
                       observer);
  }
  std::vector<Temperature> ladder;
  for (const double t : given.list) {
    ladder.emplace_back(t);
  }
  if (given.reaches_infinity) {
    const auto beyond =
        levels_to_infinity(subject.make_system, range.cold, range.hot, settings.seed, observer);
    ladder.insert(ladder.end(), beyond.begin(), beyond.end());
  }
  return ladder;
}

/// Everything between the ends of the range that follows from the scan's one density of states, unless the
/// user interrupts meanwhile.
void reweight(ThermoOutcome& outcome, Reweighting& density, const TemperatureRange& range,
              double log_state_count, Watch& watch) {
  outcome.is_absolute = density.temperatures().front().is_infinite();
  if (outcome.is_absolute) {
    density.set_anchor(log_state_count);
  }
  const std::vector<Temperature> curve = curve_temperatures(range);
  const Index all = std::ssize(outcome.readings) + std::ssize(curve);
  const auto goes_on = [&] {
    const Index done = std::ssize(outcome.at_points) + std::ssize(outcome.curve);
    return outcome.is_interrupted || watch("reweighting", done, all);
  };
  for (const ThermometerReading& reading : outcome.readings) {
    if (!goes_on()) {
      outcome.at_points.clear();
      outcome.is_absolute = false;
      outcome.is_interrupted = true;
      return;
    }
    outcome.at_points.push_back(density.at(reading.temperature));
  }
  for (const Temperature t : curve) {
    if (!goes_on()) {
      outcome.is_interrupted = true;
      return;
    }
    outcome.curve.push_back(density.at(t));
  }
  outcome.heat_capacity_peaks = between(density.heat_capacity_peaks(), range);
  outcome.entropy_slope_peaks = between(density.entropy_slope_peaks(), range);
}

std::vector<std::string> warnings_of(const ThermoOutcome& outcome) {
  const EquilibriumScan& scan = *outcome.scan;
  std::vector<std::string> warnings;
  const auto count = [&](auto is_bad) {
    return std::count_if(outcome.readings.begin(), outcome.readings.end(), is_bad);
  };
  if (!scan.has_settled) {
    warnings.push_back(fmt::format("the energies had not settled after {} sweeps; more sweeps are needed",
                                   scan.equilibration));
  }
  if (const auto levels = scan.short_levels(); !levels.empty()) {
    warnings.push_back(
        fmt::format("{} of {} temperatures remember longer than a fiftieth of the run: errors are too small "
                    "there; at least {} "
                    "sweeps are needed",
                    levels.size(), scan.readings.size(), scan.sweeps_needed()));
  }
  if (const auto bad = count([](const auto& r) { return r.has_events && r.is_out_of_equilibrium(); });
      bad > 0) {
    warnings.push_back(
        fmt::format("at {} of {} temperatures C by fluctuation and d<E>/dT disagree: out of equilibrium", bad,
                    outcome.readings.size()));
  }
  if (const auto frozen = count([](const auto& r) { return !r.has_events; }); frozen > 0) {
    warnings.push_back(fmt::format("at {} of {} temperatures nothing moved: no events, not C = 0", frozen,
                                   outcome.readings.size()));
  }
  constexpr double largest_r_hat = 1.05;
  const auto apart = std::count_if(scan.split_r_hats.begin(), scan.split_r_hats.end(),
                                   [](double r_hat) { return r_hat > largest_r_hat; });
  if (apart > 0) {
    warnings.push_back(
        fmt::format("at {} of {} temperatures the ladders disagree (split R-hat above {}): run longer", apart,
                    scan.readings.size(), largest_r_hat));
  }
  if (scan.reweighting && !scan.reweighting->has_long_blocks()) {
    warnings.push_back(
        "the blocks of time are shorter than ten memories: the errors of the curve and of the peaks are too "
        "small");
  }
  if (!scan.no_reweighting.empty()) {
    warnings.push_back(fmt::format("no curve and no peaks: {}", scan.no_reweighting));
  }
  return warnings;
}

ThermoOutcome scan(const ThermoConfig& settings, const ThermoSubject& subject, const TemperatureRange& range,
                   const Config& config, Watch& watch) {
  const ScanObserver observer = [&](const ScanProgress& at) { return watch(at.phase, at.sweep, at.sweeps); };
  const std::vector<Temperature> ladder = [&] {
    try {
      return ladder_of(settings, subject, range, observer);
    } catch (const std::invalid_argument& error) {
      const char* key = !settings.range.list.empty() ? "list"
                        : settings.range.hottest     ? "hottest"
                                                     : "coldest";
      throw config.error_at("temperatures", key,
                            fmt::format("no ladder can be placed from T = {} to {}: {}", range.cold.value(),
                                        range.hot.value(), error.what()));
    }
  }();
  const auto system = subject.make_system(std::ssize(ladder) * settings.measurement.ladders);
  ThermoOutcome outcome;
  outcome.scan = scan_equilibrium(
      *system,
      {.temperatures = ladder,
       .equilibration = settings.measurement.equilibration,
       .sweeps = settings.measurement.sweeps,
       .order_parameter = settings.measurement.order_parameter ? subject.order_parameter : StateObservable{},
       .order_parameter_every = settings.measurement.order_parameter_every,
       .seed = settings.seed},
      observer);
  outcome.is_interrupted = outcome.scan->is_interrupted;
  for (const ThermometerReading& reading : outcome.scan->readings) {
    if (reading.temperature <= range.hot) {
      outcome.readings.push_back(reading);
    }
  }
  if (outcome.scan->reweighting) {
    reweight(outcome, *outcome.scan->reweighting, range, subject.log_state_count, watch);
  }
  if (!outcome.readings.empty() && outcome.scan->readings.back().temperature.is_infinite()) {
    outcome.integrated_entropies = integrate_entropy(outcome.scan->readings, subject.log_state_count);
  }
  std::vector<Temperature> points;
  for (const ThermometerReading& reading : outcome.readings) {
    points.push_back(reading.temperature);
  }
  add_exact(outcome, subject, range, points, watch);
  outcome.warnings = warnings_of(outcome);
  return outcome;
}

/// Whether the master equation gives the loop too, in some seconds: for a small model, under the sweeps that
/// the equation has.
bool has_exact_loop(const ThermoConfig& settings, const ThermoSubject& subject) {
  constexpr Index most_units = 16;
  constexpr double most_updates = 4e9;  // of pairs of states
  if (!subject.model || subject.model->size() > most_units || settings.sampler.clusters ||
      settings.sampler.units.order != UpdateOrder::sequential) {
    return false;
  }
  const auto units = static_cast<double>(subject.model->size());
  return 2 * static_cast<double>(settings.loop.sweeps) * units * std::exp2(units) <= most_updates;
}

std::string_view part_name(LoopPart part) {
  return part == LoopPart::equilibration ? "equilibrating the loop"
         : part == LoopPart::cooling     ? "cooling"
                                         : "heating";
}

/// Cools from the hottest temperature of the range to the coldest, and heats again.
std::optional<LoopOutcome> go_through_loop(const ThermoConfig& settings, const ThermoSubject& subject,
                                           const TemperatureRange& range, Watch& watch) {
  if (settings.loop.sweeps == 0) {
    return std::nullopt;
  }
  const Schedule cooling = LinearSchedule{.start = range.hot, .end = range.cold};
  const auto system = subject.make_system(settings.loop.replicas);
  system->randomize(phase_seed(settings.seed, RunPhase::loop));
  LoopOutcome loop{.measured = hysteresis(
                       *system, cooling, {.sweeps = settings.loop.sweeps}, [&](const HysteresisSweep& at) {
                         return watch(part_name(at.part), at.progress.sweep + 1, at.progress.sweeps);
                       })};
  if (loop.measured.stop_reason != StopReason::interrupted && has_exact_loop(settings, subject)) {
    loop.exact = exact_hysteresis(enumerate(subject.model), cooling, settings.loop.sweeps,
                                  settings.sampler.units.kernel);
  }
  return loop;
}

/// How far an interrupted outcome has come.
void describe_interruption(ThermoOutcome& outcome, const ThermoConfig& settings) {
  if (!outcome.is_interrupted) {
    return;
  }
  if (outcome.loop) {
    outcome.interruption = "interrupted in the loop of cooling and heating";
  } else if (outcome.scan && outcome.scan->sweeps < settings.measurement.sweeps) {
    outcome.interruption =
        fmt::format("interrupted after {} of {} sweeps", outcome.scan->sweeps, settings.measurement.sweeps);
  } else if (outcome.histogram && outcome.histogram->interrupted) {
    outcome.interruption = "interrupted before all sweeps were done";
  } else {
    outcome.interruption = "interrupted before everything was evaluated";
  }
  outcome.warnings.insert(outcome.warnings.begin(), outcome.interruption);
}

}  // namespace

ThermoOutcome solve_exactly(const ThermoConfig& settings, const ThermoSubject& subject,
                            const TemperatureRange& range, const Config& config, bool quiet) {
  if (!subject.exact) {
    throw config.error_at(
        "problem", "kind",
        fmt::format("no exact answer is known for {}; square ferromagnets, chains, Curie-Weiss "
                    "models, softmaxes and everything small enough to enumerate have one",
                    subject.description));
  }
  Watch watch(quiet);
  ThermoOutcome outcome;
  outcome.is_absolute = true;
  add_exact(outcome, subject, range, shown_temperatures(settings, range), watch);
  describe_interruption(outcome, settings);
  return outcome;
}

ThermoOutcome measure(const ThermoConfig& settings, const ThermoSubject& subject,
                      const TemperatureRange& range, const Config& config, bool quiet) {
  Watch watch(quiet);
  ThermoOutcome outcome = settings.measurement.flat_histogram
                              ? walk_through_energies(settings, subject, range, config, watch)
                              : scan(settings, subject, range, config, watch);
  if (!outcome.is_interrupted) {
    outcome.loop = go_through_loop(settings, subject, range, watch);
    outcome.is_interrupted = outcome.loop && outcome.loop->measured.stop_reason == StopReason::interrupted;
  }
  describe_interruption(outcome, settings);
  return outcome;
}

}  // namespace onedial::cli
