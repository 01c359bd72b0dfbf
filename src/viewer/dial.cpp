#include "onedial/viewer/dial.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>
#include <string>
#include <system_error>

#include "onedial/plot/number_format.hpp"

namespace onedial::viewer {
namespace {

/// The value at so many significant digits.
double rounded(double value, int digits) {
  const double unit = std::pow(10.0, decimal_exponent(value) - digits + 1);
  return std::round(value / unit) * unit;
}

}  // namespace

DialScale::DialScale(Temperature coldest, Temperature hottest) : coldest_(coldest), hottest_(hottest) {
  if (coldest.is_zero() || hottest.is_infinite() || !(coldest < hottest)) {
    throw std::invalid_argument("a dial needs 0 < coldest < hottest < ∞");
  }
}

double DialScale::position(Temperature t) const {
  if (t.is_zero()) {
    return 0;
  }
  if (t.is_infinite()) {
    return 1;
  }
  const double way = std::log(t.value() / coldest_.value()) / std::log(hottest_.value() / coldest_.value());
  return std::clamp(stop + way * (1 - 2 * stop), stop, 1 - stop);
}

Temperature DialScale::temperature(double position) const {
  constexpr double half_a_stop = stop / 2;
  if (position < half_a_stop) {
    return Temperature::zero();
  }
  if (position > 1 - half_a_stop) {
    return Temperature::infinite();
  }
  const double way = std::clamp((position - stop) / (1 - 2 * stop), 0.0, 1.0);
  const double value = coldest_.value() * std::pow(hottest_.value() / coldest_.value(), way);
  return Temperature(std::clamp(rounded(value, 3), coldest_.value(), hottest_.value()));
}

Temperature DialScale::nudged(Temperature t, int notches, bool fine) const {
  if (t.is_zero()) {
    return notches > 0 ? coldest_ : t;
  }
  if (t.is_infinite()) {
    return notches < 0 ? hottest_ : t;
  }
  const int digits = fine ? 3 : 2;
  // A hair below a power of ten the unit is that of the lower decade, so that 1.0 goes down to 0.99.
  const double place = notches < 0 ? t.value() * (1 - 1e-9) : t.value();
  const double unit = std::pow(10.0, decimal_exponent(place) - digits + 1);
  const double next = std::round(t.value() / unit + notches) * unit;
  if (next < coldest_.value() * (1 - 1e-9)) {
    return t > coldest_ ? coldest_ : Temperature::zero();
  }
  if (next > hottest_.value() * (1 + 1e-9)) {
    return t < hottest_ ? hottest_ : Temperature::infinite();
  }
  return Temperature(rounded(next, digits + 1));
}

std::optional<Temperature> parse_temperature(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  if (text == "inf" || text == "∞") {
    return Temperature::infinite();
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0)) {
    return std::nullopt;
  }
  return Temperature(value);
}

}  // namespace onedial::viewer
