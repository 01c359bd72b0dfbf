#pragma once
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/core/thermodynamics.hpp"

/// The softmax over logits z at temperature T: the Boltzmann distribution of the energies E = −z,
/// p_i = e^{z_i/T} / Σ_j e^{z_j/T}, vectorised, with the same bits on every instruction set.
///
/// At T = 0 the result is uniform over the ties at the maximum, at T = ∞ over the finite logits; a logit of
/// −∞ has probability 0 at every T. Every function throws std::invalid_argument that names the index of a
/// logit that is NaN or +∞, and if there is no finite logit.
///
/// Weights below e^−87 (float) or e^−708 (double) of the greatest count as 0, and so do probabilities that
/// would be denormal. Gaps to the maximum are formed in the type of the logits: one that overflows counts as
/// infinite. T below 2^−120 (float) or 2^−1000 (double) counts as 0.
///
/// With a gap d to the maximum, the relative error of a float probability is below 3e−7 + 1.2e−7·d/T, the
/// second term being the rounding of d and d/T; that of a double is below 2e−15.
namespace onedial {

/// The probabilities into `out`, which may be the logits themselves.
/// Throws as above, and if the lengths differ.
void softmax(std::span<const float> logits, Temperature t, std::span<float> out);
void softmax(std::span<const double> logits, Temperature t, std::span<double> out);

std::vector<float> softmax(std::span<const float> logits, Temperature t);
std::vector<double> softmax(std::span<const double> logits, Temperature t);

/// ln p_i = z_i/T − ln Σ_j e^{z_j/T} into `out`, which may be the logits themselves: finite also where p_i is
/// too small for a number, −∞ for a logit of −∞ and, at T = 0, below the maximum. Throws as `softmax`.
void log_softmax(std::span<const float> logits, Temperature t, std::span<float> out);
void log_softmax(std::span<const double> logits, Temperature t, std::span<double> out);

std::vector<float> log_softmax(std::span<const float> logits, Temperature t);
std::vector<double> log_softmax(std::span<const double> logits, Temperature t);

/// ln Z, ⟨E⟩, S, F, C and dS/dT of the energies −z in one pass over the logits; the entropy in bits is
/// `bits_from_nats`, the perplexity `perplexity` of the entropy (core/entropy.hpp).
///
/// Blocks that fit in the nearest cache are summed relative to the greatest logit so far and about the mean
/// so far, and merged by the pairwise update of the variance (Chan, Golub, LeVeque 1983), in which nothing
/// cancels. In double every field is within 2e−15 of its size, as long as
/// squares of the gaps that matter and of T are within the range of a double (1e±150). Floats are summed as
/// floats within a block (at most 128 terms a sum) and as doubles from there; what they lose is what a float
/// weight loses, 1.2e−7·d/T for the gaps d that matter: on normal logits of width 3, 2e−7 of S, Var and C for
/// T > 0.5, and 3e−6 at T = 0.1, where S is nearly 0. Outside 2^−40 ≤ T ≤ 2^40, T = ∞ included, floats are
/// summed as doubles.
Thermodynamics softmax_thermodynamics(std::span<const float> logits, Temperature t);
Thermodynamics softmax_thermodynamics(std::span<const double> logits, Temperature t);

}  // namespace onedial
