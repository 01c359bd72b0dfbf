#include "onedial/softmax/alias_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "onedial/softmax/softmax.hpp"

namespace onedial {
namespace {

struct Product {
  std::uint64_t high;
  std::uint64_t low;
};

/// The 96-bit product.
Product multiply(std::uint64_t a, std::uint32_t b) {
  const std::uint64_t low = (a & 0xFFFFFFFFU) * b;
  const std::uint64_t high = (a >> 32U) * b + (low >> 32U);
  return {high >> 32U, (high << 32U) | (low & 0xFFFFFFFFU)};
}

std::uint64_t times_two_to_64(double part) {
  return part < 1 ? static_cast<std::uint64_t>(part * 0x1p64) : std::numeric_limits<std::uint64_t>::max();
}

double checked_sum(std::span<const double> weights) {
  if (weights.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw std::invalid_argument(
        fmt::format("there are {} weights; at most 2^32 - 1 can be had", weights.size()));
  }
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!(weights[i] >= 0) || std::isinf(weights[i])) {
      throw std::invalid_argument(
          fmt::format("weight {} is {}; weights are finite and not negative", i, weights[i]));
    }
    sum += weights[i];
  }
  if (!(sum > 0) || std::isinf(sum)) {
    throw std::invalid_argument(
        fmt::format("the sum of the weights is {}; it must be finite and above 0", sum));
  }
  return sum;
}

}  // namespace

AliasTable::AliasTable(std::span<const double> weights) {
  const double sum = checked_sum(weights);
  std::vector<double> parts;  // of a column, per column
  parts.reserve(weights.size());
  columns_.reserve(weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] > 0) {
      const auto token = static_cast<std::uint32_t>(i);
      columns_.push_back({std::numeric_limits<std::uint64_t>::max(), token, token});
      parts.push_back(weights[i] / sum);
    }
  }
  std::vector<std::uint32_t> poor;
  std::vector<std::uint32_t> rich;
  poor.reserve(parts.size());
  rich.reserve(parts.size());
  for (std::uint32_t column = 0; column < parts.size(); ++column) {
    parts[column] *= static_cast<double>(parts.size());
    (parts[column] < 1 ? poor : rich).push_back(column);
  }
  while (!poor.empty() && !rich.empty()) {
    const std::uint32_t taker = poor.back();
    const std::uint32_t giver = rich.back();
    poor.pop_back();
    columns_[taker].kept = times_two_to_64(parts[taker]);
    columns_[taker].alias = columns_[giver].owner;
    parts[giver] = (parts[giver] + parts[taker]) - 1;
    if (parts[giver] < 1) {
      rich.pop_back();
      poor.push_back(giver);
    }
  }
  // What is left over has a full column to itself, but for rounding.
}

AliasTable AliasTable::from_logits(std::span<const float> logits, Temperature t) {
  const std::vector<float> probabilities = softmax(logits, t);
  return AliasTable(std::vector<double>(probabilities.begin(), probabilities.end()));
}

AliasTable AliasTable::from_logits(std::span<const double> logits, Temperature t) {
  return AliasTable(softmax(logits, t));
}

Index AliasTable::draw(RandomStream& random) const {
  const auto [column, fraction] = multiply(random(), static_cast<std::uint32_t>(columns_.size()));
  const Column& chosen = columns_[column];
  return static_cast<Index>(fraction < chosen.kept ? chosen.owner : chosen.alias);
}

}  // namespace onedial
