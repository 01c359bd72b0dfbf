#pragma once

namespace onedial::bench {

/// Registers recall/N/low_rank, recall/N/dense and recall/N/plain for N = 1,000 and 10,000 units: recall at T
/// = 0 from 30 % noise of N/20 random patterns stored by Hebb's rule, 64 cues at once on one thread, beside a
/// plain loop of Eigen's products. `items_per_second` counts recalls.
void add_recall_benchmarks();

}  // namespace onedial::bench
