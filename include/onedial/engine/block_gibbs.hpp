#pragma once
#include <cstdint>
#include <memory>
#include <vector>

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
///
/// With `visible_log_odds` a (V) the visible units are not free at T = ∞, but on with odds of e^a to 1: the
/// law at T is e^{aᵀv − E/T} up to its norm. What anneals or exchanges such a system starts from independent
/// units of any mean instead of fair coins; E alone is what temperatures act on. Throws std::invalid_argument
/// if replicas or threads are below 1, and unless there are no log odds or V finite ones.
std::unique_ptr<System> make_block_gibbs(std::shared_ptr<const Rbm> machine, Index replicas, Index threads,
                                         std::uint64_t seed, std::vector<double> visible_log_odds = {});

}  // namespace onedial
