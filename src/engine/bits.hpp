#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onedial/engine/make_system.hpp"
#include "spin_model.hpp"

namespace onedial {

/// Why these couplings cannot be swept a replica a bit; empty if they can.
std::string bits_obstacle(const IntegerSpinModel& model);

/// Replicas as bits, 512 a group (multi-spin coding: Bhanot, Duke, Salvador 1986; here with independent
/// random numbers). A unit counts its favourable inputs in bit-sliced adders, and compares bit-sliced random
/// numbers with the threshold of each replica from the highest place on, only as long as one is undecided:
/// exact to 2⁻³². `inner_order` as in GroupSystem.
std::unique_ptr<System> make_bits(const IntegerSpinModel& model, std::vector<std::uint32_t> inner_order,
                                  const SamplerSettings& settings, std::uint64_t seed);

}  // namespace onedial
