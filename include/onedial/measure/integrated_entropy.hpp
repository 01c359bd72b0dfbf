#pragma once
#include <span>
#include <vector>

#include "onedial/measure/thermometer.hpp"

namespace onedial {

/// An entropy, and the ln Z that it comes from, with their errors.
struct IntegratedEntropy {
  double value = 0;
  double standard_error = 0;  ///< of the samples; that of the steps of the integral is not in it
  double log_z = 0;           ///< ln Z(∞) − ∫⟨E⟩ dβ: thermodynamic integration (Kirkwood 1935)
  double log_z_error = 0;     ///< likewise
};

/// S(T) = S(∞) − ∫ C/T' dT' from T to ∞ at every temperature, which by parts is ln N + β⟨E⟩ − ∫⟨E⟩ dβ' from 0
/// to β: by Hermite's cubic through ⟨E⟩ and its slope −Var(E) at both ends of each step. It knows nothing of
/// histograms, and so is a test of what reweighting says. `readings` go from cold to hot and end at T = ∞;
/// `log_state_count` is S there, which is ln Z. Throws std::invalid_argument if they do not.
std::vector<IntegratedEntropy> integrate_entropy(std::span<const ThermometerReading> readings,
                                                 double log_state_count);

}  // namespace onedial
