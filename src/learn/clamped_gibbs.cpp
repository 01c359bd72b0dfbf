#include "onedial/learn/clamped_gibbs.hpp"

#include <fmt/format.h>

#include <numeric>
#include <stdexcept>
#include <utility>

#include "heat_bath_cells.hpp"

namespace onedial {
namespace {

std::shared_ptr<const PairwiseModel> require_dense(std::shared_ptr<const PairwiseModel> model) {
  if (!std::holds_alternative<PairwiseModel::Dense>(model->couplings())) {
    throw std::invalid_argument("clamped Gibbs sampling takes a model with dense couplings");
  }
  return model;
}

}  // namespace

ClampedGibbs::ClampedGibbs(std::shared_ptr<const PairwiseModel> model)
    : fields_(require_dense(std::move(model))),
      state_(static_cast<std::size_t>(fields_.size()), 0),
      free_(state_.size()) {
  std::iota(free_.begin(), free_.end(), Index{0});
}

void ClampedGibbs::place(const State& state, std::span<const Index> free) {
  for (const Index unit : free) {
    if (unit < 0 || unit >= fields_.size()) {
      throw std::invalid_argument(fmt::format("unit {} is not one of {}", unit, fields_.size()));
    }
  }
  require_levels(state, 2);
  fields_.place(state);
  state_ = state;
  free_.assign(free.begin(), free.end());
}

void ClampedGibbs::randomize(RandomStream& random) {
  for (const Index unit : free_) {
    if (random() >> 63U != 0) {
      flip(unit);
    }
  }
}

void ClampedGibbs::run(const AnnealingStage& stage, RandomStream& random) {
  static const HeatBathCells cells;
  const Temperature t = stage.temperature;
  const double inverse = t.is_zero() ? 0 : 1 / t.value();
  const auto count = static_cast<double>(free_.size());
  const Index draws = stage.time * static_cast<Index>(free_.size());
  for (Index draw = 0; draw < draws; ++draw) {
    // One number names the unit and, by its fraction, decides.
    const double x = uniform01(random) * count;
    const auto place = static_cast<std::size_t>(x);
    const double u = x - static_cast<double>(place);
    const Index unit = free_[place];
    const double delta = fields_.flip_energy(unit);
    if (t.is_zero() ? u < heat_bath_probability(delta, t) : cells.decide(delta, t, inverse, u)) {
      flip(unit);
    }
  }
}

}  // namespace onedial
