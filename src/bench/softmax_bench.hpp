#pragma once

namespace onedial::bench {

/// Registers softmax/QUANTITY/N/IMPLEMENTATION for logits of a vocabulary of N = 32k, 128k and 256k tokens;
/// `items_per_second` counts logits. Beside OneDial stand a plain Eigen and a plain std::exp version.
void add_softmax_benchmarks();

}  // namespace onedial::bench
