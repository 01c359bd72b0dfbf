#pragma once

/// Registers the benchmarks of draws through a sampler chain.
void add_decode_benchmarks();
