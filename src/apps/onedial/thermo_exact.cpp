#include "thermo_exact.hpp"

#include <algorithm>
#include <chrono>

#include "onedial/core/curve_maxima.hpp"

namespace onedial::cli {
namespace {

constexpr Index curve_points = 160;

/// Of what an interrupted solution has got to: no maxima, and a curve of the points alone. Beside what was
/// measured the points have to be all there.
void keep_what_is_solved(ThermoOutcome& outcome, std::size_t points) {
  outcome.is_interrupted = true;
  if (outcome.exact_points.size() < points && (outcome.scan || outcome.histogram)) {
    outcome.exact_points.clear();
  }
  outcome.exact_curve = outcome.exact_points;
  outcome.exact_heat_capacity_peaks.clear();
  outcome.exact_entropy_slope_peaks.clear();
}

}  // namespace

std::vector<Temperature> shown_temperatures(const ThermoConfig& settings, const TemperatureRange& range) {
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

std::vector<PeakEstimate> between(std::vector<PeakEstimate> peaks, const TemperatureRange& range) {
  std::erase_if(peaks, [&](const PeakEstimate& peak) {
    return peak.temperature < range.cold.value() || peak.temperature > range.hot.value();
  });
  return peaks;
}

void add_exact(ThermoOutcome& outcome, const ThermoSubject& subject, const TemperatureRange& range,
               const std::vector<Temperature>& points, Watch& watch) {
  if (!subject.exact) {
    return;
  }
  const std::vector<Temperature> between_points = curve_temperatures(range);
  const Index all = std::ssize(points) + std::ssize(between_points);
  Index done = 0;
  const bool is_late = outcome.is_interrupted;
  const auto start = std::chrono::steady_clock::now();
  const auto goes_on = [&] {
    constexpr std::chrono::seconds patience(2);
    return is_late ? std::chrono::steady_clock::now() - start < patience
                   : watch("solving exactly", done, all);
  };
  const auto solve_all = [&](const std::vector<Temperature>& temperatures,
                             std::vector<Thermodynamics>& solved) {
    for (const Temperature t : temperatures) {
      if (!goes_on()) {
        return false;
      }
      solved.push_back(subject.exact->at(t));
      ++done;
    }
    return true;
  };
  if (!solve_all(points, outcome.exact_points) || !solve_all(between_points, outcome.exact_curve)) {
    keep_what_is_solved(outcome, points.size());
    return;
  }
  // The curve shows where the maxima are; only these are looked at more closely.
  const std::vector<Thermodynamics>& curve = outcome.exact_curve;
  const auto maxima = [&](double Thermodynamics::*quantity) {
    std::vector<Peak> found;
    for (std::size_t k = 1; k + 1 < curve.size(); ++k) {
      if (curve[k].*quantity > curve[k - 1].*quantity && curve[k].*quantity >= curve[k + 1].*quantity) {
        // Once interrupted, it ends within a few steps, at some place that is dropped.
        const auto value = [&](Temperature t) { return goes_on() ? subject.exact->at(t).*quantity : 0; };
        const auto peak = curve_maxima(value, curve[k - 1].temperature, curve[k + 1].temperature, 2);
        found.insert(found.end(), peak.begin(), peak.end());
      }
    }
    return found;
  };
  outcome.exact_heat_capacity_peaks = maxima(&Thermodynamics::heat_capacity);
  outcome.exact_entropy_slope_peaks = maxima(&Thermodynamics::entropy_slope);
  if (!goes_on()) {
    keep_what_is_solved(outcome, points.size());
  }
}

}  // namespace onedial::cli
