#pragma once
#include <cstdint>

#include "onedial/engine/make_system.hpp"
#include "onedial/run/config.hpp"

// Keys that several commands read.
namespace onedial {

/// The most sweeps that a run may have.
inline constexpr std::int64_t most_sweeps = 1'000'000'000'000;

/// [sampler] engine and order, into `sampler`. Throws ConfigError.
void read_engine(Config& config, SamplerSettings& sampler);

/// [run] seed, which has no default. Throws ConfigError.
std::uint64_t read_seed(Config& config);

/// [run] threads: one a core where it is 0. Throws ConfigError.
Index read_threads(Config& config);

}  // namespace onedial
