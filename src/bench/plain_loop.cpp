#include "plain_loop.hpp"

#include <cmath>
#include <stdexcept>

namespace onedial::bench {

PlainLoop::PlainLoop(const PairwiseModel& model, const State& state, KernelKind kernel, std::uint64_t seed)
    : kernel_(kernel),
      dense_(std::holds_alternative<PairwiseModel::Dense>(model.couplings())),
      fields_(model.fields().begin(), model.fields().end()),
      energy_(model.energy(state)),
      random_(seed, 0) {
  if (model.domain() != Domain::spin) {
    throw std::invalid_argument("the plain loop takes models over spins only");
  }
  for (Index row = 0; row < model.size(); ++row) {
    row_starts_.push_back(values_.size());
    for_each_coupling(model, row, [this](Index column, double coupling) {
      if (!dense_) {
        columns_.push_back(static_cast<std::int32_t>(column));
      }
      values_.push_back(coupling);
    });
  }
  row_starts_.push_back(values_.size());
  for (const Level level : state) {
    spins_.push_back(level_value(Domain::spin, level));
  }
}

double PlainLoop::field(std::size_t spin) const {
  double sum = fields_[spin];
  const std::size_t first = row_starts_[spin];
  const std::size_t last = row_starts_[spin + 1];
  if (dense_) {
    for (std::size_t k = first; k < last; ++k) {
      sum += values_[k] * spins_[k - first];
    }
  } else {
    for (std::size_t k = first; k < last; ++k) {
      sum += values_[k] * spins_[static_cast<std::size_t>(columns_[k])];
    }
  }
  return sum;
}

void PlainLoop::sweep(double temperature) {
  const double beta = 1 / temperature;
  for (std::size_t spin = 0; spin < spins_.size(); ++spin) {
    const double flip_energy = 2 * spins_[spin] * field(spin);
    const bool flip = kernel_ == KernelKind::heat_bath
                          ? uniform01(random_) * (1 + std::exp(beta * flip_energy)) < 1
                          : flip_energy <= 0 || uniform01(random_) < std::exp(-beta * flip_energy);
    if (flip) {
      spins_[spin] = -spins_[spin];
      energy_ += flip_energy;
    }
  }
}

}  // namespace onedial::bench
