#pragma once
#include <Eigen/Core>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// Examples as rows of numbers, such as images, each with a label where there are labels.
struct Dataset {
  using Values = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  Values values;     ///< (n × d); of images the brightness, 0 black … 1 white
  Index height = 0;  ///< of an image of d = height·width pixels, row by row; 0: no images
  Index width = 0;   ///< likewise
  std::vector<std::int32_t> labels = {};  ///< (n), or empty

  [[nodiscard]] Index size() const { return values.rows(); }
  [[nodiscard]] Index features() const { return values.cols(); }
};

/// How to read a file of examples. What does not fit its format is refused, not ignored.
struct DatasetSettings {
  enum class LabelColumn : std::uint8_t { none, first, last };

  /// Of a table or an array of rows: which column holds an integer label.
  LabelColumn label_column = LabelColumn::none;
  /// The size that images are to have: those of a PNG are brought to it by averages over areas; rows of a
  /// table or an array are read as such images; of other files it is a check. 0: as it is in the file, and no
  /// images in rows. Both or none.
  Index height = 0;
  Index width = 0;
  /// Of a PNG: how many equal images lie on it, in rows and columns.
  Index sheet_rows = 1;
  Index sheet_columns = 1;
  /// Of a table or an array: the number that stands for 1 (white). Values must lie in 0 … white and are
  /// divided by it. 0: any finite values as they are; those of images must lie in 0 … 1.
  double white = 0;
  /// Of IDX, an array or a PNG: a file with the label of each example of the file, as IDX, .npy or text with
  /// an integer a line; empty for none.
  std::filesystem::path labels = {};
  /// Only the first so many examples; 0 for all.
  Index limit = 0;
};

/// Reads examples. The format is recognised by the content, packed by gzip or not; "-" is standard input:
/// - IDX, the format of MNIST: bytes, as rows or images, 255 for white;
/// - .npy, the format of NumPy: numbers or truth values, as rows (n × d) or images (n × height × width);
/// - PNG: a sheet of equal images, as brightness (luma) on white paper;
/// - images drawn in text: see read_text_images();
/// - anything else a table: numbers separated by commas or blanks, a row a line, under a line of names or
/// not;
///   '#' begins a comment.
/// Throws InputError, which names the file, the place in it and what was expected, and std::invalid_argument
/// for settings that make no sense.
Dataset read_dataset(const std::filesystem::path& path, const DatasetSettings& settings = {});

}  // namespace onedial
