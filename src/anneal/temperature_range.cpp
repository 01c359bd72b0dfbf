#include "onedial/anneal/temperature_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// The largest q of which every value is a multiple, by Euclid's algorithm, which is exact on doubles.
class CommonQuantum {
 public:
  void add(double value) {
    double a = std::abs(value);
    largest_ = std::max(largest_, a);
    double b = quantum_;
    while (a != 0) {
      const double rest = std::fmod(b, a);
      b = a;
      a = rest;
    }
    quantum_ = b;
  }
  /// Empty where the values are over a thousand quanta large: such gaps are as good as continuous.
  [[nodiscard]] std::optional<double> value() const {
    constexpr double most_levels = 1000;
    if (quantum_ == 0 || largest_ > most_levels * quantum_) {
      return std::nullopt;
    }
    return quantum_;
  }

 private:
  double quantum_ = 0;
  double largest_ = 0;
};

/// The smallest |ΔE| > 0 of a flip of a unit whose local field is hᵢ + Σ±Jᵢⱼ, all multiples of q: the field
/// moves in steps of 2q from hᵢ + ΣJᵢⱼ (at least: a common factor of the Jᵢⱼ alone can only widen it).
double smallest_gap(double field_at_alignment, double quantum) {
  const double rest = std::abs(std::fmod(field_at_alignment, 2 * quantum));
  return 2 * (rest == 0 ? 2 * quantum : rest);
}

}  // namespace

TemperatureRange temperature_range(const PairwiseModel& model) {
  const PairwiseModel spins = model.in_domain(Domain::spin);
  CommonQuantum quantum;
  double widest = 0;
  double narrowest = std::numeric_limits<double>::infinity();
  for (Index i = 0; i < spins.size(); ++i) {
    double squares = spins.fields()[i] * spins.fields()[i];
    quantum.add(spins.fields()[i]);
    for_each_coupling(spins, i, [&](Index, double coupling) {
      squares += coupling * coupling;
      quantum.add(coupling);
    });
    if (squares > 0) {
      const double spread = 2 * std::sqrt(squares);
      widest = std::max(widest, spread);
      narrowest = std::min(narrowest, spread);
    }
  }
  if (widest == 0) {
    return {Temperature(1.0), Temperature(1.0)};
  }

  double gap = narrowest / std::sqrt(static_cast<double>(spins.size()));
  if (const auto q = quantum.value()) {
    gap = std::numeric_limits<double>::infinity();
    for (Index i = 0; i < spins.size(); ++i) {
      double aligned = spins.fields()[i];
      for_each_coupling(spins, i, [&](Index, double coupling) { aligned += coupling; });
      gap = std::min(gap, smallest_gap(aligned, *q));
    }
  }
  const double hot = 4 * widest;
  const double cold = gap / elementary::log(100.0 * static_cast<double>(spins.size()));
  return {Temperature(hot), Temperature(std::min(hot, cold))};
}

}  // namespace onedial
