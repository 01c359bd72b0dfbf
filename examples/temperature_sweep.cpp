// Sweeps the temperature of a large softmax: a compressed spectrum gives every quantity from a few hundred
// levels, with a certificate on ln Z.
#include <cmath>
#include <cstdio>
#include <vector>

#include "onedial/core/compressed_spectrum.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/thermodynamics.hpp"

using namespace onedial;

int main() {
  // Logits of 131,072 tokens: sums of twelve uniform numbers, close to a normal distribution of width 2.
  RandomStream random(1, 0);
  std::vector<double> logits(131'072);
  for (double& logit : logits) {
    double sum = -6;
    for (int k = 0; k < 12; ++k) {
      sum += uniform01(random);
    }
    logit = 2 * sum;
  }
  const Spectrum spectrum = Spectrum::from_logits(logits);
  const CompressedSpectrum compressed(spectrum);
  std::printf("%td tokens in %td levels\n", spectrum.size(), compressed.size());
  std::printf("%8s %12s %12s %12s %12s\n", "T", "S (nats)", "C", "ln Z", "certain to");
  for (double t = 0.125; t < 5; t *= 2) {
    const Thermodynamics here = compressed.evaluate(Temperature(t));
    const auto [lower, upper] = compressed.log_z_bounds(Temperature(t));
    std::printf("%8.3f %12.6f %12.6f %12.6f %12.1e\n", t, here.entropy, here.heat_capacity, here.log_z,
                upper - lower);
  }
  for (const Peak& peak : heat_capacity_peaks(spectrum)) {
    std::printf("C is highest at T = %.4f: %.4f\n", peak.temperature.value(), peak.value);
  }
}
