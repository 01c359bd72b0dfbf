#include "onedial/plot/ticks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "onedial/plot/number_format.hpp"

namespace onedial {
namespace {

/// Lets a tick at the very end of a range survive rounding.
constexpr double end_slack = 1e-9;

/// significand · 10^exponent, rounded once: 10ⁿ is exact only for n ≥ 0.
double times_power_of_ten(double significand, int exponent) {
  return exponent < 0 ? significand / std::pow(10.0, -exponent) : significand * std::pow(10.0, exponent);
}

struct Step {
  double significand;
  int exponent;

  double value() const { return times_power_of_ten(significand, exponent); }
  int decimals() const { return -exponent + (significand == 2.5 ? 1 : 0); }
};

struct IndexRange {
  double first;
  double last;
  double count() const { return last - first + 1; }
};

IndexRange multiples(const Step& step, double lower, double upper) {
  return {std::ceil(lower / step.value() - end_slack), std::floor(upper / step.value() + end_slack)};
}

Step finest_step(double lower, double upper, int most) {
  for (int exponent = decimal_exponent((upper - lower) / (most + 1));; ++exponent) {
    for (const double significand : {1.0, 2.0, 2.5, 5.0}) {
      const Step step{significand, exponent};
      if (multiples(step, lower, upper).count() <= most) {
        return step;
      }
    }
  }
}

void label_linear(std::vector<Tick>& ticks, const Step& step) {
  double greatest = 0;
  for (const Tick& tick : ticks) {
    greatest = std::max(greatest, std::abs(tick.value));
  }
  const bool scientific = greatest >= 1e7 || (greatest > 0 && greatest < 1e-3);
  const int exponent = scientific ? decimal_exponent(greatest) : 0;
  const int decimals = std::clamp(step.decimals() + exponent, 0, 17);
  for (Tick& tick : ticks) {
    tick.label =
        scientific ? format_scientific(tick.value, exponent, decimals) : format_fixed(tick.value, decimals);
  }
}

struct Decades {
  int first;
  int last;
};

Decades decades_around(double lower, double upper) {
  return {decimal_exponent(lower), decimal_exponent(upper)};
}

bool within(double value, double lower, double upper) {
  return value >= lower * (1 - end_slack) && value <= upper * (1 + end_slack);
}

std::vector<double> multiples_per_decade(double lower, double upper,
                                         std::initializer_list<double> significands) {
  std::vector<double> values;
  const auto [first, last] = decades_around(lower, upper);
  for (int n = first; n <= last + 1; ++n) {
    for (const double significand : significands) {
      const double value = times_power_of_ten(significand, n);
      if (within(value, lower, upper)) {
        values.push_back(value);
      }
    }
  }
  return values;
}

void remove_major(std::vector<double>& minor, const std::vector<double>& major) {
  std::erase_if(minor, [&](double v) { return std::find(major.begin(), major.end(), v) != major.end(); });
}

std::vector<Tick> label_log(const std::vector<double>& values) {
  const bool far_from_one = !values.empty() && (values.front() < 1e-3 || values.back() > 1e4);
  std::vector<Tick> ticks;
  for (const double value : values) {
    const int exponent = decimal_exponent(value);
    const bool is_decade = value == times_power_of_ten(1, exponent);
    if (!far_from_one) {
      ticks.push_back({value, format_fixed(value, std::max(-exponent, 0))});
    } else {
      ticks.push_back(
          {value, is_decade ? format_power_of_ten(exponent) : format_scientific(value, exponent, 0)});
    }
  }
  return ticks;
}

}  // namespace

Ticks linear_ticks(double lower, double upper, int most) {
  const double magnitude = std::max(std::abs(lower), std::abs(upper));
  constexpr double worth_naming = 1e-14;
  constexpr double least_range = 1e-290;  // below it the powers of ten of a step leave the doubles
  if (!(upper - lower > std::max(worth_naming * magnitude, least_range))) {
    return {{{lower, format_compact(lower, 6)}}, {}};
  }

  const Step step = finest_step(lower, upper, most);
  const IndexRange range = multiples(step, lower, upper);
  Ticks ticks;
  for (int i = 0; i < range.count(); ++i) {
    ticks.major.push_back({times_power_of_ten((range.first + i) * step.significand, step.exponent), {}});
  }
  label_linear(ticks.major, step);
  return ticks;
}

Ticks log_ticks(double lower, double upper, int most) {
  const auto room = static_cast<std::size_t>(most);
  const std::vector<double> decades = multiples_per_decade(lower, upper, {1.0});
  const std::vector<double> fine = multiples_per_decade(lower, upper, {1.0, 2.0, 5.0});
  if (fine.size() < 2) {
    return linear_ticks(lower, upper, most);
  }

  Ticks ticks;
  ticks.minor = multiples_per_decade(lower, upper, {1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0});
  std::vector<double> major = fine;
  if (fine.size() > room) {
    major = decades;
    // Strides are counted from 10⁰, so that 1 keeps its label wherever the axis ends.
    for (int stride = 2; major.size() > room; ++stride) {
      major = decades;
      std::erase_if(major, [stride](double v) { return decimal_exponent(v) % stride != 0; });
      ticks.minor = decades;
    }
    // Too narrow for two decades and too crowded for 1-2-5.
    if (decades.size() < 2) {
      return linear_ticks(lower, upper, most);
    }
  }
  remove_major(ticks.minor, major);
  ticks.major = label_log(major);
  return ticks;
}

}  // namespace onedial
