#pragma once
#include <functional>
#include <optional>
#include <string>

#include "onedial/problem/encoding.hpp"

namespace onedial {

/// What a permutation of N values over N places costs: Σ single(place, value) + Σ pair over two places. All
/// costs are at least 0.
struct PlacementCosts {
  Index size;
  std::string source;  ///< for errors
  /// Of a value at a place; none if empty.
  std::function<double(Index place, Index value)> single = {};
  /// Of two values at two places, place < other; values differ.
  std::function<double(Index place, Index value, Index other, Index other_value)> pair;
  double offset = 0;
};

/// The most places that are encoded as bits: N⁴/2 pairs of bits are looked at.
inline constexpr Index most_qubo_places = 150;

/// The least penalty that is proven to be enough, W/2, times 1 + 2⁻¹⁰ so that it is more than that.
///
/// The bits are x(place, value), and the energy is E = C + A·P with the costs C ≥ 0 and
/// P = Σ_places (Σ_values x − 1)² + Σ_values (Σ_places x − 1)². Let W be the largest, over places p and
/// values v, of single(p, v) + min(Σ_q max_w pair, Σ_w max_q pair): what setting x(p, v) can cost beside bits
/// of which no two share a place or a value. If A > W/2, all ground states are permutations:
/// - While a place or a value has two bits, take one of them away. C does not rise, and P changes by
///   (3 − 2r) + (3 − 2c) with r and c, at least 1 and one of them at least 2, the bits of its place and of
///   its value: it does not rise either.
/// - Then a place without a value comes with a value without a place. Setting that bit lowers A·P by 2A and
///   raises C by W at most: E falls.
/// So every state leads to a permutation without a rise of E. It falls at least once, since either a bit was
/// set, or only the first rule was used, and P fell from above 0 to 0.
double sufficient_penalty(const PlacementCosts& costs);

/// The model of these bits, place by place, with that penalty or else `sufficient_penalty`. Its states decode
/// to the value of each place, `undecided` where a place has none or several. Throws InputError if there are
/// too many places, or if energies can overflow.
Encoding permutation_qubo(const PlacementCosts& costs, std::optional<double> penalty);

}  // namespace onedial
