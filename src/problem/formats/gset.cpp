#include <fmt/format.h>

#include <iterator>

#include "entry_list.hpp"
#include "formats.hpp"

namespace onedial {
namespace {

constexpr EntryNames names = {.unit = "vertex", .units = "vertices", .entries = "edges"};

}  // namespace

/// `N M`, then M lines `i j` or `i j w`.
InstanceFile read_gset(const std::string& path, std::string_view text) {
  LineReader lines(path, text);
  if (!lines.next()) {
    lines.fail_whole("is empty; a first line with the numbers of vertices and edges is expected");
  }
  if (lines.words().size() != 2) {
    lines.fail("the first line must hold two whole numbers, of vertices and of edges");
  }
  InstanceFile file{.path = path, .format = InstanceFormat::gset, .first_index = 1};
  constexpr std::size_t shortest_line = 4;  // "1 2" and its end
  const std::int64_t edges = read_sizes(lines, 0, names, shortest_line, file);
  while (lines.next()) {
    if (std::ssize(file.entries) == edges) {
      lines.fail(fmt::format("more lines than the {} edges that the first line announces", edges));
    }
    const std::size_t words = lines.words().size();
    if (words != 2 && words != 3) {
      lines.fail(fmt::format("{} words; an edge is two vertices and a weight, which may be left out", words));
    }
    file.entries.push_back({.row = read_unit(lines, 0, names, file.units),
                            .column = read_unit(lines, 1, names, file.units),
                            .value = words == 3 ? lines.number(2, "weight") : 1,
                            .line = lines.line()});
  }
  if (std::ssize(file.entries) < edges) {
    lines.fail_whole(fmt::format("ends after {} of the {} edges that its first line announces",
                                 file.entries.size(), edges));
  }
  return file;
}

std::string write_gset(const InstanceFile& file) {
  fmt::memory_buffer text;
  const auto to = std::back_inserter(text);
  fmt::format_to(to, "{} {}\n", file.units, file.entries.size());
  for (const InstanceFile::Entry& entry : file.entries) {
    fmt::format_to(to, "{} {} {}\n", entry.row + 1, entry.column + 1, entry.value);
  }
  return fmt::to_string(text) + lost_offset(file);
}

}  // namespace onedial
