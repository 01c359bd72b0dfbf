#include "onedial/plot/number_format.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

namespace onedial {
namespace {

constexpr std::string_view minus = "\u2212";

void drop_trailing_zeros(std::string& digits) {
  if (digits.find('.') == std::string::npos) {
    return;
  }
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') {
    digits.pop_back();
  }
}

std::string group_thousands(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t at = point; at > 3;) {
    at -= 3;
    digits.insert(at, 1, ',');
  }
  return digits;
}

std::string with_sign(double value, std::string digits) {
  const bool is_zero = digits.find_first_of("123456789") == std::string::npos;
  return value < 0 && !is_zero ? fmt::format("{}{}", minus, digits) : digits;
}

}  // namespace

std::string format_fixed(double value, int decimals) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return fmt::format("{}∞", value < 0 ? minus : "");
  }
  return with_sign(value, group_thousands(fmt::format("{:.{}f}", std::abs(value), std::max(decimals, 0))));
}

std::string format_power_of_ten(int exponent) {
  constexpr std::array<std::string_view, 10> superscripts = {"⁰", "¹", "²", "³", "⁴",
                                                             "⁵", "⁶", "⁷", "⁸", "⁹"};
  std::string text = exponent < 0 ? "10⁻" : "10";
  for (const char digit : std::to_string(std::abs(exponent))) {
    text += superscripts[static_cast<std::size_t>(digit - '0')];
  }
  return text;
}

std::string format_scientific(double value, int exponent, int decimals) {
  if (value == 0) {
    return "0";
  }
  // A power of ten above 1 is exact up to 10²², so that dividing and multiplying round only once.
  const double mantissa = exponent < 0 ? value * std::pow(10.0, -exponent) : value / std::pow(10.0, exponent);
  return fmt::format("{}×{}", format_fixed(mantissa, decimals), format_power_of_ten(exponent));
}

std::string format_compact(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) {
    return format_fixed(value, 0);
  }
  const double magnitude = std::abs(value);
  if (magnitude < 1e7 && value == std::round(value)) {
    return format_fixed(value, 0);
  }

  std::string rounded = fmt::format("{:.{}e}", magnitude, std::max(digits, 1) - 1);
  const std::size_t e = rounded.find('e');
  const int exponent = std::stoi(rounded.substr(e + 1));
  if (exponent < -3 || exponent >= 7) {
    rounded.erase(e);
    drop_trailing_zeros(rounded);
    const std::string power = format_power_of_ten(exponent);
    return with_sign(value, rounded == "1" ? power : fmt::format("{}×{}", rounded, power));
  }
  std::string fixed = fmt::format("{:.{}f}", magnitude, std::max(digits - 1 - exponent, 0));
  drop_trailing_zeros(fixed);
  return with_sign(value, group_thousands(fixed));
}

int decimal_exponent(double value) {
  // The shortest decimal form that reads back as the value carries the exact exponent; log10 may be one off.
  const std::string shortest = [value] {
    std::array<char, 40> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::scientific);
    return std::string(buffer.data(), end.ptr);
  }();
  return std::stoi(shortest.substr(shortest.find('e') + 1));
}

}  // namespace onedial
