#include "onedial/measure/thermodynamics_errors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "onedial/measure/jackknife.hpp"

namespace onedial {

Thermodynamics thermodynamics_errors(const Thermodynamics& of_all,
                                     std::span<const Thermodynamics> without_block) {
  Thermodynamics errors = of_all;
  std::vector<double> values(without_block.size());
  for (double Thermodynamics::*field : thermodynamic_quantities) {
    std::transform(without_block.begin(), without_block.end(), values.begin(),
                   [&](const Thermodynamics& other) { return other.*field; });
    errors.*field = std::isfinite(of_all.*field) ? jackknife(of_all.*field, values).standard_error
                                                 : std::numeric_limits<double>::infinity();
  }
  return errors;
}

}  // namespace onedial
