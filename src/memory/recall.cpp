#include "onedial/memory/recall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace onedial {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// As many starts as share one product of matrices.
constexpr Index block_size = 64;

/// Where all numbers are integers but for rounding, the integers.
template <class Numbers>
void round_where_integers(Numbers& numbers) {
  constexpr double tolerance = 1e-9;
  if (((numbers.array().round() - numbers.array()).abs() < tolerance).all()) {
    numbers = numbers.array().round().matrix().eval();
  }
}

void put(const VectorXd& spins, State& state) {
  std::transform(spins.begin(), spins.end(), state.begin(), [](double spin) { return spin > 0 ? 1 : 0; });
}

}  // namespace

/// Starts that are recalled together.
struct ZeroTemperatureRecall::Block {
  Index first;      ///< the number of the first start
  MatrixXd spins;   ///< (N × starts)
  MatrixXd fields;  ///< N·f, without self-coupling (N × starts)
  std::span<Recalled> results;

  void observe(Index start, Index sweep, const RecallObserver& observer) {
    if (observer) {
      State& state = results[static_cast<std::size_t>(start)].state;
      put(spins.col(start), state);
      observer(first + start, sweep, state);
    }
  }
};

ZeroTemperatureRecall::ZeroTemperatureRecall(const HopfieldNetwork& network)
    : scale_(static_cast<double>(network.model->size())) {
  couplings_ = std::get<PairwiseModel::Dense>(network.model->couplings()) * scale_;
  fields_ = network.model->fields() * scale_;
  diagonal_ = network.self_couplings() * scale_;
  round_where_integers(couplings_);
  round_where_integers(fields_);
  round_where_integers(diagonal_);
}

std::vector<Recalled> ZeroTemperatureRecall::recall(std::span<const State> starts, RecallOrder order,
                                                    Index most_sweeps, Index threads,
                                                    const RecallObserver& observe) const {
  const Index n = couplings_.rows();
  for (const State& start : starts) {
    if (static_cast<Index>(start.size()) != n) {
      throw std::invalid_argument(fmt::format("a start has {} units, the network has {}", start.size(), n));
    }
  }
  const auto count = static_cast<Index>(starts.size());
  const Index blocks = (count + block_size - 1) / block_size;
  std::vector<Recalled> results(starts.size());
  WorkerPool pool(threads);
  pool.for_each_slice(blocks, [&](Index first, Index last) {
    for (Index b = first; b < last; ++b) {
      const Index begin = b * block_size;
      const Index size = std::min(block_size, count - begin);
      Block block{.first = begin,
                  .spins = MatrixXd(n, size),
                  .fields = MatrixXd(n, size),
                  .results = std::span(results).subspan(static_cast<std::size_t>(begin),
                                                        static_cast<std::size_t>(size))};
      for (Index k = 0; k < size; ++k) {
        const State& start = starts[static_cast<std::size_t>(begin + k)];
        block.spins.col(k) = spins_of(start);
        block.results[static_cast<std::size_t>(k)].state = start;
      }
      block.fields.noalias() = couplings_ * block.spins;
      block.fields.colwise() += fields_;
      if (order == RecallOrder::asynchronous) {
        recall_one_by_one(block, most_sweeps, observe);
      } else {
        recall_at_once(block, most_sweeps, observe);
      }
      for (Index k = 0; k < size; ++k) {
        Recalled& result = block.results[static_cast<std::size_t>(k)];
        put(block.spins.col(k), result.state);
        result.energy = energy(block.spins.col(k), block.fields.col(k));
      }
    }
  });
  return results;
}

void ZeroTemperatureRecall::recall_one_by_one(Block& block, Index most_sweeps,
                                              const RecallObserver& observe) const {
  for (Index k = 0; k < block.spins.cols(); ++k) {
    Recalled& result = block.results[static_cast<std::size_t>(k)];
    auto spins = block.spins.col(k);
    auto fields = block.fields.col(k);
    block.observe(k, 0, observe);
    while (result.cycle_length == 0 && result.sweeps < most_sweeps) {
      Index flips = 0;
      for (Index unit = 0; unit < spins.size(); ++unit) {
        if (spins(unit) * fields(unit) + diagonal_(unit) < 0) {
          spins(unit) = -spins(unit);
          fields += (2 * spins(unit)) * couplings_.col(unit);
          ++flips;
        }
      }
      ++result.sweeps;
      result.flips += flips;
      result.cycle_length = flips == 0 ? 1 : 0;
      block.observe(k, result.sweeps, observe);
    }
  }
}

void ZeroTemperatureRecall::recall_at_once(Block& block, Index most_sweeps,
                                           const RecallObserver& observe) const {
  const Index count = block.spins.cols();
  for (Index k = 0; k < count; ++k) {
    block.observe(k, 0, observe);
  }
  MatrixXd before = MatrixXd::Zero(block.spins.rows(), count);  // of the sweep before; nothing at first
  const auto is_open = [](const Recalled& result) { return result.cycle_length == 0; };
  for (Index sweep = 1;
       sweep <= most_sweeps && std::any_of(block.results.begin(), block.results.end(), is_open); ++sweep) {
    for (Index k = 0; k < count; ++k) {
      Recalled& result = block.results[static_cast<std::size_t>(k)];
      if (!is_open(result)) {
        continue;
      }
      const VectorXd old = block.spins.col(k);
      const VectorXd drive = block.fields.col(k) + diagonal_.cwiseProduct(old);
      const VectorXd next = (drive.array() == 0).select(old, drive.array().sign());
      result.flips += static_cast<Index>((next.array() != old.array()).count());
      result.sweeps = sweep;
      result.cycle_length = next == old ? 1 : next == before.col(k) ? 2 : 0;
      before.col(k) = old;
      block.spins.col(k) = next;
      block.observe(k, sweep, observe);
    }
    block.fields.noalias() = couplings_ * block.spins;
    block.fields.colwise() += fields_;
  }
}

double ZeroTemperatureRecall::energy(const VectorXd& spins, const VectorXd& fields) const {
  return -0.5 * (spins.dot(fields) + spins.dot(fields_)) / scale_;
}

}  // namespace onedial
