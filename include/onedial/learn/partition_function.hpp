#pragma once
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/learn/restricted_machine.hpp"

namespace onedial {

/// The most states of its smaller layer that a machine may have for an exact ln Z: 24 units of two levels.
inline constexpr double max_summed_states = 0x1p24;

/// How many states the smaller layer has, of those that are not real numbers: the sum of ln Z goes through
/// them.
double summed_states(const RestrictedMachine& machine);

/// Whether `log_partition_function` can sum over the machine: H ≤ 24, or few enough states of the visible
/// units where these are not real numbers.
bool has_exact_log_z(const RestrictedMachine& machine);

/// ln Z = ln Σ_{v,h} e^{−E(v,h)/T} of a machine at a temperature above 0 and below ∞, in double precision
/// from the weights as they are, to about 10⁻¹² of the number of units. Real visible units are integrated
/// over, which gives ½ ln(2πT) for each of them.
///
/// The states of the smaller layer are listed; for each, the units of the other layer are independent, and
/// ln Z of it is a product of sums of their weights. Weights of states that share a part are products
/// themselves, so that no exponential is left in the inner loop. The result has the same bits for any number
/// of threads and on every instruction set. 2²⁴ states and 784 units take about
/// five seconds of one core.
/// Throws std::invalid_argument at T = 0 and T = ∞, for threads below 1 and for more states, and InputError
/// for more memory than there is.
double log_partition_function(const RestrictedMachine& machine, Temperature t = Temperature(1),
                              Index threads = 1);

/// Independent states of `make_machine_system`'s kind from the law at T, as many as asked for: exact where a
/// chain would have to be trusted. Takes as long as ln Z. Throws as `log_partition_function`.
std::vector<State> draw_exact_states(const RestrictedMachine& machine, Index count, RandomStream& random,
                                     Temperature t = Temperature(1), Index threads = 1);

}  // namespace onedial
