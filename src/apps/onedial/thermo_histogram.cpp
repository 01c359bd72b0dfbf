#include "thermo_histogram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "onedial/measure/thermodynamics_errors.hpp"
#include "onedial/model/local_fields.hpp"
#include "thermo_exact.hpp"

namespace onedial::cli {
namespace {

constexpr double bins_in_spread = 4;

/// σ(E) of random states, whose pairs and units are independent: √(ΣJ² + Σh²) of spins.
double spread_of_random_states(const PairwiseModel& model) {
  const PairwiseModel spins = model.in_domain(Domain::spin);
  double variance = spins.fields().squaredNorm();
  for (Index unit = 0; unit < spins.size(); ++unit) {
    for_each_coupling(spins, unit, [&](Index, double coupling) { variance += coupling * coupling / 2; });
  }
  return std::sqrt(variance);
}

void require_narrow_bins(double width, const PairwiseModel& model, const Config& config) {
  const double spread = spread_of_random_states(model);
  if (width > spread / bins_in_spread) {
    throw config.error_at(
        "measurement", "bin_width",
        fmt::format("is {}, but the energies of random states spread by {:.4g}; must be at most a quarter of "
                    "that, {:.4g}",
                    width, spread, spread / bins_in_spread));
  }
}

/// What bins of width w hide, where the states in each are spread evenly: w²/24T² of ln Z and of S, and what
/// follows from that for the others.
Thermodynamics hidden_in_bins(double width, Temperature t) {
  const double square = std::pow(t.reduced(width), 2);
  const double value = t.value();
  return {.temperature = t,
          .log_z = square / 24,
          .mean_energy = square * value / 12,
          .energy_variance = square * value * value / 12,
          .entropy = square / 24,
          .free_energy = square * value / 24,
          .heat_capacity = square / 12,
          .entropy_slope = square / 12 / value};
}

/// What a flat histogram, of bins of that width or of exact levels if it is 0, says of a temperature.
ReweightedPoint point_of(const FlatHistogram& histogram, double width, Temperature t) {
  const Thermodynamics value = thermodynamics(histogram.density, t);
  std::vector<Thermodynamics> others;
  for (const DensityOfStates& density : histogram.without_walker) {
    others.push_back(thermodynamics(density, t));
  }
  ReweightedPoint point{.value = value, .standard_error = thermodynamics_errors(value, others)};
  const double error = point.standard_error.mean_energy;
  const Thermodynamics hidden = hidden_in_bins(width, t);
  for (double Thermodynamics::*field : thermodynamic_quantities) {
    point.standard_error.*field = std::hypot(point.standard_error.*field, hidden.*field);
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
  // Visits in a row are much alike: there are no more samples than would scatter as the walkers do.
  point.effective_samples = sum * sum / squares;
  if (error > 0) {
    point.effective_samples = std::min(point.effective_samples, value.energy_variance / (error * error));
  }
  point.is_resolved = width * bins_in_spread <= std::sqrt(value.energy_variance);
  return point;
}

/// The points, the curve and the peaks, unless the user interrupts meanwhile.
void reweight(ThermoOutcome& outcome, double width, const TemperatureRange& range,
              const std::vector<Temperature>& points, Watch& watch) {
  const FlatHistogram& histogram = *outcome.histogram;
  const std::vector<Temperature> curve = curve_temperatures(range);
  const Index all = std::ssize(points) + std::ssize(curve);
  const auto add_all = [&](const std::vector<Temperature>& temperatures,
                           std::vector<ReweightedPoint>& reweighted) {
    for (const Temperature t : temperatures) {
      const Index done = std::ssize(outcome.at_points) + std::ssize(outcome.curve);
      if (!outcome.is_interrupted && !watch("reweighting", done, all)) {
        outcome.is_interrupted = true;
        return false;
      }
      reweighted.push_back(point_of(histogram, width, t));
    }
    return true;
  };
  if (add_all(points, outcome.at_points) && add_all(curve, outcome.curve)) {
    outcome.heat_capacity_peaks = between(heat_capacity_peaks(histogram), range);
    outcome.entropy_slope_peaks = between(entropy_slope_peaks(histogram), range);
  }
}

/// At how many supported temperatures ⟨E⟩ or C is farther from what is exact than chance among so many would
/// have it once in ten thousand runs. Errors that come from few walkers have long tails.
Index contradictions(const ThermoOutcome& outcome) {
  if (outcome.exact_points.size() != outcome.at_points.size()) {
    return 0;
  }
  const auto walkers = static_cast<double>(outcome.histogram->without_walker.size());
  const double chance = 1e-4 / (4 * static_cast<double>(outcome.at_points.size()));
  const boost::math::students_t_distribution<double> law(walkers - 1);
  const double most = boost::math::quantile(boost::math::complement(law, chance));
  Index count = 0;
  for (std::size_t k = 0; k < outcome.at_points.size(); ++k) {
    const ReweightedPoint& point = outcome.at_points[k];
    const auto is_off = [&](double Thermodynamics::*field) {
      const double distance = std::abs(point.value.*field - outcome.exact_points[k].*field);
      const double rounding = 1e-9 * std::abs(outcome.exact_points[k].*field);
      return distance > most * point.standard_error.*field + rounding;
    };
    const bool contradicts = is_off(&Thermodynamics::mean_energy) || is_off(&Thermodynamics::heat_capacity);
    count += contradicts && point.is_supported() ? 1 : 0;
  }
  return count;
}

std::vector<std::string> warnings_of(const ThermoOutcome& outcome, double width) {
  std::vector<std::string> warnings;
  const auto at = [&](Index count) {
    return fmt::format("at {} of {} temperatures", count, outcome.at_points.size());
  };
  if (!outcome.histogram->mixed()) {
    warnings.push_back(fmt::format(
        "a walker made fewer than {} round trips through the energies: errors may be too small; more "
        "sweeps are needed",
        FlatHistogram::enough_round_trips));
  }
  if (!outcome.histogram->has_final_weights) {
    warnings.emplace_back(
        "the search for weights ended before its last factor: some energies may be hard to reach");
  }
  if (!outcome.histogram->flat()) {
    warnings.push_back(fmt::format(
        "the histogram is not flat: an energy was visited {:.2f} times as often as the mean, under {}; more "
        "sweeps are needed",
        outcome.histogram->flatness, FlatHistogram::flat_enough));
  }
  const auto blurred = std::count_if(outcome.at_points.begin(), outcome.at_points.end(),
                                     [](const ReweightedPoint& point) { return !point.is_resolved; });
  if (blurred > 0) {
    warnings.push_back(
        fmt::format("{} the energy spreads over less than {:g} bins of {}: nothing is known there; give a "
                    "smaller bin_width",
                    at(blurred), bins_in_spread, width));
  }
  if (const Index off = contradictions(outcome); off > 0) {
    warnings.push_back(fmt::format(
        "{} <E> or C contradicts the exact answer: errors are too small; more sweeps{} are needed", at(off),
        width > 0 ? " or a smaller bin_width" : ""));
  }
  return warnings;
}

/// Leaves out the peaks where the energy is not resolved; the others' errors hold what bins hide.
void reckon_with_bins(std::vector<PeakEstimate>& peaks, double Thermodynamics::*quantity,
                      const FlatHistogram& histogram, double width) {
  std::erase_if(peaks, [&](const PeakEstimate& peak) {
    return !point_of(histogram, width, Temperature(peak.temperature)).is_resolved;
  });
  for (PeakEstimate& peak : peaks) {
    peak.value_error =
        std::hypot(peak.value_error, hidden_in_bins(width, Temperature(peak.temperature)).*quantity);
  }
}

}  // namespace

ThermoOutcome walk_through_energies(const ThermoConfig& settings, const ThermoSubject& subject,
                                    const TemperatureRange& range, const Config& config, Watch& watch) {
  const auto& measurement = settings.measurement;
  require_narrow_bins(measurement.bin_width, *subject.model, config);
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
  const std::vector<Temperature> points = shown_temperatures(settings, range);
  reweight(outcome, measurement.bin_width, range, points, watch);
  reckon_with_bins(outcome.heat_capacity_peaks, &Thermodynamics::heat_capacity, *outcome.histogram,
                   measurement.bin_width);
  reckon_with_bins(outcome.entropy_slope_peaks, &Thermodynamics::entropy_slope, *outcome.histogram,
                   measurement.bin_width);
  if (outcome.at_points.size() == points.size()) {
    add_exact(outcome, subject, range, points, watch);
  }
  outcome.warnings = warnings_of(outcome, measurement.bin_width);
  return outcome;
}

}  // namespace onedial::cli
