#pragma once
#include <cstddef>
#include <vector>

#include "spin_model.hpp"

namespace onedial {

/// The places of row `row` in `model.columns`, those that a sweep in order has updated last at the end: a sum
/// over them then waits for the newest spin with its last term only. (Units after the row, then those
/// before.)
template <class Value>
std::vector<std::size_t> newest_last(const SpinModel<Value>& model, std::size_t row) {
  std::vector<std::size_t> places;
  places.reserve(model.row_starts[row + 1] - model.row_starts[row]);
  for (const bool before : {false, true}) {
    for (std::size_t k = model.row_starts[row]; k < model.row_starts[row + 1]; ++k) {
      if ((model.columns[k] < row) == before) {
        places.push_back(k);
      }
    }
  }
  return places;
}

}  // namespace onedial
