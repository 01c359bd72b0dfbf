#pragma once
#include "onedial/core/index.hpp"
#include "onedial/learn/restricted_machine.hpp"

namespace onedial::viewer {

constexpr Index digit_side = 8;

/// configs/instances/digits8x8.csv: 1,797 digits written by hand, one a row (1797 × 64). A pixel is 1 where
/// it has half of the ink there can be, or more.
FloatRows digits8x8();

}  // namespace onedial::viewer
