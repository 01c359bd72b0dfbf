#include "onedial/viewer/temperature_bins.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "onedial/core/elementary.hpp"

namespace onedial::viewer {

TemperatureBins::TemperatureBins(Temperature coldest, Temperature hottest, Index replicas)
    : log_coldest_(elementary::log(coldest.value())),
      log_width_((elementary::log(hottest.value()) - log_coldest_) / static_cast<double>(count)),
      replicas_(static_cast<std::size_t>(replicas)),
      sums_(count * replicas_) {}

void TemperatureBins::add(Temperature t, Index replica, double value) {
  if (t.is_zero() || t.is_infinite()) {
    return;
  }
  const double position = (elementary::log(t.value()) - log_coldest_) / log_width_;
  const auto bin = static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(count - 1)));
  Sum& sum = sums_[bin * replicas_ + static_cast<std::size_t>(replica)];
  sum.temperatures += t.value();
  sum.values += value;
  sum.count += 1;
}

std::vector<TemperatureBins::Point> TemperatureBins::points() const {
  std::vector<Point> points;
  for (std::size_t bin = 0; bin < count; ++bin) {
    Sum total;
    double of_replicas = 0;
    double contributors = 0;
    const std::span sums(sums_.data() + bin * replicas_, replicas_);
    for (const Sum& sum : sums) {
      if (sum.count > 0) {
        total.temperatures += sum.temperatures;
        total.values += sum.values;
        total.count += sum.count;
        of_replicas += sum.values / sum.count;
        contributors += 1;
      }
    }
    if (contributors == 0) {
      continue;
    }
    const double mean = of_replicas / contributors;
    double squares = 0;
    for (const Sum& sum : sums) {
      squares += sum.count > 0 ? (sum.values / sum.count - mean) * (sum.values / sum.count - mean) : 0;
    }
    constexpr double enough = 4;
    points.push_back(
        {.temperature = total.temperatures / total.count,
         .mean = total.values / total.count,
         .error = contributors >= enough ? std::sqrt(squares / (contributors - 1) / contributors) : 0});
  }
  return points;
}

}  // namespace onedial::viewer
