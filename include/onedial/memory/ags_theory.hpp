#pragma once
#include <optional>

#include "onedial/core/temperature.hpp"

/// Hebb's rule for P = αN random patterns as N → ∞, solved by replicas: D. Amit, H. Gutfreund, H.
/// Sompolinsky, Phys. Rev. Lett. 55, 1530 (1985); Ann. Phys. 173, 30 (1987). Replica-symmetric, as theirs.
namespace onedial {

/// A saddle point of the free energy, all per unit:
///   m = ∫Dz tanh β(√(αr) z + m),  q = ∫Dz tanh² β(√(αr) z + m),  r = q/(1 − β(1 − q))²,
/// with Dz = dz e^{−z²/2}/√(2π). At T = 0 these are m = erf(m/√(2αr)) and
/// β(1 − q) = √(2/(παr)) e^{−m²/(2αr)}.
struct ReplicaState {
  double overlap = 0;           ///< m, with one pattern; 0 in the spin glass
  double spin_glass_order = 0;  ///< q
  double noise = 0;             ///< r, of the fields of all other patterns
  double energy = 0;            ///< ⟨E⟩/N
  double entropy = 0;           ///< S/N, slightly below 0 near T = 0, where replica symmetry is wrong
  double free_energy = 0;       ///< F/N = (⟨E⟩ − TS)/N
};

/// The retrieval state at load α and temperature T, T = 0 included, where there is one. Throws
/// std::invalid_argument for an α that is negative or not finite.
std::optional<ReplicaState> retrieval_state(double load, Temperature t);

/// The spin-glass state (m = 0), where there is one: for T < T_g. Likewise.
std::optional<ReplicaState> spin_glass_state(double load, Temperature t);

/// T_g = 1 + √α: spins freeze below it.
double spin_glass_temperature(double load);

/// T_M(α): retrieval states exist below it; none above the α_c of T = 0. (A little above it, up to 0.1381,
/// replica symmetry has states between two temperatures near 0 again, for which it is to blame: J. Naef, A.
/// Canning, J. Physique I 2, 247 (1992).)
std::optional<double> retrieval_temperature(double load);

/// T_c(α): retrieval states are the global minima of the free energy below it; none for α > 0.0519, where
/// the spin glass has the lower energy. (There too replica symmetry lets them come back between temperatures,
/// up to T = 0.17.)
std::optional<double> recall_temperature(double load);

/// The largest α with a retrieval state at T, the inverse of T_M: α_c = 0.1379 at T = 0, and 0 from T = 1 on.
double critical_load(Temperature t);

}  // namespace onedial
