#pragma once
#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

#include "onedial/engine/make_system.hpp"
#include "spin_model.hpp"

namespace onedial {

/// Replicas one at a time, with local fields that are kept up to date, so that a flip costs what it touches
/// and an attempt almost nothing: blocks of units are compared with random bars in vectors, and at low T most
/// are passed over without a random number. `inner_order` as in GroupSystem.
std::unique_ptr<System> make_chain(const std::variant<IntegerSpinModel, RealSpinModel>& model,
                                   std::vector<std::uint32_t> inner_order, const SamplerSettings& settings,
                                   std::uint64_t seed);

}  // namespace onedial
