#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <tuple>

#include "entry_list.hpp"
#include "formats.hpp"

// R. F. Boisvert, R. Pozo, K. A. Remington, "The Matrix Market Exchange Formats", NISTIR 5935 (1996).
namespace onedial {
namespace {

constexpr EntryNames names = {.unit = "row or column", .units = "rows", .entries = "entries"};

struct Header {
  bool is_array;
  bool is_pattern;
  bool is_symmetric;
};

std::string lower_case(std::string_view word) {
  std::string text(word);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// `%%MatrixMarket matrix coordinate|array real|integer|pattern general|symmetric`.
Header read_header(LineReader& lines) {
  if (!lines.next() || lower_case(lines.words().front()) != "%%matrixmarket" || lines.words().size() != 5) {
    lines.fail("a first line '%%MatrixMarket matrix FORMAT FIELD SYMMETRY' is expected");
  }
  std::vector<std::string> words;
  for (const std::string_view word : lines.words()) {
    words.push_back(lower_case(word));
  }
  const auto expect = [&](std::size_t k, std::initializer_list<std::string_view> known) {
    if (std::find(known.begin(), known.end(), words[k]) == known.end()) {
      lines.fail(
          fmt::format("{} is not read; {} is expected", quoted(lines.words()[k]), fmt::join(known, " or ")));
    }
  };
  expect(1, {"matrix"});
  expect(2, {"coordinate", "array"});
  expect(3, {"real", "double", "integer", "pattern"});
  expect(4, {"general", "symmetric"});
  const Header header{.is_array = words[2] == "array",
                      .is_pattern = words[3] == "pattern",
                      .is_symmetric = words[4] == "symmetric"};
  if (header.is_array && header.is_pattern) {
    lines.fail("an array has values, but is said to be a pattern; real or integer is expected");
  }
  return header;
}

/// The next line that is no comment.
bool next(LineReader& lines) {
  while (lines.next()) {
    if (lines.words().front().front() != '%') {
      return true;
    }
  }
  return false;
}

void require_words(const LineReader& lines, std::size_t count, std::string_view what) {
  if (lines.words().size() != count) {
    lines.fail(fmt::format("{} words; {} expected", lines.words().size(), what));
  }
}

/// The numbers of rows and columns, which must be equal.
void require_square(const LineReader& lines) {
  if (lines.integer(0, "number of rows") != lines.integer(1, "number of columns")) {
    lines.fail(fmt::format("{} rows and {} columns; a square matrix is expected", lines.words()[0],
                           lines.words()[1]));
  }
}

void read_coordinates(LineReader& lines, const Header& header, InstanceFile& file) {
  require_words(lines, 3, "the numbers of rows, columns and entries are");
  require_square(lines);
  const std::size_t words = header.is_pattern ? 2 : 3;
  const std::int64_t count = read_sizes(lines, 1, names, 2 * words, file);
  std::int64_t given = 0;
  for (; next(lines); ++given) {
    if (given == count) {
      lines.fail(fmt::format("more lines than the {} entries announced", count));
    }
    require_words(lines, words,
                  header.is_pattern ? "a row and a column are" : "a row, a column and a value are");
    const InstanceFile::Entry entry{.row = read_unit(lines, 0, names, file.units),
                                    .column = read_unit(lines, 1, names, file.units),
                                    .value = header.is_pattern ? 1 : lines.number(2, "value"),
                                    .line = lines.line()};
    if (header.is_symmetric || entry.value != 0) {
      file.entries.push_back(entry);
    }
  }
  if (given < count) {
    lines.fail_whole(fmt::format("ends after {} of the {} entries announced", given, count));
  }
}

/// One value a line, column by column; of a symmetric matrix from the diagonal downwards.
void read_array(LineReader& lines, const Header& header, InstanceFile& file) {
  require_words(lines, 2, "the numbers of rows and columns are");
  require_square(lines);
  const std::int64_t size = lines.integer(0, "number of rows");
  if (size < 1 || size > most_instance_units) {
    lines.fail(fmt::format("{} rows; from 1 to {} are possible", size, most_instance_units));
  }
  const std::int64_t count = header.is_symmetric ? size * (size + 1) / 2 : size * size;
  if (static_cast<std::size_t>(count) > (lines.rest().size() + 1) / 2) {
    lines.fail(
        fmt::format("{} values are expected, but so many do not fit into the rest of the file", count));
  }
  file.units = static_cast<Index>(size);
  for (Index column = 0; column < file.units; ++column) {
    for (Index row = header.is_symmetric ? column : 0; row < file.units; ++row) {
      if (!next(lines)) {
        lines.fail_whole(fmt::format("ends before the last of the {} values expected", count));
      }
      require_words(lines, 1, "one value is");
      const double value = lines.number(0, "value");
      if (value != 0) {
        file.entries.push_back({.row = row, .column = column, .value = value, .line = lines.line()});
      }
    }
  }
  if (next(lines)) {
    lines.fail(fmt::format("more lines than the {} values expected", count));
  }
}

}  // namespace

InstanceFile read_matrix_market(const std::string& path, std::string_view text) {
  LineReader lines(path, text);
  const Header header = read_header(lines);
  InstanceFile file{.path = path,
                    .format = InstanceFormat::matrix_market,
                    .layout = header.is_symmetric ? EntryLayout::half_matrix : EntryLayout::matrix,
                    .first_index = 1};
  if (!next(lines)) {
    lines.fail_whole("ends after its comments; a line with the size of the matrix is expected");
  }
  (header.is_array ? read_array : read_coordinates)(lines, header, file);
  if (file.layout == EntryLayout::matrix) {
    std::stable_sort(file.entries.begin(), file.entries.end(), [](const auto& a, const auto& b) {
      return std::tie(a.row, a.column) < std::tie(b.row, b.column);
    });
  }
  return file;
}

std::string write_matrix_market(const InstanceFile& file) {
  fmt::memory_buffer text;
  const auto to = std::back_inserter(text);
  std::string comment = lost_offset(file);
  std::replace(comment.begin(), comment.end(), '#', '%');
  fmt::format_to(to, "%%MatrixMarket matrix coordinate real symmetric\n{}{} {} {}\n", comment, file.units,
                 file.units, file.entries.size());
  for (const InstanceFile::Entry& entry : file.entries) {
    const auto [column, row] = std::minmax(entry.row, entry.column);  // the format has the lower triangle
    fmt::format_to(to, "{} {} {}\n", row + 1, column + 1, entry.value);
  }
  return fmt::to_string(text);
}

}  // namespace onedial
