#pragma once
#include <cstdint>

#include "onedial/learn/restricted_machine.hpp"

namespace onedial {

/// The mean over `rows` (n × V) of the pseudo-log-likelihood Σᵢ ln p(vᵢ | all other visible units) (Besag
/// 1975), in nats an example and double precision, of binary, spin and softmax units. It needs no ln Z, and
/// is greatest where the likelihood is. Grey values of binary units count as on above ½. Takes O(n V H).
///
/// With `units_per_row` above 0, only so many units of each row are looked at, drawn from `seed`, and stand
/// for the rest: an unbiased estimate. Equal seeds look at the same units, so that two machines can be
/// compared.
///
/// The same bits for any number of threads. Throws std::invalid_argument for real visible units, for no rows,
/// for values that the units cannot have, and for threads below 1.
double pseudo_log_likelihood(const RestrictedMachine& machine, const FloatRows& rows, Index threads = 1,
                             Index units_per_row = 0, std::uint64_t seed = 0);

}  // namespace onedial
