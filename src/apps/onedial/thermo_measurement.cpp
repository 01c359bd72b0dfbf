#include "thermo_measurement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "common_options.hpp"
#include "interrupt.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/core/curve_maxima.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/local_fields.hpp"
#include "onedial/run/progress.hpp"

namespace onedial::cli {
namespace {

constexpr Index curve_points = 160;

/// The temperatures that are shown where none has to be sampled.
std::vector<Temperature> grid(const ThermoConfig& settings, const TemperatureRange& range) {
  std::vector<Temperature> points;
  for (const double t : settings.range.list) {
    points.emplace_back(t);
  }
  constexpr Index usual_points = 25;
  return points.empty() ? spaced_ladder(LadderSpacing::geometric, range.cold, range.hot,
                                        settings.range.count.value_or(usual_points))
                        : points;
}

std::vector<Temperature> curve_temperatures(const TemperatureRange& range) {
  return spaced_ladder(LadderSpacing::geometric, range.cold, range.hot, curve_points);
}

/// Fills in what is known exactly, at the temperatures of the points and in between.
void add_exact(ThermoOutcome& outcome, const ThermoSubject& subject, const TemperatureRange& range,
               const std::vector<Temperature>& points) {
  if (!subject.exact) {
    return;
  }
  for (const Temperature t : points) {
    outcome.exact_points.push_back(subject.exact->at(t));
  }
  for (const Temperature t : curve_temperatures(range)) {
    outcome.exact_curve.push_back(subject.exact->at(t));
  }
  // The curve shows where the maxima are; only these are looked at more closely.
  const std::vector<Thermodynamics>& curve = outcome.exact_curve;
  const auto maxima = [&](double Thermodynamics::*quantity) {
    std::vector<Peak> found;
    for (std::size_t k = 1; k + 1 < curve.size(); ++k) {
      if (curve[k].*quantity > curve[k - 1].*quantity && curve[k].*quantity >= curve[k + 1].*quantity) {
        const auto peak = curve_maxima([&](Temperature t) { return subject.exact->at(t).*quantity; },
                                       curve[k - 1].temperature, curve[k + 1].temperature, 2);
        found.insert(found.end(), peak.begin(), peak.end());
      }
    }
    return found;
  };
  outcome.exact_heat_capacity_peaks = maxima(&Thermodynamics::heat_capacity);
  outcome.exact_entropy_slope_peaks = maxima(&Thermodynamics::entropy_slope);
}

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

std::vector<PeakEstimate> between(std::vector<PeakEstimate> peaks, const TemperatureRange& range) {
  std::erase_if(peaks, [&](const PeakEstimate& peak) {
    return peak.temperature < range.cold.value() || peak.temperature > range.hot.value();
  });
  return peaks;
}

/// Everything between the ends of the range that follows from the scan's one density of states.
void reweight(ThermoOutcome& outcome, Reweighting& density, const TemperatureRange& range,
              double log_state_count) {
  outcome.is_absolute = density.temperatures().front().is_infinite();
  if (outcome.is_absolute) {
    density.set_anchor(log_state_count);
  }
  for (const ThermometerReading& reading : outcome.readings) {
    outcome.at_points.push_back(density.at(reading.temperature));
  }
  for (const Temperature t : curve_temperatures(range)) {
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
  if (const auto bad = count([](const auto& r) { return r.has_events && !r.in_equilibrium; }); bad > 0) {
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
  if (!scan.no_reweighting.empty()) {
    warnings.push_back(fmt::format("no curve and no peaks: {}", scan.no_reweighting));
  }
  return warnings;
}

/// Shows how far a measurement is, and asks whether to go on.
class Watch {
 public:
  explicit Watch(bool quiet)
      : progress_(quiet ? ProgressReport::Style::none : ProgressReport::style_of_stderr(), stderr_is_rich()) {
  }
  ~Watch() { progress_.finish(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

  bool operator()(std::string_view phase, Index done, Index all) {
    if (phase != phase_) {
      progress_.finish();
      phase_ = phase;
    }
    progress_.update(done, all, [&] { return phase_; });
    return !InterruptGuard::requested();
  }

 private:
  ProgressReport progress_;
  std::string phase_;
};

ThermoOutcome scan(const ThermoConfig& settings, const ThermoSubject& subject, const TemperatureRange& range,
                   Watch& watch) {
  const ScanObserver observer = [&](const ScanProgress& at) { return watch(at.phase, at.sweep, at.sweeps); };
  const std::vector<Temperature> ladder = ladder_of(settings, subject, range, observer);
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
    reweight(outcome, *outcome.scan->reweighting, range, subject.log_state_count);
  }
  if (!outcome.readings.empty() && outcome.scan->readings.back().temperature.is_infinite()) {
    outcome.integrated_entropies = integrate_entropy(outcome.scan->readings, subject.log_state_count);
  }
  std::vector<Temperature> points;
  for (const ThermometerReading& reading : outcome.readings) {
    points.push_back(reading.temperature);
  }
  add_exact(outcome, subject, range, points);
  outcome.warnings = warnings_of(outcome);
  return outcome;
}

/// What a flat histogram says of a temperature.
ReweightedPoint point_of(const FlatHistogram& histogram, Temperature t) {
  const Thermodynamics value = thermodynamics(histogram.density, t);
  ReweightedPoint point{.value = value, .standard_error = value};
  for (double Thermodynamics::*field :
       {&Thermodynamics::log_z, &Thermodynamics::mean_energy, &Thermodynamics::energy_variance,
        &Thermodynamics::entropy, &Thermodynamics::free_energy, &Thermodynamics::heat_capacity,
        &Thermodynamics::entropy_slope}) {
    point.standard_error.*field = jackknife(histogram, [&](const DensityOfStates& density) {
                                    return thermodynamics(density, t).*field;
                                  }).standard_error;
  }
  // Kish's number of the visits, each weighed by what its level counts at T.
  double sum = 0;
  double squares = 0;
  for (std::size_t level = 0; level < histogram.visits.size(); ++level) {
    const double energy = histogram.density.energies()[level];
    const double probability =
        std::exp(histogram.density.log_states()[level] - t.reduced(energy) - value.log_z);
    sum += probability;
    squares += probability * probability / static_cast<double>(std::max<Index>(histogram.visits[level], 1));
  }
  point.effective_samples = sum * sum / squares;
  return point;
}

ThermoOutcome walk(const ThermoConfig& settings, const ThermoSubject& subject, const TemperatureRange& range,
                   const Config& config, Watch& watch) {
  const auto& measurement = settings.measurement;
  const Index threads = settings.sampler.units.threads;
  const WalkObserver observer = [&](const WalkProgress& at) { return watch(at.phase, at.done, at.total); };
  ThermoOutcome outcome;
  outcome.is_absolute = true;
  try {
    outcome.histogram = with_local_fields(subject.model, [&](const auto& model) {
      return flat_histogram(
          model, {.bin_width = measurement.bin_width, .walkers = measurement.ladders, .threads = threads},
          {.walkers = measurement.ladders, .sweeps = measurement.sweeps, .threads = threads}, settings.seed,
          observer);
    });
  } catch (const std::invalid_argument& error) {
    throw config.error_at("measurement", "method", error.what());
  }
  outcome.is_interrupted = !outcome.histogram || outcome.histogram->interrupted;
  if (!outcome.histogram) {
    return outcome;
  }
  const FlatHistogram& histogram = *outcome.histogram;
  const std::vector<Temperature> points = grid(settings, range);
  for (const Temperature t : points) {
    outcome.at_points.push_back(point_of(histogram, t));
  }
  for (const Temperature t : curve_temperatures(range)) {
    outcome.curve.push_back(point_of(histogram, t));
  }
  outcome.heat_capacity_peaks = between(heat_capacity_peaks(histogram), range);
  outcome.entropy_slope_peaks = between(entropy_slope_peaks(histogram), range);
  add_exact(outcome, subject, range, points);
  if (!histogram.mixed()) {
    outcome.warnings.push_back(fmt::format(
        "a walker made fewer than {} round trips through the energies: errors may be too small; more "
        "sweeps are needed",
        FlatHistogram::enough_round_trips));
  }
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

}  // namespace

ThermoOutcome solve_exactly(const ThermoConfig& settings, const ThermoSubject& subject,
                            const TemperatureRange& range, const Config& config) {
  if (!subject.exact) {
    throw config.error_at(
        "problem", "kind",
        fmt::format("no exact answer is known for {}; square ferromagnets, chains, Curie-Weiss "
                    "models, softmaxes and everything small enough to enumerate have one",
                    subject.description));
  }
  ThermoOutcome outcome;
  outcome.is_absolute = true;
  add_exact(outcome, subject, range, grid(settings, range));
  return outcome;
}

ThermoOutcome measure(const ThermoConfig& settings, const ThermoSubject& subject,
                      const TemperatureRange& range, const Config& config, bool quiet) {
  const InterruptGuard interrupt;
  Watch watch(quiet);
  ThermoOutcome outcome = settings.measurement.flat_histogram ? walk(settings, subject, range, config, watch)
                                                              : scan(settings, subject, range, watch);
  if (!outcome.is_interrupted) {
    outcome.loop = go_through_loop(settings, subject, range, watch);
    outcome.is_interrupted = outcome.loop && outcome.loop->measured.stop_reason == StopReason::interrupted;
  }
  return outcome;
}

}  // namespace onedial::cli
