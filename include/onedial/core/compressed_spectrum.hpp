#pragma once
#include <vector>

#include "onedial/core/spectrum.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {

/// A spectrum summarised by a few hundred levels, so that a temperature costs well under a microsecond
/// however many states there are.
///
/// The ground level stays exact. The gaps d = E − E₀ above it are binned by their binary exponent and the
/// first bits of their mantissa, 16 bins an octave or, from ln N = 16 on, about ln N, and each bin becomes
/// the two-node Gauss rule with its moments 0 to 3. As e^{−d/T} has positive even derivatives, every Gauss
/// rule errs downwards; the Lobatto rule with the ends of the bin and one node inside errs upwards (Golub,
/// Welsch 1969; Gautschi 2004, §1.4). A bin with one or two distinct gaps is exact, so small spectra are.
class CompressedSpectrum {
 public:
  explicit CompressedSpectrum(const Spectrum& spectrum);

  /// How many levels stand for the spectrum.
  [[nodiscard]] Index size() const { return size_; }

  /// As `thermodynamics` of the spectrum, with the relative error of the rules: some 10⁻⁶ for logits that
  /// fill every bin, 10⁻¹³ where the bins are exact. Weights below e^{−708} of the ground state's count as 0.
  [[nodiscard]] Thermodynamics evaluate(Temperature t) const;

  struct Bounds {
    double lower;
    double upper;
  };
  /// lower ≤ ln Z ≤ upper for the spectrum as it was given, rounding included.
  [[nodiscard]] Bounds log_z_bounds(Temperature t) const;

  /// Levels laid out for summation in lanes of eight.
  struct Nodes {
    std::vector<double> gaps;
    std::vector<double> log_weights;
  };

 private:
  double ground_energy_;
  double ground_degeneracy_;
  double largest_gap_;
  double largest_log_weight_ = 0;  // in magnitude
  Index size_;
  Nodes gauss_;
  Nodes lobatto_;
  Nodes rounding_;  // at the lower end of each bin, the rounding error of its moments
};

}  // namespace onedial
