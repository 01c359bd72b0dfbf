#pragma once
#include <optional>
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/measure/block_means.hpp"
#include "onedial/measure/jackknife.hpp"

namespace onedial {

/// What an order parameter m, per unit, says of one temperature. Errors by a jackknife over blocks of time.
struct OrderParameterReading {
  Temperature temperature;
  Index samples = 0;                ///< of all replicas together
  JackknifeEstimate mean_absolute;  ///< ⟨|m|⟩
  JackknifeEstimate mean_square;    ///< ⟨m²⟩
  /// U₄ = 1 − ⟨m⁴⟩/(3⟨m²⟩²) (Binder 1981): ⅔ in order, 0 without. Unknown unless m differs from 0 in two
  /// blocks of time at least: of a frozen antiferromagnet it never does.
  std::optional<JackknifeEstimate> binder_cumulant;
  JackknifeEstimate susceptibility;  ///< χ = N(⟨m²⟩ − ⟨|m|⟩²)/T, per unit
};

/// Measures an order parameter on a ladder of temperatures while it is sampled, as `Thermometer` does
/// energies.
class OrderParameter {
 public:
  /// `units` is N. Throws std::invalid_argument for no temperatures, T = 0 and fewer than 1 unit.
  OrderParameter(std::vector<Temperature> temperatures, Index units);

  /// m of the replicas at a level. Throws std::invalid_argument if there are none, and for NaN and ∞;
  /// std::out_of_range for a level that is not there.
  void add(Index level, std::span<const double> values);

  /// From cold to hot. Throws std::logic_error before each level has two samples.
  [[nodiscard]] std::vector<OrderParameterReading> readings() const;

 private:
  std::vector<Temperature> temperatures_;
  double units_;
  std::vector<BlockMeans> moments_;  // of |m|, m² and m⁴, of each level
  std::vector<Index> samples_;
};

}  // namespace onedial
