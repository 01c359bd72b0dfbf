#include "onedial/problem/graph_colouring.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "colour_model.hpp"
#include "encoding_choice.hpp"
#include "level_list.hpp"

namespace onedial {
namespace {

constexpr Level most_colours = 65'536;

std::size_t at(Index vertex) {
  return static_cast<std::size_t>(vertex);
}

}  // namespace

GraphColouring::GraphColouring(Graph graph, std::optional<Level> colours)
    : GraphProblem(std::move(graph)), colours_(colours) {
  if (colours && (*colours < 2 || *colours > most_colours)) {
    throw std::invalid_argument(fmt::format("colours ({}) must be 2 to {}", *colours, most_colours));
  }
}

std::string GraphColouring::size_text() const {
  return colours_ ? fmt::format("{}, {} colours", GraphProblem::size_text(), *colours_)
                  : GraphProblem::size_text();
}

Encoding GraphColouring::encode(const EncodingChoice& choice) const {
  const std::string_view name = require_encoding(*this, choice, {"qubo"});
  if (!colours_) {
    throw std::invalid_argument("a number of colours is needed");
  }
  const ColourTask task{
      .graph = graph(), .colours = *colours_, .given = State(at(graph().vertices), undecided)};
  return name == "levels" ? encode_as_levels(task) : encode_as_one_hot(task, choice.penalty);
}

bool GraphColouring::is_conflict(const State& answer, const Graph::Edge& edge) const {
  return answer[at(edge.first)] != undecided && answer[at(edge.first)] == answer[at(edge.second)];
}

Evaluation GraphColouring::evaluate(const State& answer) const {
  require_answer_size(answer, graph().vertices);
  const auto conflicts = std::count_if(graph().edges.begin(), graph().edges.end(),
                                       [&](const Graph::Edge& edge) { return is_conflict(answer, edge); });
  const auto colourless = std::find(answer.begin(), answer.end(), undecided);
  if (conflicts == 0 && colourless == answer.end()) {
    return {.objective = 0};
  }
  const std::string violation =
      conflicts > 0
          ? violations_text([&](const Graph::Edge& edge) { return is_conflict(answer, edge); },
                            [&](const Graph::Edge& edge) {
                              return fmt::format("has colour {} at both ends", answer[at(edge.first)] + 1);
                            })
          : fmt::format("vertex {} has no colour", colourless - answer.begin() + graph().first_index);
  return {.objective = static_cast<double>(conflicts), .feasible = false, .violation = violation};
}

std::string GraphColouring::remark(const State& answer) const {
  State used = answer;
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return fmt::format("{} colours used", used.size() - (used.front() == undecided ? 1 : 0));
}

std::string GraphColouring::answer_text(const State& answer) const {
  fmt::memory_buffer text;
  for (Index v = 0; v < graph().vertices; ++v) {
    fmt::format_to(std::back_inserter(text), "{} {}\n", v + graph().first_index, answer[at(v)] + 1);
  }
  return fmt::to_string(text);
}

State GraphColouring::read_answer(const std::filesystem::path& path) const {
  const Level most = colours_.value_or(most_colours);
  return read_unit_values(
      path, graph().vertices,
      {.first_index = graph().first_index, .unit_name = "vertex", .units_name = "vertices"},
      [&](const LineReader& lines, std::int64_t colour) {
        if (colour < 0 || colour > most) {
          lines.fail(
              fmt::format("colour {} does not exist; 1 to {} are expected, or 0 for none", colour, most));
        }
        return static_cast<Level>(colour - 1);
      });
}

std::optional<Picture> GraphColouring::picture(const State& answer) const {
  const Evaluation worth = evaluate(answer);
  return draw(
      {answer.begin(), answer.end()}, [&](const Graph::Edge& edge) { return is_conflict(answer, edge); },
      fmt::format("{}, {:.0f} conflict{}", remark(answer), worth.objective, worth.objective == 1 ? "" : "s"));
}

}  // namespace onedial
