#include "onedial/measure/jackknife.hpp"

#include <fmt/core.h>

#include <cmath>
#include <stdexcept>

#include "onedial/measure/accumulator.hpp"

namespace onedial {

JackknifeEstimate jackknife(double of_all, std::span<const double> without_block) {
  if (without_block.size() < 2) {
    throw std::invalid_argument(
        fmt::format("a jackknife needs at least 2 blocks, there are {}", without_block.size()));
  }
  Accumulator values;
  for (const double value : without_block) {
    values.add(value);
  }
  const auto blocks = static_cast<double>(without_block.size());
  const double bias = (blocks - 1) * (values.mean() - of_all);
  // (B − 1)/B Σ(q_b − q̄)², and the variance already divides by B − 1.
  const double error = (blocks - 1) * std::sqrt(values.variance() / blocks);
  return {.value = of_all - bias, .standard_error = error, .bias = bias};
}

JackknifeEstimate jackknife(std::span<const std::vector<double>> block_means,
                            const std::function<double(std::span<const double>)>& quantity) {
  const std::size_t count = block_means.empty() ? 0 : block_means.front().size();
  std::vector<double> sums(count);
  for (const std::vector<double>& means : block_means) {
    if (means.size() != count) {
      throw std::invalid_argument(
          fmt::format("blocks of {} and of {} means cannot be joined", count, means.size()));
    }
    for (std::size_t k = 0; k < count; ++k) {
      sums[k] += means[k];
    }
  }
  const auto blocks = static_cast<double>(block_means.size());
  std::vector<double> means(count);
  const auto evaluate = [&](const std::vector<double>* left_out) {
    for (std::size_t k = 0; k < count; ++k) {
      means[k] = left_out == nullptr ? sums[k] / blocks : (sums[k] - (*left_out)[k]) / (blocks - 1);
    }
    return quantity(means);
  };
  std::vector<double> without_block;
  if (block_means.size() > 1) {
    for (const std::vector<double>& block : block_means) {
      without_block.push_back(evaluate(&block));
    }
  }
  return jackknife(block_means.empty() ? 0 : evaluate(nullptr), without_block);
}

}  // namespace onedial
