#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "formats.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/line_reader.hpp"

namespace onedial {
namespace {

using Entry = InstanceFile::Entry;

/// The edges of a file, each once. Many files of the challenge give each edge in both directions; the same
/// direction twice is an error.
class Edges {
 public:
  explicit Edges(Index vertices) : vertices_(vertices) {}

  void add(const LineReader& lines) {
    if (lines.words().size() != 3) {
      lines.fail(fmt::format("{} words; an edge is expected: e and two vertices", lines.words().size()));
    }
    const Entry edge{.row = vertex(lines, 1), .column = vertex(lines, 2), .value = 1, .line = lines.line()};
    if (edge.row == edge.column) {
      lines.fail(fmt::format("an edge from vertex {} to itself; two vertices are expected", edge.row + 1));
    }
    edges_.push_back(edge);
  }

  [[nodiscard]] Index given() const { return std::ssize(edges_); }

  /// In increasing order, an edge that is given in both directions as its first line gives it.
  std::vector<Entry> once(const std::string& path) {
    std::sort(edges_.begin(), edges_.end(), [](const Entry& a, const Entry& b) {
      return std::tuple(std::minmax(a.row, a.column), a.line) <
             std::tuple(std::minmax(b.row, b.column), b.line);
    });
    std::vector<Entry> kept;
    Index lines = 0;  // that give the edge kept last
    for (const Entry& edge : edges_) {
      if (kept.empty() ||
          std::minmax(kept.back().row, kept.back().column) != std::minmax(edge.row, edge.column)) {
        kept.push_back(edge);
        lines = 1;
      } else if (edge.row != kept.back().row && lines == 1) {
        lines = 2;
      } else {
        throw InputError(fmt::format(
            "{}:{}: edge {} {} was given before, on line {}; an edge may appear once in each direction", path,
            edge.line, edge.row + 1, edge.column + 1, kept.back().line));
      }
    }
    return kept;
  }

 private:
  Index vertex(const LineReader& lines, std::size_t word) const {
    const std::int64_t number = lines.integer(word, "vertex");
    if (number < 1 || number > vertices_) {
      lines.fail(
          fmt::format("vertex {} does not exist; vertices are numbered from 1 to {}", number, vertices_));
    }
    return static_cast<Index>(number - 1);
  }

  Index vertices_;
  std::vector<Entry> edges_;
};

struct Announced {
  Index vertices;
  std::int64_t edges;
};

/// `p edge N M`; some files say `col` for `edge`.
Announced read_problem_line(const LineReader& lines) {
  const auto& words = lines.words();
  if (words.size() != 4 || (words[1] != "edge" && words[1] != "edges" && words[1] != "col")) {
    lines.fail("a line 'p edge VERTICES EDGES' is expected");
  }
  const std::int64_t vertices = lines.integer(2, "number of vertices");
  if (vertices < 1 || vertices > most_instance_units) {
    lines.fail(fmt::format("{} vertices; from 1 to {} are possible", vertices, most_instance_units));
  }
  const std::int64_t edges = lines.integer(3, "number of edges");
  if (edges < 0) {
    lines.fail(fmt::format("{} edges; a number of at least 0 is expected", edges));
  }
  return {.vertices = static_cast<Index>(vertices), .edges = edges};
}

}  // namespace

/// Comments `c …`, then `p edge N M`, then lines `e i j`.
InstanceFile read_dimacs(const std::string& path, std::string_view text) {
  LineReader lines(path, text);
  std::optional<Announced> announced;
  std::optional<Edges> edges;
  while (lines.next()) {
    const std::string_view kind = lines.words().front();
    if (kind == "c") {
      continue;
    }
    if (kind == "p") {
      if (announced) {
        lines.fail("a second line 'p'; one is expected");
      }
      announced = read_problem_line(lines);
      edges.emplace(announced->vertices);
    } else if (kind == "e") {
      if (!edges) {
        lines.fail("an edge before the line 'p edge VERTICES EDGES', which is expected first");
      }
      edges->add(lines);
    } else {
      lines.fail(fmt::format("a line that begins with {}; c, p and e are expected", quoted(kind)));
    }
  }
  if (!edges) {
    lines.fail_whole("has no line 'p edge VERTICES EDGES'");
  }
  InstanceFile file{.path = path,
                    .format = InstanceFormat::dimacs,
                    .units = announced->vertices,
                    .first_index = 1,
                    .entries = edges->once(path)};
  const Index once = std::ssize(file.entries);
  if (announced->edges != edges->given() && announced->edges != once) {
    const std::string found = once == edges->given()
                                  ? fmt::format("{}", once)
                                  : fmt::format("{}, or {} if both directions count", once, edges->given());
    lines.fail_whole(
        fmt::format("announces {} edges, but gives {}; the counts must agree", announced->edges, found));
  }
  return file;
}

/// Throws InputError for an edge with a weight other than 1, for which the format has no room.
std::string write_dimacs(const InstanceFile& file) {
  fmt::memory_buffer text;
  const auto to = std::back_inserter(text);
  fmt::format_to(to, "p edge {} {}\n", file.units, file.entries.size());
  for (const Entry& edge : file.entries) {
    if (edge.value != 1) {
      throw InputError(
          fmt::format("{}: edge {}-{} has the weight {}, for which dimacs has no room; choose another "
                      "format",
                      file.path, edge.row + file.first_index, edge.column + file.first_index, edge.value));
    }
    fmt::format_to(to, "e {} {}\n", edge.row + 1, edge.column + 1);
  }
  return fmt::to_string(text);
}

}  // namespace onedial
