#pragma once
#include "onedial/core/density_of_states.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {

// Models whose states can be counted at any N. Energies that differ by rounding alone are one level.

/// The ring of N spins, E = −J Σ sᵢsᵢ₊₁ − h Σ sᵢ with i + 1 modulo N: without a field, 2·C(N, 2w) states have
/// 2w broken bonds; of these, (N/w)·C(n − 1, w − 1)·C(N − n − 1, w − 1) have n spins up. In a field there are
/// up to N²/4 levels. The ring of two has two bonds, as `lattice_bonds` has it. Throws std::invalid_argument
/// for fewer than 2 units, and for J or h not finite.
DensityOfStates ring_density(Index units, double coupling, double field);

/// The same without the bond from the last spin to the first: 2·C(N − 1, w) states have w broken bonds. In a
/// field there are up to N²/2 levels. Throws as above.
DensityOfStates open_chain_density(Index units, double coupling, double field);

/// The same ring and open chain at T > 0 by powers of their transfer matrix, 2 × 2, in a time of log N
/// (Kramers, Wannier 1941). Var(E) is good to 10⁻¹³⟨E − N times the lowest energy of a bond⟩². Throw as
/// above, and at T = 0.
Thermodynamics ring_thermodynamics(Index units, double coupling, double field, Temperature t);
Thermodynamics open_chain_thermodynamics(Index units, double coupling, double field, Temperature t);

/// The model `curie_weiss`: C(N, n) states have M = 2n − N. Throws std::invalid_argument as that.
DensityOfStates curie_weiss_density(Index units, double field);

}  // namespace onedial
