#include "race_task.hpp"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "onedial/problem/graph_colouring.hpp"
#include "onedial/problem/travelling_salesman.hpp"
#include "race_problem.hpp"

namespace onedial::viewer {
namespace {

/// A race problem of spins, whose states it draws itself.
RaceTask spins_task(std::string_view name, std::uint64_t instance) {
  auto problem = std::make_shared<const RaceProblem>(race_problem(name, instance));
  return {.encoding = own_encoding("spins", problem->model),
          .ground_energy = problem->ground_energy,
          .quantity = "E",
          .draw = [problem](const State& state, const std::string& title, const std::string& note) {
            return picture(*problem, state, title, note);
          }};
}

/// A task that draws its answers.
RaceTask drawn_task(std::shared_ptr<const Problem> problem, std::optional<double> ground_energy) {
  Encoding encoding = problem->encode({});
  return {.encoding = encoding,
          .ground_energy = ground_energy,
          .quantity = std::string(problem->objective_name()),
          .draw = [problem, encoding](const State& state, const std::string& title,
                                      const std::string& note) -> Pane {
            Drawing drawing{.title = title, .note = note};
            if (auto picture = problem->picture(encoding.decode(state))) {
              drawing.picture = std::move(*picture);
            }
            drawing.picture.caption.clear();  // the note says it
            return drawing;
          }};
}

RaceTask tour(std::uint64_t instance) {
  constexpr double length = 1000;  // of the square's sides, since lengths are rounded to whole numbers
  std::vector<Point> cities;
  for (const auto& node : scattered_nodes(8, 8, instance)) {
    cities.push_back({.x = length * node.x, .y = length * node.y});
  }
  return drawn_task(std::make_shared<const TravellingSalesman>(
                        CityMap("cities scattered in a square", Metric::euclidean, std::move(cities))),
                    std::nullopt);
}

RaceTask coloring(std::uint64_t instance) {
  constexpr Level colours = 3;
  const auto nodes = scattered_nodes(10, 8, instance);
  onedial::Graph graph{.source = "nearest neighbours in a square", .vertices = std::ssize(nodes)};
  for (const auto& [first, second] : nearest_neighbours(nodes, 4)) {
    graph.edges.push_back({.first = first, .second = second});
  }
  return drawn_task(std::make_shared<const GraphColouring>(std::move(graph), colours), std::nullopt);
}

}  // namespace

const std::vector<std::string>& race_task_names() {
  static const std::vector<std::string> names = {"tour", "spin_glass", "max_cut", "coloring"};
  return names;
}

RaceTask race_task(std::string_view name, std::uint64_t instance) {
  if (name == "tour") {
    return tour(instance);
  }
  return name == "coloring" ? coloring(instance) : spins_task(name, instance);
}

}  // namespace onedial::viewer
