#pragma once

namespace onedial::bench {

/// Registers sweep/N/IMPLEMENTATION: 200 temperatures of N = 32k, 128k and 256k logits, through a compressed
/// spectrum (its making included) with the certified bounds on ln Z, beside a plain loop with std::exp.
/// `bound` is the widest of the bounds.
void add_spectrum_benchmarks();

}  // namespace onedial::bench
