#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/viewer/frame.hpp"

namespace onedial::viewer {

/// A problem of which the optimum is known, and how it is drawn.
struct RaceProblem {
  std::shared_ptr<const PairwiseModel> model;
  double ground_energy = 0;
  Index side = 0;                       ///< of a square lattice; 0 for a graph
  std::vector<Graph::Node> nodes = {};  ///< where they are drawn, of a graph
  std::vector<Graph::Edge> edges = {};
  std::string optimum;  ///< how the optimum is known, for a tooltip
};

/// One node in each cell of a grid, anywhere in its middle part.
std::vector<Graph::Node> scattered_nodes(Index columns, Index rows, std::uint64_t instance);

/// Each node with the nearest ones; two that choose each other have one edge.
std::vector<Graph::Edge> nearest_neighbours(const std::vector<Graph::Node>& nodes, std::size_t neighbours);

/// "spin_glass", "max_cut", "ferromagnet" and "random_3_regular".
const std::vector<std::string>& race_problem_names();

/// A problem by name; `instance` is the seed of what is random in it:
/// - spin_glass: 16 × 16 spins with a free boundary and couplings ±1 (`ising_lattice`);
/// - max_cut: 48 nodes scattered in a square, each joined with its 3 nearest; E = Σ sᵢsⱼ = edges − 2·cut;
/// - ferromagnet: 32 × 32 spins, periodic, E₀ = −2N;
/// - random_3_regular: the cut of 60 nodes with 3 random neighbours each (`random_regular`).
/// The optima of the others are found by `ground_energy`, exactly; throws as that.
RaceProblem race_problem(std::string_view name, std::uint64_t instance);

/// A picture of a state of the problem.
Pane picture(const RaceProblem& problem, const State& state, const std::string& title,
             const std::string& note);

}  // namespace onedial::viewer
