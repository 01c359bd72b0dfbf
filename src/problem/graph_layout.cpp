#include "graph_layout.hpp"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/fruchterman_reingold.hpp>

#include "onedial/core/random.hpp"

namespace onedial {

std::vector<std::pair<double, double>> spring_layout(const Graph& graph) {
  using BoostGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
  using Square = boost::rectangle_topology<RandomStream>;
  if (graph.vertices < 2) {  // nothing pulls at a single vertex
    return {{0.5, 0.5}};
  }
  BoostGraph springs(static_cast<std::size_t>(graph.vertices));
  for (const Graph::Edge& edge : graph.edges) {
    boost::add_edge(static_cast<std::size_t>(edge.first), static_cast<std::size_t>(edge.second), springs);
  }
  RandomStream random(0, 0);
  const Square square(random, 0, 0, 1, 1);
  std::vector<Square::point_type> points(static_cast<std::size_t>(graph.vertices));
  for (Square::point_type& point : points) {
    point[0] = uniform01(random);
    point[1] = uniform01(random);
  }
  constexpr std::size_t steps = 200;
  constexpr double longest_step = 0.1;
  boost::fruchterman_reingold_force_directed_layout(
      springs, boost::make_iterator_property_map(points.begin(), boost::get(boost::vertex_index, springs)),
      square,
      boost::force_pairs(boost::all_force_pairs())
          .cooling(boost::linear_cooling<double>(steps, longest_step)));
  std::vector<std::pair<double, double>> places;
  for (const Square::point_type& point : points) {
    places.emplace_back(point[0], point[1]);
  }
  return places;
}

}  // namespace onedial
