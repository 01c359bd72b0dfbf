#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onedial/engine/make_system.hpp"
#include "spin_model.hpp"

namespace onedial {

/// Why these couplings cannot be swept so; empty if they can.
std::string dense_batch_obstacle(const IntegerSpinModel& model);

std::unique_ptr<System> make_dense_batch(const IntegerSpinModel& model,
                                         std::vector<std::uint32_t> inner_order,
                                         const SamplerSettings& settings, std::uint64_t seed);

}  // namespace onedial
