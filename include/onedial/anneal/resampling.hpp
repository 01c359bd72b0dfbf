#pragma once
#include <span>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

// Taking a population from one temperature to the next: how far to go, what each member then weighs, and how
// many copies of it go on.
namespace onedial {

/// The weights e^{−(β' − β)E} that turn states of equilibrium at β = 1/T into ones at a colder β' = 1/T'.
struct StepWeights {
  std::vector<double> weights;  ///< relative to that of the least energy
  double sum = 0;               ///< of these
  double log_mean = 0;          ///< ln of the mean of the weights themselves: an estimate of ln Z(T')/Z(T)
};

/// The weights of states with these energies. Throws std::invalid_argument for no energies, unless T' < T,
/// and for T' = 0.
StepWeights step_weights(std::span<const double> energies, Temperature from, Temperature to);

/// How much the histogram of the energies at T overlaps with what it becomes at T', from samples at T:
/// Σ_E min(P(E), P'(E)) = (1/R) Σᵢ min(1, R wᵢ/Σw) (L. Barash, M. Weigel, M. Borovský, W. Janke, L. Shchur,
/// Comput. Phys. Commun. 220, 341, 2017). The rest is the fraction of a population that resampling is
/// expected to cull (C. Amey, J. Machta, Phys. Rev. E 97, 033301, 2018). Throws as `step_weights`.
double energy_overlap(std::span<const double> energies, Temperature from, Temperature to);

/// The temperature below T at which the overlap has fallen to `overlap`, by bisection of β to a thousandth of
/// the step, or `coldest` where it stays above. Throws std::invalid_argument as `step_weights`, and for an
/// overlap outside of (0, 1).
Temperature next_temperature(std::span<const double> energies, Temperature from, Temperature coldest,
                             double overlap);

/// How many copies of each of R members make the next R, member i being expected to have R wᵢ/Σw of them and
/// having this number rounded down or up: `offset`, a random number in [0, 1), shifts R equidistant points
/// along the sum of the weights (systematic resampling: J. Carpenter, P. Clifford, P. Fearnhead, IEE Proc.
/// Radar Sonar Navig. 146, 2, 1999). The weights are 0 or more, not all of them 0.
std::vector<Index> systematic_copies(std::span<const double> weights, double offset);

}  // namespace onedial
