#include "onedial/softmax/average_surprise.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>

namespace onedial {

void AverageSurprise::add(double log_probability, const Thermodynamics& at) {
  if (!(log_probability <= 0) || log_probability == -std::numeric_limits<double>::infinity()) {
    throw std::invalid_argument(
        fmt::format("log-probability {} of a drawn token must be finite and not above 0", log_probability));
  }
  const double surprise = 0.0 - log_probability;
  ++count_;
  surprise_.add(surprise);
  entropy_.add(at.entropy);
  excess_.add(surprise - at.entropy);
  variance_.add(at.heat_capacity);
}

double AverageSurprise::standard_error() const {
  return std::sqrt(variance_.value()) / static_cast<double>(count_);
}

double AverageSurprise::z_score() const {
  const double deviation = std::sqrt(variance_.value());
  return deviation > 0 ? excess_.value() / deviation : 0.0;
}

}  // namespace onedial
