#include "onedial/anneal/schedule.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "onedial/anneal/cooling.hpp"
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
  void operator()(const CycledSchedule& s) const {
    require(s.cycles >= 1, "a schedule must have at least one cycle");
    std::visit(*this, s.first);
    std::visit(*this, s.again);
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

Temperature CycledSchedule::at(Progress progress) const {
  const Index count = std::min(cycles, progress.sweeps);
  const auto first_of = [&](Index cycle) {  // cycle·K/count without a product that might overflow
    return cycle * (progress.sweeps / count) + std::min(cycle, progress.sweeps % count);
  };
  const Index longer = progress.sweeps % count;
  const Index length = progress.sweeps / count;
  const Index in_longer = longer * (length + 1);
  const Index cycle = progress.sweep < in_longer ? progress.sweep / (length + 1)
                                                 : longer + (progress.sweep - in_longer) / length;
  const Progress within{.sweep = progress.sweep - first_of(cycle),
                        .sweeps = first_of(cycle + 1) - first_of(cycle)};
  return std::visit([within](const auto& law) { return law.at(within); }, cycle == 0 ? first : again);
}

CycledSchedule cycled(const RampSchedule& ramp, Index cycles, double reheat) {
  require(cycles >= 1, "a schedule must have at least one cycle");
  require(reheat > 0 && reheat <= 1, "the way back of a reheating must lie in (0, 1]");
  RampSchedule again = ramp;
  std::visit(
      [reheat](auto& law) {
        require(!law.end.is_zero() && !law.start.is_infinite() && !law.start.is_zero(),
                "reheating goes by ln T: it needs a start and an end above 0 and below infinity");
        const double way = elementary::log(law.start.value()) - elementary::log(law.end.value());
        law.start = Temperature(law.end.value() * elementary::exp(reheat * way));
      },
      again);
  return {.first = ramp, .again = again, .cycles = cycles};
}

std::pair<Temperature, Temperature> coldest_and_hottest(const Schedule& schedule, Index sweeps) {
  Temperature coldest = Temperature::infinite();
  Temperature hottest = Temperature::zero();
  constexpr Index most_looks = 10'000;
  const Index stride = std::max<Index>(1, sweeps / most_looks);
  for (Index k = 0; k < sweeps; k = std::max(k + 1, std::min(k + stride, sweeps - 1))) {
    const Temperature t = temperature_at(schedule, {.sweep = k, .sweeps = sweeps});
    if (!t.is_zero() && !t.is_infinite()) {
      coldest = std::min(coldest, t);
      hottest = std::max(hottest, t);
    }
  }
  return hottest.is_zero() ? std::pair(hottest, hottest) : std::pair(coldest, hottest);
}

FixedCooling::FixedCooling(Schedule schedule) : schedule_(std::move(schedule)) {
  validate(schedule_);
}

Temperature temperature_at(const Schedule& schedule, Progress progress) {
  return std::visit([progress](const auto& law) { return law.at(progress); }, schedule);
}

std::string_view schedule_name(const Schedule& schedule) {
  constexpr std::array<std::string_view, std::variant_size_v<Schedule>> names = {
      "constant", "linear", "linear_beta", "geometric", "exponential", "logarithmic", "table", ""};
  if (const auto* cycled = std::get_if<CycledSchedule>(&schedule)) {
    return schedule_name(std::visit([](const auto& ramp) { return Schedule(ramp); }, cycled->first));
  }
  return names.at(schedule.index());
}

void validate(const Schedule& schedule) {
  std::visit(Validator{}, schedule);
}

}  // namespace onedial
