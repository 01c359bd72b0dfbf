#pragma once

namespace onedial::bench {

/// Registers quality/INSTANCE/ENGINE: what annealing finds, since an update is worth only that. A measurement
/// is one anneal of all replicas on one thread; its counters are `success`, the fraction of replicas that
/// reach the best known energy, `tts99_ms`, the milliseconds of one core after which it is found with a
/// probability of 99 % (absent where no replica reached it), and `residual`, how far the best energies of
/// replicas are above it, per unit, on average.
void add_quality_benchmarks();

}  // namespace onedial::bench
