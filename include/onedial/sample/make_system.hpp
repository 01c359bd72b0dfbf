#pragma once
#include <cstdint>
#include <memory>

#include "onedial/model/pairwise_model.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// Which single-unit update a system makes.
enum class KernelKind : std::uint8_t { heat_bath, metropolis };

/// How to sample a pairwise model.
struct SamplerSettings {
  KernelKind kernel = KernelKind::heat_bath;
  Index replicas = 1;
  Index threads = 1;
};

/// A system of `settings.replicas` replicas of `model`, in random states drawn from `seed`.
/// Throws std::invalid_argument if replicas or threads are below 1.
std::unique_ptr<System> make_system(const std::shared_ptr<const PairwiseModel>& model,
                                    const SamplerSettings& settings, std::uint64_t seed);

}  // namespace onedial
