#pragma once
#include <utility>
#include <vector>

#include "onedial/problem/graph_problem.hpp"

namespace onedial {

/// Places (x, y) in the unit square for the vertices of a graph, where springs along edges and a repulsion
/// between all vertices put them (Fruchterman, Reingold 1991). Takes O(N²) a step.
std::vector<std::pair<double, double>> spring_layout(const Graph& graph);

}  // namespace onedial
