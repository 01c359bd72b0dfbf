#include "onedial/anneal/schedule.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// a at x = 0 and b at x = 1, to the last bit.
double interpolate(double a, double b, double x) {
  return x < 1.0 ? a + (b - a) * x : b;
}

void require(bool condition, const char* rule) {
  if (!condition) {
    throw std::invalid_argument(rule);
  }
}

struct Validator {
  static void finite(Temperature t) {
    require(!t.is_infinite(), "temperatures of a schedule must be finite");
  }
  static void finite_ends(Temperature start, Temperature end) {
    finite(start);
    finite(end);
  }
  void operator()(const ConstantSchedule& s) const { finite(s.level); }
  void operator()(const LinearSchedule& s) const { finite_ends(s.start, s.end); }
  void operator()(const LinearBetaSchedule& s) const {
    finite(s.end);
    require(!s.start.is_zero() && !s.end.is_zero(),
            "a linear_beta schedule cannot reach T = 0, where 1/T is infinite");
  }
  void operator()(const GeometricSchedule& s) const {
    finite_ends(s.start, s.end);
    require(!s.start.is_zero() && !s.end.is_zero(),
            "a geometric schedule cannot reach T = 0; it multiplies by a factor");
  }
  void operator()(const ExponentialSchedule& s) const {
    finite_ends(s.start, s.end);
    require(s.decay > 0 && s.decay <= 700, "the decay of an exponential schedule must lie in (0, 700]");
  }
  void operator()(const LogarithmicSchedule& s) const { finite(s.start); }
  void operator()(const TableSchedule& s) const {
    require(!s.levels.empty(), "a table schedule needs at least one temperature");
    std::for_each(s.levels.begin(), s.levels.end(), finite);
  }
};

}  // namespace

Temperature ConstantSchedule::at(Progress) const {
  return level;
}

Temperature LinearSchedule::at(Progress progress) const {
  return Temperature(interpolate(start.value(), end.value(), progress.fraction()));
}

Temperature LinearBetaSchedule::at(Progress progress) const {
  return Temperature(1.0 / interpolate(1.0 / start.value(), 1.0 / end.value(), progress.fraction()));
}

Temperature GeometricSchedule::at(Progress progress) const {
  const double x = progress.fraction();
  if (x == 1.0) {
    return end;
  }
  return Temperature(start.value() *
                     elementary::exp(x * (elementary::log(end.value()) - elementary::log(start.value()))));
}

Temperature ExponentialSchedule::at(Progress progress) const {
  const double floor = elementary::expm1(-decay);
  const double remaining = 1.0 - elementary::expm1(-decay * progress.fraction()) / floor;
  return Temperature(interpolate(end.value(), start.value(), remaining));
}

Temperature LogarithmicSchedule::at(Progress progress) const {
  const double ln2 = elementary::log(2.0);
  return Temperature(start.value() * ln2 / elementary::log(static_cast<double>(progress.sweep) + 2.0));
}

Temperature TableSchedule::at(Progress progress) const {
  const double position = progress.fraction() * static_cast<double>(levels.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= levels.size()) {
    return levels.back();
  }
  return Temperature(
      interpolate(levels[below].value(), levels[below + 1].value(), position - static_cast<double>(below)));
}

Temperature temperature_at(const Schedule& schedule, Progress progress) {
  return std::visit([progress](const auto& law) { return law.at(progress); }, schedule);
}

std::string_view schedule_name(const Schedule& schedule) {
  constexpr std::array<std::string_view, std::variant_size_v<Schedule>> names = {
      "constant", "linear", "linear_beta", "geometric", "exponential", "logarithmic", "table"};
  return names.at(schedule.index());
}

void validate(const Schedule& schedule) {
  std::visit(Validator{}, schedule);
}

}  // namespace onedial
