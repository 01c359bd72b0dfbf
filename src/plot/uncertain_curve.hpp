#pragma once
#include <string>
#include <vector>

#include "onedial/plot/figure.hpp"

namespace onedial {

/// Values with their standard errors, in the order of x. An error of 0 is drawn as none.
struct UncertainCurve {
  std::vector<double> x = {};
  std::vector<double> y = {};
  std::vector<double> error = {};
};

/// Adds a line through the values: with dots and error bars if these are few enough to be told apart, else
/// with a band of one standard error. Adds nothing for an empty curve.
void add_curve(Panel& panel, UncertainCurve curve, const std::string& label, ColourRole colour);

}  // namespace onedial
