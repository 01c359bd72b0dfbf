#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/problem/encoding.hpp"
#include "onedial/viewer/frame.hpp"

namespace onedial::viewer {

/// A problem for a race of schedules, in any encoding.
struct RaceTask {
  Encoding encoding;
  std::optional<double> ground_energy;  ///< where it is known
  std::string quantity;                 ///< what the energy is: "length"
  /// A picture of a state.
  std::function<Pane(const State& state, const std::string& title, const std::string& note)> draw;
};

/// "spin_glass", "max_cut", "tour" and "coloring".
const std::vector<std::string>& race_task_names();

/// A task by name; `instance` is the seed of what is random in it:
/// - spin_glass and max_cut: those of `race_problem`, whose optimum is known exactly;
/// - tour: 64 cities scattered in a square, as a permutation;
/// - coloring: 80 vertices, each joined with its 4 nearest, in 3 colours, which is too few for most
/// instances. Throws std::invalid_argument for another name.
RaceTask race_task(std::string_view name, std::uint64_t instance);

}  // namespace onedial::viewer
