#include <fmt/format.h>

#include <vector>

#include "dataset_formats.hpp"
#include "example_rows.hpp"
#include "onedial/core/error.hpp"
#include "onedial/data/npy.hpp"

namespace onedial {

Dataset read_npy(const std::string& name, std::string_view bytes, const DatasetSettings& settings) {
  const NpyArray array = parse_npy(name, bytes);
  const auto fail = [&name](const std::string& what) { throw InputError(fmt::format("{}: {}", name, what)); };
  DatasetSettings of_rows = settings;
  if (array.shape.size() == 3) {
    if (settings.label_column != DatasetSettings::LabelColumn::none) {
      fail("is an array of images, which has no column of labels");
    }
    of_rows.height = array.shape[1];
    of_rows.width = array.shape[2];
  } else if (array.shape.size() != 2) {
    fail(fmt::format("is an array of {} dimensions; examples have 2, or 3 if they are images",
                     array.shape.size()));
  }
  ExampleRows rows(of_rows, array.columns(), fail);
  std::vector<double> row(static_cast<std::size_t>(array.columns()));
  const Index taken = taken_of(array.rows(), settings);
  for (Index k = 0; k < taken; ++k) {
    read_npy_row(array, k, row);
    rows.add(row, [&](const std::string& what) { fail(fmt::format("row {}: {}", k + 1, what)); });
  }
  Dataset dataset = std::move(rows).finish();
  if (!settings.labels.empty()) {
    if (!dataset.labels.empty()) {
      fail("has a column of labels; a file of labels besides is too much");
    }
    dataset.labels = read_labels(settings, array.rows(), taken);
  }
  return dataset;
}

std::vector<std::int32_t> read_npy_labels(const std::string& name, std::string_view bytes) {
  const NpyArray array = parse_npy(name, bytes);
  if (array.shape.size() != 1) {
    throw InputError(
        fmt::format("{}: is an array of {} dimensions; labels have 1", name, array.shape.size()));
  }
  std::vector<std::int32_t> labels;
  const auto numbers = npy_matrix(array);
  for (const double number : numbers.reshaped()) {
    const std::optional<std::int32_t> label = label_from(number);
    if (!label) {
      throw InputError(fmt::format("{}: label {} of example {} is no whole number of 32 bits", name, number,
                                   labels.size() + 1));
    }
    labels.push_back(*label);
  }
  return labels;
}

}  // namespace onedial
