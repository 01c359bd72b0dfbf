#include "onedial/measure/order_parameter.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "finite.hpp"

namespace onedial {
namespace {

std::optional<JackknifeEstimate> binder_cumulant(std::span<const std::vector<double>> blocks) {
  const auto moved = std::count_if(blocks.begin(), blocks.end(), [](const auto& m) { return m[1] > 0; });
  if (moved < 2) {
    return std::nullopt;  // 0/0, with one of the blocks left out if not with all
  }
  return jackknife(blocks, [](std::span<const double> m) { return 1 - m[2] / (3 * m[1] * m[1]); });
}

}  // namespace

OrderParameter::OrderParameter(std::vector<Temperature> temperatures, Index units)
    : temperatures_(std::move(temperatures)),
      units_(static_cast<double>(units)),
      moments_(temperatures_.size(), BlockMeans(3)),
      samples_(temperatures_.size()) {
  if (temperatures_.empty() || units < 1) {
    throw std::invalid_argument(fmt::format(
        "an order parameter needs at least 1 temperature ({}) and 1 unit ({})", temperatures_.size(), units));
  }
  for (const Temperature t : temperatures_) {
    if (t.is_zero()) {
      throw std::invalid_argument(
          "at T = 0 fluctuations tell no susceptibility; temperatures must be above 0");
    }
  }
}

void OrderParameter::add(Index level, std::span<const double> values) {
  BlockMeans& moments = moments_.at(static_cast<std::size_t>(level));
  if (values.empty()) {
    throw std::invalid_argument("an order parameter of no replicas; at least 1 is needed");
  }
  require_finite(values);
  std::array<double, 3> sums{};
  for (const double value : values) {
    const double square = value * value;
    sums[0] += std::abs(value);
    sums[1] += square;
    sums[2] += square * square;
  }
  for (double& sum : sums) {
    sum /= static_cast<double>(values.size());
  }
  moments.add(sums);
  samples_[static_cast<std::size_t>(level)] += std::ssize(values);
}

std::vector<OrderParameterReading> OrderParameter::readings() const {
  std::vector<OrderParameterReading> readings;
  for (std::size_t k = 0; k < moments_.size(); ++k) {
    const auto& blocks = moments_[k].blocks();
    if (blocks.size() < 2) {
      throw std::logic_error(
          fmt::format("T = {} has {} samples of the order parameter; at least 2 are needed",
                      temperatures_[k].value(), blocks.size()));
    }
    const double beta = temperatures_[k].is_infinite() ? 0 : 1 / temperatures_[k].value();
    using Moments = std::span<const double>;
    readings.push_back({.temperature = temperatures_[k],
                        .samples = samples_[k],
                        .mean_absolute = jackknife(blocks, [](Moments m) { return m[0]; }),
                        .mean_square = jackknife(blocks, [](Moments m) { return m[1]; }),
                        .binder_cumulant = binder_cumulant(blocks),
                        .susceptibility = jackknife(
                            blocks, [&](Moments m) { return units_ * beta * (m[1] - m[0] * m[0]); })});
  }
  return readings;
}

}  // namespace onedial
