#pragma once
#include <functional>
#include <span>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// A quantity that is not a mean of samples, such as C, a Binder cumulant or the place of a peak.
struct JackknifeEstimate {
  double value = 0;  ///< with the bias of order 1/B taken off
  double standard_error = 0;
  double bias = 0;  ///< what was taken off
};

/// The jackknife (Quenouille 1956, Tukey 1958) from the quantity of all data and its B values with one block
/// left out each: err² = (B − 1)/B Σ(q_b − q̄)², bias = (B − 1)(q̄ − q). The blocks are equal in length and
/// much longer than the series remembers. Throws std::invalid_argument for less than two blocks.
JackknifeEstimate jackknife(double of_all, std::span<const double> without_block);

/// The same of a function of the means of K observables: `block_means[b]` holds the K means over block b.
/// Throws std::invalid_argument as above and if the blocks differ in their number of means.
JackknifeEstimate jackknife(std::span<const std::vector<double>> block_means,
                            const std::function<double(std::span<const double>)>& quantity);

}  // namespace onedial
