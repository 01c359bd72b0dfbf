#pragma once
#include <string>

namespace onedial {

/// The value with `decimals` digits after the point, a comma between thousands and a real minus sign
/// (U+2212): "−11,624.0". Zero has no sign; NaN is "NaN" and an infinity "∞" or "−∞".
std::string format_fixed(double value, int decimals);

/// 10ⁿ with n in superscript: "10⁻¹²".
std::string format_power_of_ten(int exponent);

/// value = mantissa × 10^exponent for a given exponent, with `decimals` digits in the mantissa:
/// "2.5×10⁷". Zero is "0".
std::string format_scientific(double value, int exponent, int decimals);

/// The value for a reader, rounded to `digits` significant digits with no trailing zeros. Whole numbers
/// below 10⁷ are given in full ("11,624"); above 10⁷ and below 10⁻³ powers of ten are used ("1.5×10⁻⁴").
std::string format_compact(double value, int digits = 4);

/// n = ⌊log₁₀|value|⌋, exact at the powers of ten. Precondition: value is finite and not 0.
int decimal_exponent(double value);

}  // namespace onedial
