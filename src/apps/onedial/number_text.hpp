#pragma once
#include <string>

namespace onedial::cli {

/// "-1.2345(12)": the value to the place of the second digit of its error. "4.7(12)e-11" for what would begin
/// with zeros, and "-128(3e-14)" where that place is beyond ten digits.
std::string with_error(double value, double error);

}  // namespace onedial::cli
