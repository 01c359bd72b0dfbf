#pragma once
#include <cstdint>
#include <span>

#include "chain_model.hpp"
#include "onedial/core/temperature.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {

/// Sweeps a replica once, the units of `visits` in turn, or all in order if it is empty; returns the flips.
template <class Field>
using ChainKernel = Index (*)(const ChainModel<Field>& model, ChainReplica<Field>& replica, Temperature t,
                              std::span<const std::uint32_t> visits);

/// For the instruction set in use.
ChainKernel<std::int16_t> chain_kernel_int16(KernelKind kernel);
ChainKernel<std::int32_t> chain_kernel_int32(KernelKind kernel);
ChainKernel<double> chain_kernel_double(KernelKind kernel);

}  // namespace onedial
