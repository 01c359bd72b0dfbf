#pragma once

namespace onedial::bench {

/// Registers exact_log_z/rbm_784x16/… and annealed_log_z/rbm_784x500/…, one thread each: what the library
/// does beside plain code. `items_per_second` counts states of the hidden units that are summed over, and
/// steps of one chain along the path.
void add_log_z_benchmarks();

}  // namespace onedial::bench
