#pragma once
#include "onedial/core/density_of_states.hpp"
#include "onedial/core/index.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {

/// Exact thermodynamics (totals) of the ferromagnet of L × L spins on the square lattice, periodic both ways,
/// J = 1 and no field, by the partition function of B. Kaufman, Phys. Rev. 76, 1232 (1949), eq. 82, in 50
/// digits; below T = 0.1 by the first excitation, which is all that a double sees there. At L = 2 the two
/// bonds between neighbours count both, as in `lattice_bonds`. Throws std::invalid_argument if L is less
/// than 2.
Thermodynamics ising_square(Index length, Temperature t);

/// The density of states of the same ferromagnet, to all digits of a double, from `ising_square_states`,
/// which says what it costs. Throws as that.
DensityOfStates ising_square_density(Index length);

/// T_c = 2/ln(1 + √2), where the infinite lattice orders (Kramers, Wannier 1941).
inline constexpr double ising_square_critical_temperature = 2.269185314213022;

/// A site of the infinite lattice (L. Onsager, Phys. Rev. 65, 117, 1944). C is +∞ at T_c, where it diverges
/// as −(8/π)T_c⁻² ln|1 − T/T_c|.
Thermodynamics onsager(Temperature t);

}  // namespace onedial
