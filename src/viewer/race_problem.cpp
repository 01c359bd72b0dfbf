#include "race_problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <stdexcept>
#include <utility>

#include "ground_energy.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/spin_glass.hpp"

namespace onedial::viewer {
namespace {

constexpr const char* by_transfer = "found exactly, by transfer of minima from spin to spin";

RaceProblem spin_glass(std::uint64_t instance) {
  constexpr Index side = 16;
  auto model = std::make_shared<const PairwiseModel>(ising_lattice(
      {.length = side, .periodic = false, .couplings = CouplingLaw::plus_minus, .seed = instance}));
  const double ground = ground_energy(*model);
  return {.model = std::move(model), .ground_energy = ground, .side = side, .optimum = by_transfer};
}

RaceProblem ferromagnet() {
  constexpr Index side = 32;
  return {.model = std::make_shared<const PairwiseModel>(ising_lattice({.length = side})),
          .ground_energy = -2.0 * side * side,
          .side = side,
          .optimum = "all spins alike, −2 for each"};
}

RaceProblem max_cut(std::uint64_t instance) {
  std::vector<Graph::Node> nodes = scattered_nodes(8, 6, instance);
  std::vector<Graph::Edge> edges = nearest_neighbours(nodes, 3);
  const auto units = static_cast<Index>(nodes.size());
  std::vector<Eigen::Triplet<double, std::int32_t>> entries;
  for (const auto& [first, second] : edges) {
    entries.emplace_back(static_cast<int>(first), static_cast<int>(second), -1.0);
    entries.emplace_back(static_cast<int>(second), static_cast<int>(first), -1.0);
  }
  PairwiseModel::Sparse couplings(units, units);
  couplings.setFromTriplets(entries.begin(), entries.end());
  auto model = std::make_shared<const PairwiseModel>(Domain::spin, couplings, Eigen::VectorXd::Zero(units));
  const double ground = ground_energy(*model);
  return {.model = std::move(model),
          .ground_energy = ground,
          .nodes = std::move(nodes),
          .edges = std::move(edges),
          .optimum = by_transfer};
}

RaceProblem random_3_regular(std::uint64_t instance) {
  constexpr Index units = 60;
  RaceProblem problem{.model = std::make_shared<const PairwiseModel>(random_regular(
                          {.units = units, .couplings = CouplingLaw::antiferro, .seed = instance})),
                      .optimum = by_transfer};
  problem.ground_energy = ground_energy(*problem.model);
  for (Index unit = 0; unit < units; ++unit) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(unit) / units;
    problem.nodes.push_back(
        {.x = 0.5 + 0.47 * std::sin(angle), .y = 0.5 - 0.47 * std::cos(angle), .level = 0});
    for_each_coupling(*problem.model, unit, [&](Index other, double) {
      if (unit < other) {
        problem.edges.push_back({unit, other});
      }
    });
  }
  return problem;
}

}  // namespace

std::vector<Graph::Node> scattered_nodes(Index columns, Index rows, std::uint64_t instance) {
  RandomStream random(instance, 0);
  std::vector<Graph::Node> nodes;
  for (Index row = 0; row < rows; ++row) {
    for (Index column = 0; column < columns; ++column) {
      const double x = static_cast<double>(column) + 0.1 + 0.8 * uniform01(random);
      const double y = static_cast<double>(row) + 0.1 + 0.8 * uniform01(random);
      nodes.push_back(
          {.x = x / static_cast<double>(columns), .y = y / static_cast<double>(rows), .level = 0});
    }
  }
  return nodes;
}

std::vector<Graph::Edge> nearest_neighbours(const std::vector<Graph::Node>& nodes, std::size_t neighbours) {
  std::set<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::vector<std::pair<double, std::size_t>> others;
    for (std::size_t j = 0; j < nodes.size(); ++j) {
      const double dx = nodes[i].x - nodes[j].x;
      const double dy = nodes[i].y - nodes[j].y;
      if (j != i) {
        others.emplace_back(dx * dx + dy * dy, j);
      }
    }
    std::sort(others.begin(), others.end());
    for (std::size_t k = 0; k < neighbours; ++k) {
      pairs.insert(std::minmax(i, others[k].second));
    }
  }
  std::vector<Graph::Edge> edges;
  for (const auto& [i, j] : pairs) {
    edges.push_back({static_cast<Index>(i), static_cast<Index>(j)});
  }
  return edges;
}

const std::vector<std::string>& race_problem_names() {
  static const std::vector<std::string> names = {"spin_glass", "max_cut", "ferromagnet", "random_3_regular"};
  return names;
}

RaceProblem race_problem(std::string_view name, std::uint64_t instance) {
  if (name == "spin_glass") {
    return spin_glass(instance);
  }
  if (name == "max_cut") {
    return max_cut(instance);
  }
  if (name == "ferromagnet") {
    return ferromagnet();
  }
  if (name == "random_3_regular") {
    return random_3_regular(instance);
  }
  throw std::invalid_argument(fmt::format("there is no problem '{}'", name));
}

Pane picture(const RaceProblem& problem, const State& state, const std::string& title,
             const std::string& note) {
  if (problem.side > 0) {
    return Grid{.title = title,
                .note = note,
                .width = problem.side,
                .height = problem.side,
                .values = {state.begin(), state.end()}};
  }
  Graph graph{.title = title, .note = note, .nodes = problem.nodes, .edges = problem.edges};
  for (std::size_t i = 0; i < state.size(); ++i) {
    graph.nodes[i].level = static_cast<std::uint8_t>(state[i]);
  }
  return graph;
}

}  // namespace onedial::viewer
