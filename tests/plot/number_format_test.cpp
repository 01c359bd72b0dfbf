#include "onedial/plot/number_format.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("Fixed numbers have commas and a real minus sign") {
  CHECK(format_fixed(0, 0) == "0");
  CHECK(format_fixed(-0.0, 1) == "0.0");
  CHECK(format_fixed(-0.04, 1) == "0.0");
  CHECK(format_fixed(999, 0) == "999");
  CHECK(format_fixed(1000, 0) == "1,000");
  CHECK(format_fixed(-11624, 0) == "−11,624");
  CHECK(format_fixed(1234567.25, 2) == "1,234,567.25");
  CHECK(format_fixed(1e15, 0) == "1,000,000,000,000,000");
}

TEST_CASE("Numbers that are not finite have names") {
  const double infinity = std::numeric_limits<double>::infinity();
  CHECK(format_fixed(std::nan(""), 1) == "NaN");
  CHECK(format_compact(infinity) == "∞");
  CHECK(format_compact(-infinity) == "−∞");
}

TEST_CASE("Powers of ten are superscripts") {
  CHECK(format_power_of_ten(0) == "10⁰");
  CHECK(format_power_of_ten(12) == "10¹²");
  CHECK(format_power_of_ten(-3) == "10⁻³");
  CHECK(format_scientific(-2.5e7, 7, 1) == "−2.5×10⁷");
  CHECK(format_scientific(4e-12, -12, 0) == "4×10⁻¹²");
  CHECK(format_scientific(0, 7, 1) == "0");
}

TEST_CASE("Compact numbers keep significant digits and no trailing zeros") {
  CHECK(format_compact(1.2300001) == "1.23");
  CHECK(format_compact(0.3) == "0.3");
  CHECK(format_compact(11624) == "11,624");
  CHECK(format_compact(-11624.4) == "−11,624");
  CHECK(format_compact(9.99996) == "10");
  CHECK(format_compact(0.00012345, 3) == "1.23×10⁻⁴");
  CHECK(format_compact(1e9) == "10⁹");
  CHECK(format_compact(-2.5e9) == "−2.5×10⁹");
}

TEST_CASE("The decimal exponent is exact at powers of ten") {
  for (int n = -300; n <= 300; ++n) {
    const double power = std::stod("1e" + std::to_string(n));
    CHECK(decimal_exponent(power) == n);
    CHECK(decimal_exponent(-std::nextafter(power, 0.0)) == n - 1);
  }
}
