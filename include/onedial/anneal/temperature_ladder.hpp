#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

// Where to put the temperatures of replica exchange.
namespace onedial {

/// K temperatures in equal steps of ln T, of T or of β = 1/T, both ends included.
enum class LadderSpacing { geometric, linear, linear_beta };

/// From cold to hot. Throws std::invalid_argument unless 0 < coldest < hottest < ∞ and K is at least 2.
std::vector<Temperature> spaced_ladder(LadderSpacing spacing, Temperature coldest, Temperature hottest,
                                       Index count);

/// How widely energies spread at a temperature: σ = √Var(E) = T√C.
struct EnergySpread {
  Temperature temperature;  ///< above 0; may be ∞
  double sigma;
};

/// The length ∫σ dβ of a range of temperatures, by which the mean acceptance of a swap over a part of it
/// goes: where energies are normal, erfc(length/2) (Kofke 2002; Predescu, Predescu, Ciobanu 2004).
class ThermodynamicLength {
 public:
  /// From spreads measured at rising temperatures, with straight lines in β between them. Where nothing
  /// moves σ is 0, and a length of ½|Δln T| is added all along, so that frozen stretches have levels too.
  /// Throws std::invalid_argument for less than 2 spreads, temperatures that do not rise from above 0, and a
  /// σ that is negative or not finite.
  explicit ThermodynamicLength(std::vector<EnergySpread> spreads);

  /// From the coldest temperature to the hottest, or to the one given, which must lie between them.
  [[nodiscard]] double total() const { return lengths_.back(); }
  [[nodiscard]] double from_coldest(Temperature t) const;

  /// K temperatures that cut the part from `coldest` to `hottest` into equal lengths, so that all neighbours
  /// swap equally often. Throws std::invalid_argument if that part is not between the ends, or K is less than
  /// 2.
  [[nodiscard]] std::vector<Temperature> equal_acceptance_ladder(Temperature coldest, Temperature hottest,
                                                                 Index count) const;

  /// The least K with which neighbours from `coldest` to `hottest` swap at least as often as `acceptance`
  /// says, in (0, 1). Throws std::invalid_argument otherwise.
  [[nodiscard]] Index levels_for(double acceptance, Temperature coldest, Temperature hottest) const;

 private:
  [[nodiscard]] Temperature at_length(double length) const;

  std::vector<EnergySpread> spreads_;
  std::vector<double> lengths_;  // from the coldest to each
};

/// A ladder with the same ends and as many levels, on which replicas travel faster from end to end: the
/// density of levels becomes √(|df/dT|/ΔT) of each present interval ΔT, with f the fraction of replicas that
/// came from the hot end (Katzgraber, Trebst, Huse, Troyer, J. Stat. Mech. P03018, 2006). f is made monotone
/// first by pooling neighbours that are out of order, and every interval is given a tenth of the mean drop of
/// f at least, so that noise cannot empty it. `hot_fractions` is that of `ReplicaExchange`, from cold to hot.
/// Throws std::invalid_argument unless all temperatures are finite and rise, there are 3 of them at least and
/// as many fractions, and these are numbers from 0 to 1: NaN where no replica has travelled yet.
std::vector<Temperature> feedback_ladder(std::span<const Temperature> temperatures,
                                         std::span<const double> hot_fractions);

}  // namespace onedial
