#pragma once
#include <boost/multiprecision/cpp_int.hpp>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// The number of states at each energy of the ferromagnet of `ising_square`, exactly: entry k is that of
/// E = −2L² + 4k. There are L² + 1 entries for even L and L² − L + 1 for odd L, since a ring of odd length
/// has no state with all of its bonds broken.
///
/// In y = e^{−2/T}, Kaufman's partition function is e^{2L²/T} times a polynomial: half the sum of four
/// products over both angles of the lattice (B. McCoy, T. T. Wu, The Two-Dimensional Ising Model, 1973).
/// They are multiplied out modulo primes for which cos(πr/L) exists, as many as determine integers up to
/// 2^{L²} and one more, which has to agree; the states have to add up to 2^{L²}. Time grows as L⁶: 0.15
/// seconds at L = 32, 8 seconds at L = 64.
/// Throws std::invalid_argument if L is less than 2, std::logic_error if a check fails.
std::vector<boost::multiprecision::cpp_int> ising_square_states(Index length);

}  // namespace onedial
