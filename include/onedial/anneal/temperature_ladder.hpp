#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

// Where to put the K temperatures of replica exchange. Every ladder goes from cold to hot and holds both
// ends.
namespace onedial {

/// Equal steps of ln T, of T or of β = 1/T.
enum class LadderSpacing : std::uint8_t { geometric, linear, linear_beta };

/// K temperatures in equal steps. Equal steps of ln T give equal swap rates where C is constant.
/// Throws std::invalid_argument if K is less than 2, if the hottest is not above the coldest, and if an end
/// is 0 or ∞ where the steps cannot reach it: only `linear` starts at 0, only `linear_beta` ends at ∞.
std::vector<Temperature> spaced_ladder(LadderSpacing spacing, Temperature coldest, Temperature hottest,
                                       Index count);

/// How widely the energies of a system spread in equilibrium: σ = √Var(E) = T√C.
struct EnergySpread {
  Temperature temperature;  ///< above 0; may be ∞
  double sigma;
};

/// The mean swap rate ⟨min(1, eˣ)⟩ of two levels a thermodynamic length λ = ∫σ dβ apart: erfc(λ/2).
///
/// x = (β_c − β_h)(E_c − E_h) has the variance s² = (β_c − β_h)²(σ_c² + σ_h²) = 2λ², with λ the step of β
/// times the pooled spread. Detailed balance demands ⟨eˣ⟩ = 1, which of a normal x makes the mean −s²/2, and
/// so ⟨min(1, eˣ)⟩ = 2Φ(−s/2) = erfc(s/√8) (Predescu, Predescu, Ciobanu 2004; Kofke 2004). Energies that are
/// not normal swap at other rates: near the ground states, whose energies are bounded, at higher ones.
double normal_swap_rate(double length);

/// The thermodynamic length of ranges of T, from measured spreads with straight lines in β between them.
/// Below the peak of C a heat capacity of less than ¼ counts as ¼: frozen stretches, where no spread is seen,
/// still get a level for every few factors of T.
class ThermodynamicLength {
 public:
  /// Throws std::invalid_argument for fewer than 2 spreads, temperatures that do not rise from above 0, and a
  /// σ that is negative or not finite.
  explicit ThermodynamicLength(std::vector<EnergySpread> spreads);

  /// λ from the coldest temperature to `t`. Throws std::invalid_argument beyond the temperatures given.
  [[nodiscard]] double from_coldest(Temperature t) const;
  [[nodiscard]] double total() const { return lengths_.back(); }

  /// K temperatures that cut the way from `coldest` to `hottest` into equal lengths, so that all neighbours
  /// swap equally often. Throws std::invalid_argument if K is less than 2, and for ends that do not rise, lie
  /// beyond the temperatures given or have no length between them.
  [[nodiscard]] std::vector<Temperature> equal_acceptance_ladder(Temperature coldest, Temperature hottest,
                                                                 Index count) const;

  /// The least K whose neighbours swap at the rate `acceptance` or more. Replicas travel fastest, at a given
  /// number of updates, at ½ where even and odd pairs take turns, as in `ReplicaExchange` (Syed,
  /// Bouchard-Côté, Deligiannidis, Doucet 2022), and at 0.2 to 0.23 where pairs are drawn at random (Rathore,
  /// Chopra, de Pablo 2005; Kone, Kofke 2005). Throws std::invalid_argument for ends as above, for an
  /// acceptance outside of (0, 1), and for more than 100,000 levels.
  [[nodiscard]] Index levels_for(double acceptance, Temperature coldest, Temperature hottest) const;

 private:
  [[nodiscard]] double length_between(Temperature coldest, Temperature hottest) const;
  [[nodiscard]] Temperature at(double length) const;

  struct Knot {
    double beta;
    double sigma;
  };
  std::vector<Knot> knots_;
  std::vector<double> lengths_;  // from the coldest to each
};

/// The closest sequence, in the sum of squares, that never falls: of values out of order, the mean (pooling
/// of adjacent violators; Ayer, Brunk, Ewing, Reid, Silverman 1955).
std::vector<double> rising_fit(std::span<const double> values);

/// A ladder of the same ends and length on which replicas travel faster from end to end. With f(T) the
/// fraction of the replicas at T that came from the hot end, the density of levels becomes
/// √((df/dT)/ΔT), where ΔT is the present interval: the current of replicas is then the largest possible, and
/// f rises by equal steps from level to level (Katzgraber, Trebst, Huse, Troyer, J. Stat. Mech. P03018,
/// 2006). An interval over which f rises by Δf gets a share of √Δf of the levels.
///
/// Noise cannot harm it much: f is replaced by its `rising_fit`, and Δf counts as a tenth of the mean step at
/// least. `hot_fractions` (K) are those of `ReplicaExchange`; two or three rounds, each with the round trips
/// of many replicas, are enough. Throws std::invalid_argument if the sizes differ or are less than 2, for
/// temperatures that do not rise or are ∞, and for fractions outside of [0, 1] or that do not rise at all:
/// NaN means that no flow was measured.
std::vector<Temperature> feedback_ladder(std::span<const Temperature> temperatures,
                                         std::span<const double> hot_fractions);

}  // namespace onedial
