#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onedial/engine/make_system.hpp"
#include "spin_model.hpp"

namespace onedial {

/// Why these couplings cannot be swept so; empty if they can.
std::string byte_lanes_obstacle(const IntegerSpinModel& model);

std::unique_ptr<System> make_byte_lanes(const IntegerSpinModel& model, std::vector<std::uint32_t> inner_order,
                                        const SamplerSettings& settings, std::uint64_t seed);

}  // namespace onedial
