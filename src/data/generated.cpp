#include "onedial/data/generated.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace onedial {
namespace {

void require_between(std::string_view what, Index number, Index least, Index most) {
  if (number < least || number > most) {
    throw std::invalid_argument(fmt::format("{} ({}) must be from {} to {}", what, number, least, most));
  }
}

/// Bit k of a number, the lowest first.
float bit(Index number, Index k) {
  return static_cast<float>(number >> k & 1);
}

}  // namespace

Dataset bars_and_stripes(Index side) {
  require_between("side", side, 1, 16);
  const Index lines = Index{1} << side;
  Dataset set{.values = Dataset::Values(2 * lines - 2, side * side), .height = side, .width = side};
  for (Index k = 0; k < set.size(); ++k) {
    // The columns' images leave out blank and full, which are numbers 0 and lines − 1 of the rows' images.
    const Index number = k < lines ? k : k - lines + 1;
    for (Index y = 0; y < side; ++y) {
      for (Index x = 0; x < side; ++x) {
        set.values(k, y * side + x) = bit(number, k < lines ? y : x);
      }
    }
  }
  return set;
}

Dataset encoder_patterns(Index n) {
  require_between("units of a group", n, 1, 1000);
  Dataset set{.values = Dataset::Values::Zero(n, 2 * n), .height = 2, .width = n};
  for (Index k = 0; k < n; ++k) {
    set.values(k, k) = 1;
    set.values(k, n + k) = 1;
    set.labels.push_back(static_cast<std::int32_t>(k));
  }
  return set;
}

Dataset shifter(Index width) {
  require_between("width", width, 3, 16);
  const Index patterns = Index{1} << width;
  Dataset set{.values = Dataset::Values::Zero(3 * patterns, 2 * width + 3)};
  for (Index k = 0; k < set.size(); ++k) {
    const Index shift = k / patterns;  // 0: left, 1: none, 2: right
    for (Index i = 0; i < width; ++i) {
      const float value = bit(k % patterns, i);
      set.values(k, i) = value;
      set.values(k, width + (i + shift - 1 + width) % width) = value;
    }
    set.values(k, 2 * width + shift) = 1;
    set.labels.push_back(static_cast<std::int32_t>(shift));
  }
  return set;
}

}  // namespace onedial
