#include <fmt/format.h>

#include "formats.hpp"
#include "onedial/core/line_reader.hpp"

namespace onedial {

/// N lines of N numbers. Zeros are left out of the entries.
InstanceFile read_matrix(const std::string& path, std::string_view text) {
  LineReader lines(path, text);
  InstanceFile file{.path = path, .format = InstanceFormat::matrix, .first_index = 1};
  Index row = 0;
  for (; lines.next(); ++row) {
    const Index columns = std::ssize(lines.words());
    if (row == 0) {
      file.units = columns;
    }
    if (columns != file.units) {
      lines.fail(fmt::format("{} numbers in this row, {} in the first; all must be equally long", columns,
                             file.units));
    }
    if (row == file.units) {
      lines.fail(fmt::format("more rows than the {} columns; a matrix must be square", file.units));
    }
    for (Index column = 0; column < columns; ++column) {
      const double value = lines.number(static_cast<std::size_t>(column), "entry");
      if (value != 0) {
        file.entries.push_back({.row = row, .column = column, .value = value, .line = lines.line()});
      }
    }
  }
  if (row == 0) {
    lines.fail_whole("is empty; the rows of a square matrix are expected");
  }
  if (row < file.units) {
    lines.fail_whole(fmt::format("ends after {} of {} rows; a matrix must be square", row, file.units));
  }
  return file;
}

}  // namespace onedial
