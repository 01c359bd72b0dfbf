#pragma once
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "onedial/engine/make_system.hpp"
#include "spin_model.hpp"

namespace onedial {

std::unique_ptr<System> make_real_lanes(const std::variant<IntegerSpinModel, RealSpinModel>& model,
                                        std::vector<std::uint32_t> inner_order,
                                        const SamplerSettings& settings, std::uint64_t seed);

}  // namespace onedial
