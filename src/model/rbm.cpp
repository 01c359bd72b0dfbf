#include "onedial/model/rbm.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/spectrum.hpp"

namespace onedial {
namespace {

void require_shapes(Index rows, Index columns, Index visible, Index hidden) {
  if (visible < 1 || hidden < 1) {
    throw std::invalid_argument("there are " + std::to_string(visible) + " visible and " +
                                std::to_string(hidden) + " hidden units; each layer needs at least 1");
  }
  if (rows != visible || columns != hidden) {
    throw std::invalid_argument("weights are " + std::to_string(rows) + " x " + std::to_string(columns) +
                                " but there are " + std::to_string(visible) + " visible and " +
                                std::to_string(hidden) +
                                " hidden biases; weights must be visible x hidden units");
  }
}

void require_finite(double value, const std::string& name) {
  if (!std::isfinite(value)) {
    throw std::invalid_argument(name + " is " + std::to_string(value) + "; it must be finite");
  }
}

void require_finite(const Eigen::VectorXd& values, const std::string& name) {
  for (Index i = 0; i < values.size(); ++i) {
    require_finite(values[i], name + " " + std::to_string(i));
  }
}

void require_levels(const State& state, Index units, const char* layer) {
  if (static_cast<Index>(state.size()) != units) {
    throw std::invalid_argument("state has " + std::to_string(state.size()) + " " + layer +
                                " units, the machine has " + std::to_string(units));
  }
}

/// One layer's states one by one, the other layer summed over.
class LayerSum {
 public:
  /// `weights` has a column for each unit of the layer that is listed.
  LayerSum(Eigen::MatrixXd weights, Eigen::VectorXd listed_biases, Eigen::VectorXd summed_biases)
      : weights_(std::move(weights)),
        listed_biases_(std::move(listed_biases)),
        summed_biases_(std::move(summed_biases)) {}

  /// ln Z at a temperature that is not infinite.
  [[nodiscard]] double log_z(Temperature t) const {
    // Below T = 1 as free energies, above it as free energies over T: neither can overflow.
    const bool cold = t.value() <= 1;
    std::vector<double> levels;
    std::vector<double> ties;  // at T = 0 the number of states that share the least energy
    for_each_state([&](double listed_energy, const Eigen::VectorXd& gaps) {
      if (t.is_zero()) {
        levels.push_back(listed_energy + gaps.cwiseMin(0.0).sum());
        ties.push_back(std::ldexp(1.0, static_cast<int>((gaps.array() == 0).count())));
        return;
      }
      const double log_z = two_level_log_z({gaps.data(), static_cast<std::size_t>(gaps.size())}, t);
      levels.push_back(cold ? listed_energy - t.value() * log_z : t.reduced(listed_energy) - log_z);
    });
    const Spectrum spectrum =
        t.is_zero() ? Spectrum(std::move(levels), std::move(ties)) : Spectrum(std::move(levels));
    return onedial::log_partition_function(spectrum, cold ? t : Temperature(1));
  }

 private:
  /// Calls `use(energy of the listed layer's biases, energies that the other layer's units cost)`.
  template <class Use>
  void for_each_state(Use use) const {
    const auto units = static_cast<unsigned>(listed_biases_.size());
    // In Gray code order, one flip a state; afresh every so often, so that rounding errors cannot build up.
    constexpr std::uint64_t states_between_refreshes = 1024;
    Eigen::VectorXd gaps;
    double energy = 0;
    for (std::uint64_t step = 0; step < std::uint64_t{1} << units; ++step) {
      const std::uint64_t state = step ^ (step >> 1U);
      if (step % states_between_refreshes == 0) {
        gaps = -summed_biases_;
        energy = 0;
        for (unsigned unit = 0; unit < units; ++unit) {
          if (((state >> unit) & 1U) != 0) {
            gaps -= weights_.col(unit);
            energy -= listed_biases_[unit];
          }
        }
      } else {
        const auto unit = std::countr_zero(step);
        if (((state >> static_cast<unsigned>(unit)) & 1U) != 0) {
          gaps -= weights_.col(unit);
          energy -= listed_biases_[unit];
        } else {
          gaps += weights_.col(unit);
          energy += listed_biases_[unit];
        }
      }
      use(energy, gaps);
    }
  }

