#include "onedial/learn/rbm_pseudo_likelihood.hpp"

#include <fmt/format.h>

#include <numeric>
#include <stdexcept>
#include <vector>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/softmax/softmax.hpp"
#include "visible_data.hpp"

namespace onedial {
namespace {

/// One example, and how its free energy changes with a unit.
class Example {
 public:
  Example(const RestrictedMachine& machine, const Eigen::MatrixXd& weights, const Eigen::VectorXf& row)
      : machine_(machine), weights_(weights), values_(row.cast<double>()) {
    if (machine.visible_units == VisibleUnits::binary) {
      values_ = (values_.array() > 0.5).cast<double>();
    }
    gaps_ = -machine.hidden_biases.cast<double>();
    for (Index i = 0; i < values_.size(); ++i) {
      if (values_[i] != 0) {
        gaps_ -= values_[i] * weights_.col(i);
      }
    }
    log_z_ = log_z(gaps_);
  }

  /// ln p(unit | rest).
  [[nodiscard]] double log_probability(Index unit) const {
    if (machine_.visible_units == VisibleUnits::softmax) {
      return log_level_probability(unit);
    }
    const double change =
        machine_.visible_units == VisibleUnits::spin ? -2 * values_[unit] : 1 - 2 * values_[unit];
    // F(flipped) − F(v).
    const double rise = -change * static_cast<double>(machine_.visible_biases[unit]) -
                        (log_z(gaps_ - change * weights_.col(unit)) - log_z_);
    return -two_level_log_z({&rise, 1}, Temperature(1));
  }

 private:
  [[nodiscard]] double log_level_probability(Index unit) const {
    const Index first = unit * machine_.levels;
    Index own = 0;
    values_.segment(first, machine_.levels).maxCoeff(&own);
    std::vector<double> minus_free_energies;
    for (Index level = 0; level < machine_.levels; ++level) {
      const Eigen::VectorXd gaps = gaps_ + weights_.col(first + own) - weights_.col(first + level);
      minus_free_energies.push_back(static_cast<double>(machine_.visible_biases[first + level]) +
                                    log_z(gaps));
    }
    return log_softmax(minus_free_energies, Temperature(1))[static_cast<std::size_t>(own)];
  }

  static double log_z(const Eigen::VectorXd& gaps) {
    return two_level_log_z({gaps.data(), static_cast<std::size_t>(gaps.size())}, Temperature(1));
  }

  const RestrictedMachine& machine_;
  const Eigen::MatrixXd& weights_;  // (H × V)
  Eigen::VectorXd values_;          // (V)
  Eigen::VectorXd gaps_;            // energies that hidden units cost (H)
  double log_z_;                    // of the hidden units
};

}  // namespace

double pseudo_log_likelihood(const RestrictedMachine& machine, const FloatRows& rows, Index threads,
                             Index units_per_row, std::uint64_t seed) {
  if (machine.visible_units == VisibleUnits::gaussian) {
    throw std::invalid_argument("a pseudo-likelihood needs visible units that have levels, not real ones");
  }
  if (rows.rows() == 0) {
    throw std::invalid_argument("no rows to find the pseudo-likelihood of");
  }
  require_visible_data(machine.visible_units, machine.levels, machine.visible(), rows);
  const Eigen::MatrixXd weights = machine.weights.transpose().cast<double>();
  const Index units =
      machine.visible_units == VisibleUnits::softmax ? machine.visible() / machine.levels : machine.visible();
  std::vector<double> sums(static_cast<std::size_t>(rows.rows()));
  WorkerPool(threads).for_each_slice(rows.rows(), [&](Index first, Index last) {
    for (Index row = first; row < last; ++row) {
      const Example example(machine, weights, rows.row(row).transpose());
      double sum = 0;
      if (units_per_row == 0) {
        for (Index unit = 0; unit < units; ++unit) {
          sum += example.log_probability(unit);
        }
      } else {
        RandomStream random(seed, static_cast<std::uint64_t>(row));
        for (Index k = 0; k < units_per_row; ++k) {
          const auto unit = static_cast<Index>(uniform01(random) * static_cast<double>(units));
          sum +=
              example.log_probability(unit) * static_cast<double>(units) / static_cast<double>(units_per_row);
        }
      }
      sums[static_cast<std::size_t>(row)] = sum;
    }
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(rows.rows());
}

}  // namespace onedial
