#include <fmt/format.h>

#include <iterator>

#include "formats.hpp"
#include "onedial/core/line_reader.hpp"
#include "onedial/core/memory.hpp"

namespace onedial {

/// N lines of N numbers. Zeros are left out of the entries.
InstanceFile read_matrix(const std::string& path, std::string_view text) {
  LineReader lines(path, text);
  InstanceFile file{
      .path = path, .format = InstanceFormat::matrix, .layout = EntryLayout::matrix, .first_index = 1};
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

std::string write_matrix(const InstanceFile& file) {
  constexpr double shortest_entry = 2;  // "0 "
  const auto size = static_cast<double>(file.units);
  require_memory(shortest_entry * size * size, fmt::format("the text of a {0} x {0} matrix", file.units));
  fmt::memory_buffer text;
  const auto to = std::back_inserter(text);
  auto entry = file.entries.begin();
  for (Index row = 0; row < file.units; ++row) {
    for (Index column = 0; column < file.units; ++column) {
      const bool is_given = entry != file.entries.end() && entry->row == row && entry->column == column;
      fmt::format_to(to, "{}{}", is_given ? entry->value : 0, column + 1 < file.units ? ' ' : '\n');
      entry += is_given ? 1 : 0;
    }
  }
  return fmt::to_string(text) + lost_offset(file);
}

}  // namespace onedial
