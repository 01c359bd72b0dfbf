#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "onedial/data/dataset.hpp"

namespace onedial {

/// The number as a label; none where it is no whole number of 32 bits.
std::optional<std::int32_t> label_from(double number);

/// Gathers rows of numbers into a data set as the settings say: labels apart, values checked and divided by
/// white.
class ExampleRows {
 public:
  /// Throws InputError "PLACE: what", with the place of the row that is being added.
  using Fail = std::function<void(const std::string& what)>;

  /// `columns` counts that of the labels.
  ExampleRows(const DatasetSettings& settings, Index columns, const Fail& fail);

  void add(std::span<const double> row, const Fail& fail);

  [[nodiscard]] Dataset finish() &&;

 private:
  Index label_at_;  // -1: no labels
  double white_;
  bool is_bounded_;
  Index rows_ = 0;
  Dataset dataset_;
};

}  // namespace onedial
