#include "onedial/measure/integrated_entropy.hpp"

#include <cmath>
#include <stdexcept>

namespace onedial {

std::vector<IntegratedEntropy> integrate_entropy(std::span<const ThermometerReading> readings,
                                                 double log_state_count) {
  if (readings.empty() || !readings.back().temperature.is_infinite()) {
    throw std::invalid_argument(
        "an entropy is integrated from T = infinity, which must be the last temperature");
  }
  std::vector<IntegratedEntropy> entropies(readings.size());
  entropies.back().value = entropies.back().log_z = log_state_count;
  double beta = 0;
  double integral = 0;
  double squared_error = 0;  // of the integral up to the middle of the present step
  double step = 0;
  for (std::size_t k = readings.size() - 1; k-- > 0;) {
    const ThermometerReading& hot = readings[k + 1];
    const ThermometerReading& cold = readings[k];
    const double before = step;
    step = 1 / cold.temperature.value() - beta;
    beta += step;
    integral += step / 2 * (hot.mean_energy + cold.mean_energy) +
                step * step / 12 * (cold.energy_variance - hot.energy_variance);
    // Each ⟨E⟩ counts with half of the steps at its sides, and the last one with what β⟨E⟩ leaves of it.
    squared_error += std::pow((before + step) / 2 * hot.mean_energy_error, 2);
    const double own = (beta - step / 2) * cold.mean_energy_error;
    entropies[k] = {.value = log_state_count + beta * cold.mean_energy - integral,
                    .standard_error = std::sqrt(squared_error + own * own),
                    .log_z = log_state_count - integral,
                    .log_z_error = std::hypot(std::sqrt(squared_error), step / 2 * cold.mean_energy_error)};
  }
  return entropies;
}

}  // namespace onedial
