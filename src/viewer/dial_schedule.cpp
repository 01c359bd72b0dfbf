#include "onedial/viewer/dial_schedule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "onedial/core/elementary.hpp"

namespace onedial::viewer {
namespace {

/// Of two nodes in time.
constexpr double least_gap = 0.005;

}  // namespace

Temperature DialSchedule::at(Index sweep) const {
  const double time = Progress{sweep, sweeps}.fraction();
  const auto after =
      std::find_if(nodes.begin() + 1, nodes.end() - 1, [&](const Node& node) { return node.time >= time; });
  const Node& to = *after;
  const Node& from = *(after - 1);
  const double part = (time - from.time) / (to.time - from.time);
  if (part <= 0 || part >= 1) {
    return part <= 0 ? from.temperature : to.temperature;
  }
  const double from_log = elementary::log(from.temperature.value());
  const double to_log = elementary::log(to.temperature.value());
  return Temperature(elementary::exp(from_log + part * (to_log - from_log)));
}

void validate(const DialSchedule& schedule) {
  if (schedule.sweeps < 1) {
    throw std::invalid_argument(fmt::format("sweeps ({}) must be at least 1", schedule.sweeps));
  }
  const auto& nodes = schedule.nodes;
  if (nodes.size() < 2 || nodes.front().time != 0 || nodes.back().time != 1) {
    throw std::invalid_argument("a schedule needs a node at time 0 and one at time 1");
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].temperature.is_zero() || nodes[i].temperature.is_infinite()) {
      throw std::invalid_argument("the temperatures of a schedule must be above 0 and finite");
    }
    if (i > 0 && !(nodes[i].time > nodes[i - 1].time)) {
      throw std::invalid_argument("the times of a schedule's nodes must rise");
    }
  }
}

DialSchedule cooling(Temperature start, Temperature end, Index sweeps) {
  const double ratio = end.value() / start.value();
  const auto third = [&](int k) {
    return Temperature(start.value() * elementary::exp(elementary::log(ratio) * k / 3));
  };
  return {.nodes = {{0, start}, {1.0 / 3, third(1)}, {2.0 / 3, third(2)}, {1, end}}, .sweeps = sweeps};
}

void move_node(DialSchedule& schedule, std::size_t node, double time, Temperature t) {
  auto& nodes = schedule.nodes;
  nodes.at(node).temperature = t;
  if (node > 0 && node + 1 < nodes.size()) {
    nodes[node].time = std::clamp(time, nodes[node - 1].time + least_gap, nodes[node + 1].time - least_gap);
  }
}

bool add_node(DialSchedule& schedule, double time, Temperature t) {
  auto& nodes = schedule.nodes;
  const auto after =
      std::find_if(nodes.begin(), nodes.end(), [&](const DialSchedule::Node& n) { return n.time >= time; });
  if (after == nodes.begin() || after == nodes.end() || after->time - time < 2 * least_gap ||
      time - std::prev(after)->time < 2 * least_gap) {
    return false;
  }
  nodes.insert(after, {time, t});
  return true;
}

bool remove_node(DialSchedule& schedule, std::size_t node) {
  if (node == 0 || node + 1 >= schedule.nodes.size()) {
    return false;
  }
  schedule.nodes.erase(schedule.nodes.begin() + static_cast<std::ptrdiff_t>(node));
  return true;
}

}  // namespace onedial::viewer
