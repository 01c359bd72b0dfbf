#pragma once

namespace onedial::bench {

/// CD-1 of a 784 x 500 machine, in examples a second, and block Gibbs, in chains a second, each beside Eigen;
/// names read train/cd1/DATA/IMPLEMENTATION/THREADS and train/gibbs/IMPLEMENTATION.
void add_train_benchmarks();

}  // namespace onedial::bench
