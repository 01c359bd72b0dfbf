#pragma once
#include <string_view>

#include "onedial/data/dataset.hpp"
#include "onedial/run/config.hpp"

namespace onedial {

/// What a key that names a file of examples says of itself.
inline constexpr std::string_view dataset_file_doc =
    "Images or rows of numbers (docs/hopfield.md): IDX, .npy, PNG, text or a table; relative to this config.";

/// The keys of a section that say how its file of examples is read: height, width, sheet_rows, sheet_columns,
/// white, label_column. Throws ConfigError.
DatasetSettings read_dataset_settings(Config& config, std::string_view section);

}  // namespace onedial
