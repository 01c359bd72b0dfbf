#pragma once

namespace onedial::bench {

/// Cluster updates of the square Ising ferromagnet at T_c beside a plain Wolff loop (items are units turned,
/// or units of a Swendsen–Wang sweep), and a ladder in equilibrium: bare sweeps, replica exchange, and a
/// whole scan (items are update attempts).
void add_equilibrium_benchmarks();

}  // namespace onedial::bench
