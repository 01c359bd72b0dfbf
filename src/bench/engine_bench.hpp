#pragma once

namespace onedial::bench {

/// Registers anneal/INSTANCE/ENGINE/ISA for every engine that fits an instance and every instruction set of
/// this machine, and anneal/INSTANCE/plain: whole geometric anneals from hot to cold, on one thread.
/// `seconds_per_update` counts update attempts, those of all replicas together. An instance is made when its
/// first benchmark runs.
void add_engine_benchmarks();

}  // namespace onedial::bench
