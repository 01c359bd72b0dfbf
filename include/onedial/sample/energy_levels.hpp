#pragma once
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/model/energy_model.hpp"

namespace onedial {

/// The energies that a walk may have; all of them by default.
struct EnergyRange {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
};

/// How energies are told apart: levels at equal distances, each with the energies nearest to it.
///
/// Where all energies are multiples of a common step (integer couplings), each has a level of its own.
/// Otherwise levels are bins of a given width, which start at `least` of the range; the bin that `most` falls
/// into is taken whole.
class EnergyLevels {
 public:
  /// Levels at `anchor` + k·`step` for all whole k, of energies that lie on them.
  /// Throws std::invalid_argument unless the step is positive, both are finite, and a level is in the range.
  static EnergyLevels at_steps(double anchor, double step, EnergyRange range);
  /// Throws std::invalid_argument unless the width is positive and finite and `least` ≤ `most`.
  static EnergyLevels in_bins(double width, EnergyRange range);

  /// The level nearest to an energy. Far beyond the range of any table it is just some level beyond it.
  [[nodiscard]] Index nearest(double energy) const {
    constexpr double round_shift = 0x1.8p52;  // adding it leaves the nearest integer in the low bits
    return static_cast<Index>(((energy - origin_) * levels_per_energy_ + round_shift) - round_shift);
  }
  /// The energy in the middle of a level.
  [[nodiscard]] double middle(Index level) const { return origin_ + step_ * static_cast<double>(level); }
  [[nodiscard]] double step() const { return step_; }
  /// Whether energies lie on the levels, so that a level is one energy.
  [[nodiscard]] bool exact() const { return exact_; }
  /// Whether the range leaves out energies on either side.
  [[nodiscard]] bool bounded() const { return bounded_; }
  [[nodiscard]] Index first() const { return first_; }  ///< the lowest level of the range
  [[nodiscard]] Index last() const { return last_; }    ///< the highest
  [[nodiscard]] bool contains(Index level) const { return first_ <= level && level <= last_; }

  /// The same levels without bounds.
  [[nodiscard]] EnergyLevels unbounded() const;

 private:
  EnergyLevels(double origin, double step, bool exact) : origin_(origin), step_(step), exact_(exact) {
    levels_per_energy_ = 1 / step;
  }

  static constexpr Index far = Index{1} << 50U;

  double origin_;
  double step_;
  double levels_per_energy_ = 1;
  bool exact_;
  bool bounded_ = false;
  Index first_ = -far;
  Index last_ = far;
};

/// The largest step of which all `differences` are whole multiples, to 10⁻⁹ of the largest. None where they
/// are all 0, and where it would be less than 1/4096 of the largest: so fine a step makes more levels than
/// any walk can visit.
std::optional<double> common_step(std::span<const double> differences);

namespace detail {
[[noreturn]] void throw_no_units();
/// Levels for energies of which one is `energy` and that single flips change by `differences`.
EnergyLevels levels_of(double energy, std::span<const double> differences, double bin_width,
                       EnergyRange range);
}  // namespace detail

/// The levels of a model: bins of `bin_width`, or if that is 0, the levels that its energies lie on, by the
/// energies of all single flips from 64 random states. Draws from stream 2⁶¹ of `seed`.
/// Throws std::invalid_argument if the model has no units, `bin_width` is negative, not finite or too fine to
/// count bins, no energy can lie in the range, or `bin_width` is 0 and there is no common step.
template <EnergyModel Model>
EnergyLevels energy_levels(Model model, double bin_width, EnergyRange range, std::uint64_t seed) {
  const Index units = model.size();
  if (units < 1) {
    detail::throw_no_units();
  }
  RandomStream random(seed, std::uint64_t{1} << 61U);
  const int states = bin_width == 0 ? 64 : 1;
  State state(static_cast<std::size_t>(units));
  std::vector<double> differences;
  double energy = 0;
  for (int k = 0; k < states; ++k) {
    for (Level& level : state) {
      level = static_cast<Level>(random() >> 63U);
    }
    energy = model.place(state);
    for (Index unit = 0; unit < units; ++unit) {
      differences.push_back(model.flip_energy(unit));
    }
  }
  return detail::levels_of(energy, differences, bin_width, range);
}

}  // namespace onedial