  Eigen::MatrixXd weights_;
  Eigen::VectorXd listed_biases_;
  Eigen::VectorXd summed_biases_;
};

}  // namespace

Rbm::Rbm(Eigen::MatrixXd weights, Eigen::VectorXd visible_biases, Eigen::VectorXd hidden_biases)
    : weights_(std::move(weights)),
      visible_biases_(std::move(visible_biases)),
      hidden_biases_(std::move(hidden_biases)) {
  require_shapes(weights_.rows(), weights_.cols(), visible_units(), hidden_units());
  require_finite(visible_biases_, "visible bias");
  require_finite(hidden_biases_, "hidden bias");
  for (Index j = 0; j < hidden_units(); ++j) {
    for (Index i = 0; i < visible_units(); ++i) {
      require_finite(weights_(i, j), "weight (" + std::to_string(i) + ", " + std::to_string(j) + ")");
    }
  }
  // Room for the other domain's couplings and fields, as in PairwiseModel.
  const double bound =
      weights_.cwiseAbs().sum() + visible_biases_.cwiseAbs().sum() + hidden_biases_.cwiseAbs().sum();
  if (!std::isfinite(32 * bound)) {
    throw std::invalid_argument("weights and biases are so large that an energy overflows");
  }
}

double Rbm::energy(const State& visible, const State& hidden) const {
  require_levels(visible, visible_units(), "visible");
  require_levels(hidden, hidden_units(), "hidden");
  double energy = 0;
  for (Index i = 0; i < visible_units(); ++i) {
    energy -= visible[static_cast<std::size_t>(i)] * visible_biases_[i];
  }
  for (Index j = 0; j < hidden_units(); ++j) {
    if (hidden[static_cast<std::size_t>(j)] == 0) {
      continue;
    }
    double field = hidden_biases_[j];
    for (Index i = 0; i < visible_units(); ++i) {
      field += visible[static_cast<std::size_t>(i)] * weights_(i, j);
    }
    energy -= field;
  }
  return energy;
}

double Rbm::free_energy(const State& visible, Temperature t) const {
  require_levels(visible, visible_units(), "visible");
  double energy = 0;
  Eigen::VectorXd gaps = -hidden_biases_;
  for (Index i = 0; i < visible_units(); ++i) {
    if (visible[static_cast<std::size_t>(i)] != 0) {
      energy -= visible_biases_[i];
      gaps -= weights_.row(i).transpose();
    }
  }
  if (t.is_zero()) {
    return energy + gaps.cwiseMin(0.0).sum();
  }
  return energy - t.value() * two_level_log_z({gaps.data(), static_cast<std::size_t>(gaps.size())}, t);
}

double Rbm::log_partition_function(Temperature t) const {
  if (std::min(visible_units(), hidden_units()) > max_summed_units) {
    throw std::invalid_argument("cannot sum over the states of " + std::to_string(visible_units()) +
                                " visible or " + std::to_string(hidden_units()) +
                                " hidden units; one of the layers may have at most " +
                                std::to_string(max_summed_units));
  }
  if (t.is_infinite()) {
    return static_cast<double>(size()) * elementary::log(2.0);
  }
  return hidden_units() <= visible_units()
             ? LayerSum(weights_, hidden_biases_, visible_biases_).log_z(t)
             : LayerSum(weights_.transpose(), visible_biases_, hidden_biases_).log_z(t);
}

PairwiseModel Rbm::as_pairwise_model() const {
  std::vector<Eigen::Triplet<double, std::int32_t>> entries;
  for (Index j = 0; j < hidden_units(); ++j) {
    for (Index i = 0; i < visible_units(); ++i) {
      const auto a = static_cast<std::int32_t>(i);
      const auto b = static_cast<std::int32_t>(visible_units() + j);
      entries.emplace_back(a, b, weights_(i, j));
      entries.emplace_back(b, a, weights_(i, j));
    }
  }
  PairwiseModel::Sparse couplings(size(), size());
  couplings.setFromTriplets(entries.begin(), entries.end());
  Eigen::VectorXd fields(size());
  fields << visible_biases_, hidden_biases_;
  return {Domain::binary, couplings, std::move(fields)};
}

}  // namespace onedial
