#pragma once
#include <functional>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/peaks.hpp"

namespace onedial {

/// The maxima between the ends of a function of T that is known by evaluation only: seen on a grid of equal
/// steps of ln T, refined to 10⁻⁸ of T. By rising temperature.
/// Throws std::invalid_argument unless 0 < coldest < hottest < ∞ and there are at least 2 steps.
std::vector<Peak> curve_maxima(const std::function<double(Temperature)>& curve, Temperature coldest,
                               Temperature hottest, Index steps);

}  // namespace onedial
