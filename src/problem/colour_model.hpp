#pragma once
#include "onedial/problem/graph_problem.hpp"

namespace onedial {

/// A graph whose vertices are to have one of q colours each, neighbours different ones. Some may have
/// theirs already.
struct ColourTask {
  const Graph& graph;
  Level colours;  ///< q
  State given;    ///< (N) colours 0 … q−1, Problem::undecided where one is to be found
};

/// A Potts model of the open vertices: E is the number of edges with one colour at both ends, not counting
/// those between given vertices. Throws std::invalid_argument as PottsModel does.
Encoding encode_as_levels(const ColourTask& task);

/// A bit for each open vertex and colour. To have no colour or several costs the penalty times the square
/// of what is missing or too much, and an edge costs 1 where both ends have the same one.
///
/// Proof that a penalty above ⌊Δ/q⌋, with Δ the largest number of neighbours, is enough for the ground
/// states to have one colour a vertex and the least number of such edges: to take one of several colours
/// from a vertex saves a penalty and costs nothing. Where no vertex has several, each neighbour of a vertex
/// without any has at most one colour, so that one of the q colours is at no more than ⌊Δ/q⌋ of them; to give
/// it that one saves the penalty and costs no more than ⌊Δ/q⌋. And a state with one colour a vertex has the
/// energy of the Potts model.
/// Throws InputError if the model would not fit into memory.
Encoding encode_as_one_hot(const ColourTask& task, std::optional<double> penalty);

}  // namespace onedial
