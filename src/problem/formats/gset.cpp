#include <fmt/format.h>

#include "formats.hpp"
#include "onedial/core/line_reader.hpp"

namespace onedial {
namespace {

Index vertex(const LineReader& lines, std::size_t word, Index units) {
  const std::int64_t number = lines.integer(word, "vertex");
  if (number < 1 || number > units) {
    lines.fail(fmt::format("vertex {} does not exist; vertices are numbered from 1 to {}", number, units));
  }
  return static_cast<Index>(number - 1);
}

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
  const std::int64_t units = lines.integer(0, "number of vertices");
  if (units < 1 || units > most_instance_units) {
    lines.fail(fmt::format("{} vertices; from 1 to {} are possible", units, most_instance_units));
  }
  file.units = static_cast<Index>(units);
  const std::int64_t edges = lines.integer(1, "number of edges");
  constexpr std::size_t shortest_line = 4;  // "1 2" and its end; the last may lack it
  if (edges < 0) {
    lines.fail(fmt::format("{} edges; a number of at least 0 is expected", edges));
  }
  if (static_cast<std::size_t>(edges) > (lines.rest().size() + 1) / shortest_line) {
    lines.fail(fmt::format("announces {} edges, but so many do not fit into the rest of the file", edges));
  }
  file.entries.reserve(static_cast<std::size_t>(edges));
  while (lines.next()) {
    if (std::ssize(file.entries) == edges) {
      lines.fail(fmt::format("more lines than the {} edges that the first line announces", edges));
    }
    const std::size_t words = lines.words().size();
    if (words != 2 && words != 3) {
      lines.fail(fmt::format("{} words; an edge is two vertices and a weight, which may be left out", words));
    }
    file.entries.push_back({.row = vertex(lines, 0, file.units),
                            .column = vertex(lines, 1, file.units),
                            .value = words == 3 ? lines.number(2, "weight") : 1,
                            .line = lines.line()});
  }
  if (std::ssize(file.entries) < edges) {
    lines.fail_whole(fmt::format("ends after {} of the {} edges that its first line announces",
                                 file.entries.size(), edges));
  }
  return file;
}

}  // namespace onedial
