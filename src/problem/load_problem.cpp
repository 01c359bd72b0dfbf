#include "onedial/problem/load_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "onedial/core/error.hpp"
#include "onedial/problem/graph_colouring.hpp"
#include "onedial/problem/hubo.hpp"
#include "onedial/problem/knapsack.hpp"
#include "onedial/problem/number_partition.hpp"
#include "onedial/problem/pair_problem.hpp"
#include "onedial/problem/quadratic_assignment.hpp"
#include "onedial/problem/sudoku.hpp"
#include "onedial/problem/travelling_salesman.hpp"
#include "onedial/problem/vertex_set.hpp"

namespace onedial {
namespace {

using Loader = std::shared_ptr<const Problem> (*)(const std::filesystem::path&, std::optional<InstanceFormat>,
                                                  std::optional<Index>);
struct Kind {
  std::string_view name;
  Loader load;
  bool has_formats = true;  ///< whether its instances are in a format of `read_instance`
};

/// Problems whose instance is an N × N table of numbers.
template <class Concrete>
std::shared_ptr<const Problem> load_table(const std::filesystem::path& path,
                                          std::optional<InstanceFormat> format, std::optional<Index> number) {
  return std::make_shared<const Concrete>(read_instance(path, format, number));
}

/// Problems over the vertices of a graph.
template <class Concrete, auto... rule>
std::shared_ptr<const Problem> load_graph(const std::filesystem::path& path,
                                          std::optional<InstanceFormat> format, std::optional<Index> number) {
  return std::make_shared<const Concrete>(graph_of(read_instance(path, format, number)), rule...);
}

std::shared_ptr<const Problem> load_sudoku(const std::filesystem::path& path,
                                           std::optional<InstanceFormat> /*format*/,
                                           std::optional<Index> /*number*/) {
  return std::make_shared<const Sudoku>(path.string(), read_sudoku_cells(path));
}

std::shared_ptr<const Problem> load_tsp(const std::filesystem::path& path,
                                        std::optional<InstanceFormat> /*format*/,
                                        std::optional<Index> /*number*/) {
  return std::make_shared<const TravellingSalesman>(read_tsplib(path));
}

std::shared_ptr<const Problem> load_qap(const std::filesystem::path& path,
                                        std::optional<InstanceFormat> /*format*/,
                                        std::optional<Index> /*number*/) {
  return std::make_shared<const QuadraticAssignment>(read_qaplib(path));
}

/// Problems whose instance has a format of its own.
template <class Concrete>
std::shared_ptr<const Problem> load_own(const std::filesystem::path& path,
                                        std::optional<InstanceFormat> /*format*/,
                                        std::optional<Index> /*number*/) {
  return std::make_shared<const Concrete>(path);
}

constexpr std::array kinds = {Kind{"max_cut", load_table<MaxCut>},
                              Kind{"qubo", load_table<Qubo>},
                              Kind{"ising", load_table<Ising>},
                              Kind{"coloring", load_graph<GraphColouring>},
                              Kind{"independent_set", load_graph<VertexSet, VertexSet::Rule::independent>},
                              Kind{"vertex_cover", load_graph<VertexSet, VertexSet::Rule::cover>},
                              Kind{"sudoku", load_sudoku, false},
                              Kind{"tsp", load_tsp, false},
                              Kind{"qap", load_qap, false},
                              Kind{"number_partition", load_own<NumberPartition>, false},
                              Kind{"knapsack", load_own<Knapsack>, false},
                              Kind{"hubo", load_own<Hubo>, false}};

const Kind* find_kind(std::string_view name) {
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.name == name; });
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string_view> file_problem_kinds() {
  std::vector<std::string_view> names;
  std::transform(kinds.begin(), kinds.end(), std::back_inserter(names), [](const Kind& k) { return k.name; });
  return names;
}

bool has_formats(std::string_view kind) {
  const Kind* found = find_kind(kind);
  return found != nullptr && found->has_formats;
}

std::shared_ptr<const Problem> load_problem(std::string_view kind, const std::filesystem::path& path,
                                            std::optional<InstanceFormat> format,
                                            std::optional<Index> number) {
  const Kind* found = find_kind(kind);
  if (found == nullptr) {
    throw std::invalid_argument(fmt::format("no file holds a problem of the kind \"{}\"", kind));
  }
  if (!found->has_formats && (format || number)) {
    throw InputError(
        fmt::format("{}: kind \"{}\" has a format of its own, with one instance a file; leave out "
                    "format and number",
                    path.string(), kind));
  }
  return found->load(path, format, number);
}

}  // namespace onedial
