// What a temperature makes of a list of energies: F, ⟨E⟩, S, C and dS/dT. Energies may come as arguments.
#include <cstdio>
#include <exception>
#include <limits>
#include <string>
#include <vector>

#include "onedial/core/thermodynamics.hpp"

using namespace onedial;

int main(int argc, char** argv) try {
  std::vector<double> energies;
  for (int i = 1; i < argc; ++i) {
    energies.push_back(std::stod(argv[i]));
  }
  if (energies.empty()) {
    energies = {0, 1, 1};  // one ground state and two excited ones
  }
  const Spectrum spectrum(energies);  // for logits: Spectrum::from_logits(logits)

  std::printf("%8s %8s %8s %8s %8s %8s\n", "T", "S", "F", "<E>", "C", "dS/dT");
  for (const double t : {0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, std::numeric_limits<double>::infinity()}) {
    const Thermodynamics at = thermodynamics(spectrum, Temperature(t));
    std::printf("%8.2f %8.4f %8.4f %8.4f %8.4f %8.4f\n", t, at.entropy, at.free_energy, at.mean_energy,
                at.heat_capacity, at.entropy_slope);
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
