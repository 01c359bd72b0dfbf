#pragma once
#include <cstdint>
#include <memory>

#include "onedial/model/rbm.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// Block Gibbs sampling of a restricted Boltzmann machine: a sweep draws all hidden units given the visible
/// ones, then all visible units given the hidden ones, in each of `replicas` replicas, by heat bath at the
/// replica's own temperature (0, with ties at ½, and ∞ included). A state is that of
/// `Rbm::as_pairwise_model`: V visible levels, then H hidden ones.
///
/// Every unit is on with the probability of its local field in double precision, to 2⁻³². Replica r draws
/// from generators of its own, so that its course depends on the seed and r only; the results have the same
/// bits for any number of threads and on every instruction set. The sampler starts in random states drawn
/// from `seed`.
/// Throws std::invalid_argument if replicas or threads are below 1.
std::unique_ptr<System> make_block_gibbs(std::shared_ptr<const Rbm> machine, Index replicas, Index threads,
                                         std::uint64_t seed);

}  // namespace onedial
