#pragma once

namespace onedial::bench {

/// Registers anneal/INSTANCE/ENGINE/ISA: a whole geometric anneal by every engine that fits and on every
/// instruction set, 512 replicas of engine `bits` and 2 of `chain`, beside anneal/INSTANCE/plain.
/// `items_per_second` counts update attempts.
void add_engine_benchmarks();

}  // namespace onedial::bench
