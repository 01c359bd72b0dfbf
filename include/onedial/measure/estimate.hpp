#pragma once

namespace onedial {

/// A mean and its standard error.
struct Estimate {
  double value = 0;
  double error = 0;
};

}  // namespace onedial
