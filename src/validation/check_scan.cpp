#include "onedial/validation/check_scan.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "onedial/core/curve_maxima.hpp"

namespace onedial {

std::vector<ValidationCheck> check_readings(const EquilibriumScan& scan, const ExactThermodynamics& exact) {
  constexpr double enough_samples = 500;
  std::vector<ValidationCheck> checks;
  for (const ThermometerReading& reading : scan.readings) {
    const bool is_sound =
        reading.has_events && reading.is_long_enough && reading.effective_samples >= enough_samples;
    if (!is_sound || reading.temperature.is_infinite()) {
      continue;
    }
    const Thermodynamics truth = exact(reading.temperature);
    checks.push_back({.what = fmt::format("<E> at T = {:.4f}", reading.temperature.value()),
                      .exact = truth.mean_energy,
                      .estimate = reading.mean_energy,
                      .error = reading.mean_energy_error});
    checks.push_back({.what = fmt::format("C at T = {:.4f}", reading.temperature.value()),
                      .exact = truth.heat_capacity,
                      .estimate = reading.heat_capacity,
                      .error = reading.heat_capacity_error});
  }
  return checks;
}

std::vector<ValidationCheck> check_density(EquilibriumScan& scan, const ExactThermodynamics& exact,
                                           double log_state_count) {
  if (!scan.reweighting || !scan.reweighting->temperatures().front().is_infinite()) {
    throw std::logic_error("the scan has no density of states from T = infinity: " + scan.no_reweighting);
  }
  Reweighting& density = *scan.reweighting;
  density.set_anchor(log_state_count);
  std::vector<ValidationCheck> checks;
  const std::vector<Temperature>& ladder = density.temperatures();  // from hot to cold
  for (std::size_t k = 2; k < ladder.size(); ++k) {
    const Temperature between(std::sqrt(ladder[k - 1].value() * ladder[k].value()));
    const ReweightedPoint point = density.at(between);
    const Thermodynamics truth = exact(between);
    checks.push_back({.what = fmt::format("S at T = {:.4f}", between.value()),
                      .exact = truth.entropy,
                      .estimate = point.value.entropy,
                      .error = point.standard_error.entropy});
    checks.push_back({.what = fmt::format("ln Z at T = {:.4f}", between.value()),
                      .exact = truth.log_z,
                      .estimate = point.value.log_z,
                      .error = point.standard_error.log_z});
  }
  constexpr Index steps = 200;
  const auto maxima =
      curve_maxima([&](Temperature t) { return exact(t).heat_capacity; }, ladder.back(), ladder[1], steps);
  const auto found = density.heat_capacity_peaks();
  checks.push_back({.what = "peaks of C",
                    .exact = static_cast<double>(maxima.size()),
                    .estimate = static_cast<double>(found.size()),
                    .error = 0});
  for (std::size_t i = 0; i < std::min(maxima.size(), found.size()); ++i) {
    checks.push_back({.what = fmt::format("T* of peak {}", i + 1),
                      .exact = maxima[i].temperature.value(),
                      .estimate = found[i].temperature,
                      .error = found[i].temperature_error});
    checks.push_back({.what = fmt::format("C at peak {}", i + 1),
                      .exact = maxima[i].value,
                      .estimate = found[i].value,
                      .error = found[i].value_error});
  }
  return checks;
}

}  // namespace onedial
