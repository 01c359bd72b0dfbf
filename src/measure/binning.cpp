#include "onedial/measure/binning.hpp"

#include <fmt/core.h>

#include <cmath>
#include <stdexcept>

#include "finite.hpp"

namespace onedial {

void LogBinning::add(double value) {
  require_finite(value);
  for (std::size_t l = 0;; ++l) {
    if (l == levels_.size()) {
      levels_.emplace_back();
    }
    Bins& level = levels_[l];
    level.averages.add(value);
    if (!level.unpaired) {
      level.unpaired = value;
      return;
    }
    value = 0.5 * *level.unpaired + 0.5 * value;
    level.unpaired.reset();
  }
}

void LogBinning::merge(const LogBinning& other) {
  if (levels_.size() < other.levels_.size()) {
    levels_.resize(other.levels_.size());
  }
  for (std::size_t l = 0; l < other.levels_.size(); ++l) {
    levels_[l].averages.merge(other.levels_[l].averages);
  }
}

Index LogBinning::count() const {
  return levels_.empty() ? 0 : levels_.front().averages.count();
}

double LogBinning::mean() const {
  return levels_.empty() ? Accumulator().mean() : levels_.front().averages.mean();
}

double LogBinning::variance() const {
  return levels_.empty() ? Accumulator().variance() : levels_.front().averages.variance();
}

std::vector<LogBinning::Level> LogBinning::levels() const {
  std::vector<Level> result;
  if (count() < 2 || !(variance() > 0)) {
    return result;
  }
  Index length = 1;
  for (const Bins& level : levels_) {
    const Index bins = level.averages.count();
    if (bins < 2) {
      break;
    }
    const double memory = static_cast<double>(length) * level.averages.variance();
    const double error = std::sqrt(memory / static_cast<double>(count()));
    result.push_back({.bin_length = length,
                      .bins = bins,
                      .standard_error = error,
                      .standard_error_uncertainty = error / std::sqrt(2 * static_cast<double>(bins - 1)),
                      .tau = memory / (2 * variance())});
    length *= 2;
  }
  return result;
}

std::optional<LogBinning::Level> LogBinning::plateau() const {
  for (const Level& level : levels()) {
    const auto length = static_cast<double>(level.bin_length);
    if (level.bins < least_bins) {
      break;
    }
    if (length * length * length > 2 * static_cast<double>(count()) * std::pow(2 * level.tau, 2)) {
      return level;
    }
  }
  return std::nullopt;
}

std::vector<double> rebin(std::span<const double> series, Index bin_length) {
  if (bin_length < 1 || static_cast<std::size_t>(bin_length) > series.size()) {
    throw std::invalid_argument(
        fmt::format("bin_length ({}) must be at least 1 and at most the length of the series ({})",
                    bin_length, series.size()));
  }
  const auto length = static_cast<std::size_t>(bin_length);
  std::vector<double> averages;
  for (std::size_t first = series.size() % length; first < series.size(); first += length) {
    Accumulator bin;
    for (const double value : series.subspan(first, length)) {
      bin.add(value);
    }
    averages.push_back(bin.mean());
  }
  return averages;
}

}  // namespace onedial
