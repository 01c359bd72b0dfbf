#include "onedial/softmax/adaptive_temperature.hpp"

#include "onedial/core/elementary.hpp"

namespace onedial {

Temperature dynamic_temperature(double entropy, double max_entropy, double low, double high,
                                double exponent) {
  if (!(max_entropy > 0)) {
    return Temperature(1.0);
  }
  const double share = entropy < max_entropy ? entropy / max_entropy : 1.0;
  const double power = share > 0 ? elementary::exp(exponent * elementary::log(share)) : 0.0;
  return Temperature(low + (high - low) * power);
}

Temperature adaptive_temperature(double entropy) {
  if (!(entropy > 0.5)) {
    return Temperature(1.0);
  }
  const double beta = (((-0.037 * entropy + 0.481) * entropy - 2.3) * entropy + 4.917) * entropy - 1.791;
  return Temperature(beta > 1 ? 1 / beta : 1.0);
}

Temperature entropy_based_temperature(double entropy, double ceiling, double theta) {
  constexpr double base = 0.8;
  if (theta == 0) {
    return Temperature(ceiling);
  }
  return Temperature(entropy > 0 ? ceiling * elementary::exp(theta / entropy * elementary::log(base)) : 0.0);
}

}  // namespace onedial
