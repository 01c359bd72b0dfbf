#include "number_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/plot/number_format.hpp"

namespace onedial::cli {

std::string with_error(double value, double error) {
  if (!(error > 0) || !std::isfinite(error)) {
    return fmt::format("{:.6g}", value);
  }
  constexpr int most_digits = 10;
  constexpr int most_zeros = 3;
  const int last = decimal_exponent(error) - 1;
  const int first = decimal_exponent(std::max(std::abs(value), error));
  if (first - last + 1 > most_digits) {
    return fmt::format("{:.{}g}({:.0e})", value, most_digits, error);
  }
  if (first < -most_zeros) {
    const auto scaled = [&](double x, int power) {
      return x / std::pow(10.0, power / 2) / std::pow(10.0, power - power / 2);
    };
    return fmt::format("{:.{}f}({:.0f})e{}", scaled(value, first), first - last,
                       std::round(scaled(error, last)), first);
  }
  const int decimals = std::max(0, -last);
  return fmt::format("{:.{}f}({:.0f})", value, decimals, std::round(error * std::pow(10.0, decimals)));
}

}  // namespace onedial::cli
