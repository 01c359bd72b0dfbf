#include "example_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace onedial {

std::optional<std::int32_t> label_from(double number) {
  if (!(number >= -0x1p31 && number < 0x1p31) || number != std::floor(number)) {
    return std::nullopt;
  }
  return static_cast<std::int32_t>(number);
}

ExampleRows::ExampleRows(const DatasetSettings& settings, Index columns, const Fail& fail)
    : label_at_(settings.label_column == DatasetSettings::LabelColumn::none    ? -1
                : settings.label_column == DatasetSettings::LabelColumn::first ? 0
                                                                               : columns - 1),
      white_(settings.white > 0 ? settings.white : 1),
      is_bounded_(settings.white > 0 || settings.height > 0) {
  const Index features = label_at_ < 0 ? columns : columns - 1;
  if (features == 0) {
    fail("has a label but no values");
  }
  if (settings.height > 0 &&
      (features % settings.height != 0 || features / settings.height != settings.width)) {
    fail(fmt::format("has {} values a row, which are no image of {} x {} pixels", features, settings.height,
                     settings.width));
  }
  dataset_.values.resize(0, features);
  dataset_.height = settings.height;
  dataset_.width = settings.width;
}

void ExampleRows::add(std::span<const double> row, const Fail& fail) {
  if (rows_ == dataset_.values.rows()) {
    dataset_.values.conservativeResize(std::max(Index{1}, 2 * rows_), Eigen::NoChange);
  }
  float* value = dataset_.values.row(rows_).data();
  for (Index k = 0; k < std::ssize(row); ++k) {
    const double number = row[static_cast<std::size_t>(k)];
    if (k == label_at_) {
      const std::optional<std::int32_t> label = label_from(number);
      if (!label) {
        fail(fmt::format("label {} is no whole number of 32 bits", number));
      }
      dataset_.labels.push_back(*label);
      continue;
    }
    if (is_bounded_ && !(number >= 0 && number <= white_)) {
      fail(fmt::format("column {}: {} is outside 0 to {}, the number that stands for white", k + 1, number,
                       white_));
    }
    if (!(std::abs(number) <= std::numeric_limits<float>::max())) {
      fail(fmt::format("column {}: {} is not finite in single precision", k + 1, number));
    }
    *value++ = static_cast<float>(number / white_);
  }
  ++rows_;
}

Dataset ExampleRows::finish() && {
  dataset_.values.conservativeResize(rows_, Eigen::NoChange);
  return std::move(dataset_);
}

}  // namespace onedial
