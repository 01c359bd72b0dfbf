#pragma once
#include <vector>

#include "onedial/anneal/schedule.hpp"
#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial::viewer {

/// A course of the dial: nodes joined by straight lines in ln T, as the timeline draws it.
struct DialSchedule {
  struct Node {
    double time;              ///< 0 … 1, of the whole course
    Temperature temperature;  ///< above 0 and finite
  };
  std::vector<Node> nodes;  ///< at least two, of rising time, from 0 to 1
  Index sweeps = 1000;

  /// The temperature of sweep k = 0 … sweeps − 1.
  [[nodiscard]] Temperature at(Index sweep) const;
};

/// Throws std::invalid_argument, with the rule that is broken, unless the schedule is as said above.
void validate(const DialSchedule& schedule);

/// How long a course is that nothing is said of.
inline constexpr Index default_course_sweeps = 1000;

/// Cooling by the same factor each sweep, with a node at every third.
DialSchedule cooling(Temperature start, Temperature end, Index sweeps);

/// Moves a node; times stay between those of its neighbours, and the first and the last keep theirs.
void move_node(DialSchedule& schedule, std::size_t node, double time, Temperature t);
/// Adds a node at a time between 0 and 1, unless there is one already; returns whether it did.
bool add_node(DialSchedule& schedule, double time, Temperature t);
/// Takes a node away, unless it is the first or the last; returns whether it did.
bool remove_node(DialSchedule& schedule, std::size_t node);

}  // namespace onedial::viewer
