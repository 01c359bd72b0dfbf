#pragma once
#include <vector>

#include "onedial/learn/restricted_machine.hpp"
#include "onedial/measure/estimate.hpp"

namespace onedial {

/// F(v) = −ln Σ_h e^{−E(v,h)} at T = 1 of each of `rows` (n × V), in double precision: −bᵀv, or ½|v − b|² of
/// real units, less Σⱼ ln(1 + e^{(c + Wᵀv)ⱼ}). Values between the levels, such as grey for 0/1 units, are
/// taken as they are. The same bits for any number of threads. Throws std::invalid_argument for rows of other
/// than V columns, and for threads below 1.
std::vector<double> free_energies(const RestrictedMachine& machine, const FloatRows& rows, Index threads = 1);

/// The mean of ln p(v) = −F(v) − ln Z, with the error of a mean over independent rows. Throws as above and
/// for fewer than 2 rows.
Estimate mean_log_likelihood(const RestrictedMachine& machine, const FloatRows& rows, double log_z,
                             Index threads = 1);

/// The mean F of rows that were held out less that of rows that were learned: it grows when a machine learns
/// its examples by heart, and needs no ln Z (Hinton 2012, section 6). Throws likewise.
Estimate free_energy_gap(const RestrictedMachine& machine, const FloatRows& learned,
                         const FloatRows& held_out, Index threads = 1);

}  // namespace onedial
