#pragma once

namespace onedial::bench {

/// Registers block_gibbs/rbm_784x500/ISA/REPLICAS for every instruction set of this machine, and
/// block_gibbs/rbm_784x500/plain: block Gibbs at T = 1 on one thread, of weights so small that every unit is
/// on half of the time and changes in every second sweep, which is the most work there can be.
/// block_gibbs/rbm_784x500_frozen/… is the same at T = 0.2 with larger weights, where few units change.
/// `items_per_second` counts unit updates, those of all replicas together.
void add_rbm_benchmarks();

}  // namespace onedial::bench
