#include "training_steps.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <numeric>

#include "onedial/anneal/phase_seed.hpp"
#include "onedial/core/random.hpp"
#include "onedial/learn/trainer.hpp"

namespace onedial {
namespace {

/// Visible units whose gradients are found together: few enough to stay in the cache until they are used.
constexpr Index gradient_rows = 64;

/// How much the last batch counts in the running means of hidden units (Melchior, Fischer, Wiskott 2016).
constexpr float mean_share = 0.01F;

/// Calls `work` with slices of [0, count) that begin at multiples of the padding of rows.
template <class Work>
void for_each_lane_slice(WorkerPool& pool, Index count, Work work) {
  constexpr auto lanes = static_cast<Index>(LaneMatrix::lanes);
  pool.for_each_slice((count + lanes - 1) / lanes, [&](Index first, Index last) {
    if (first < last) {
      work(first * lanes, std::min(last * lanes, count));
    }
  });
}

std::size_t padded(Index size) {
  constexpr std::size_t lanes = LaneMatrix::lanes;
  return (static_cast<std::size_t>(size) + lanes - 1) / lanes * lanes;
}

}  // namespace

Index TrainingSteps::per_epoch() const {
  const auto examples = static_cast<Index>(data_.rows().size());
  return (examples + settings_.batch - 1) / settings_.batch;
}

double TrainingSteps::rate() const {
  const std::uint64_t step = done_ == 0 ? 0 : done_ - 1;
  return settings_.rate.at(static_cast<double>(step) / static_cast<double>(per_epoch()),
                           static_cast<double>(settings_.epochs));
}

bool TrainingSteps::step() {
  choose_batch();
  run_phases();
  const auto at = done_++;
  const ParameterStep move(settings_, rate(), at);
  phases_.set_hidden(examples_, chains_.samples(examples_));
  move_hidden_biases(move);

  std::atomic<std::uint32_t> greatest = 0;
  for_each_lane_slice(pool_, machine_.visible(), [&](Index first, Index last) {
    const std::uint32_t own = move_visible_units(move, first, last);
    for (std::uint32_t seen = greatest; seen < own && !greatest.compare_exchange_weak(seen, own);) {
    }
  });
  machine_.refresh_visible();
  if (fast_machine_) {
    fast_machine_->refresh_visible();
  }
  for_each_lane_slice(pool_, machine_.hidden(),
                      [&](Index first, Index last) { finish_hidden_units(first, last); });
  return greatest <= std::bit_cast<std::uint32_t>(static_cast<float>(Trainer::explosion)) &&
         has_finite_biases();
}

void TrainingSteps::choose_batch() {
  const auto steps = static_cast<std::uint64_t>(per_epoch());
  const std::uint64_t epoch = done_ / steps;
  if (epoch != order_epoch_) {
    std::iota(order_.begin(), order_.end(), 0U);
    RandomStream random(phase_seed(settings_.seed, RunPhase::order_of_examples), epoch);
    for (std::size_t left = order_.size(); left > 1; --left) {
      const auto other = static_cast<std::size_t>(uniform01(random) * static_cast<double>(left));
      std::swap(order_[left - 1], order_[other]);
    }
    order_epoch_ = epoch;
  }
  const std::size_t begin =
      static_cast<std::size_t>(done_ % steps) * static_cast<std::size_t>(settings_.batch);
  const std::size_t end = std::min(begin + static_cast<std::size_t>(settings_.batch), order_.size());
  rows_.clear();
  for (std::size_t k = begin; k < end; ++k) {
    rows_.push_back(data_[order_[k]]);
  }
  examples_ = static_cast<Index>(rows_.size());
}

void TrainingSteps::run_phases() {
  const Index samples = chains_.samples(examples_);
  rows_.resize(static_cast<std::size_t>(examples_ + samples));
  const LaneMachine& moving = chain_machine();
  const auto step = static_cast<std::uint32_t>(done_);
  const Index parts = pool_.threads();
  LaneMatrix& hidden = phases_.hidden;
  const std::span<const ActiveUnits> rows = rows_;
  const auto find_means = [&](Index first, Index last, float factor) {
    for (Index row = first; row < last; ++row) {
      machine_.to_hidden_means(hidden, row, factor);
    }
  };
  // Both phases in each slice: a thread has its share of the examples and of the samples.
  pool_.for_each_slice(parts, [&](Index first_part, Index last_part) {
    const auto share = [&](Index count, Index part) { return count * part / parts; };
    const Index first = share(examples_, first_part);
    const Index last = share(examples_, last_part);
    machine_.hidden_fields(
        rows.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first)), hidden, first);
    const Index first_sample = share(samples, first_part);
    const Index last_sample = share(samples, last_part);
    chains_.move(moving, hidden, first_sample, last_sample, step);
    find_means(first, last, 1.0F / static_cast<float>(examples_));
    for (Index sample = first_sample; sample < last_sample; ++sample) {
      rows_[static_cast<std::size_t>(examples_ + sample)] = chains_.sample(sample);
    }
    const Index first_row = examples_ + first_sample;
    machine_.hidden_fields(rows.subspan(static_cast<std::size_t>(first_row),
                                        static_cast<std::size_t>(last_sample - first_sample)),
                           hidden, first_row);
    find_means(first_row, examples_ + last_sample, -1.0F / static_cast<float>(samples));
  });
}

void TrainingSteps::move_hidden_biases(const ParameterStep& move) {
  hidden_means_.view(0) += mean_share * (phases_.hidden_means.view(0) - hidden_means_.view(0));
  if (settings_.is_centred) {
    hidden_offsets_ = hidden_means_;
  }
  LaneMatrix gradient = phases_.hidden_difference;
  if (settings_.sparsity_cost > 0) {
    gradient.view(0).array() +=
        static_cast<float>(settings_.sparsity_cost) *
        (static_cast<float>(settings_.sparsity_target) - hidden_means_.view(0).array());
  }
  move({gradient.padded(), gradient.row(0), machine_.hidden_biases.row(0), first_.hidden_biases.row(0),
        second_.hidden_biases.row(0)});
}

std::uint32_t TrainingSteps::move_visible_units(const ParameterStep& move, Index first, Index last) {
  phases_.set_visible(rows_, examples_, machine_.visible_units, first, last);
  const auto begin = static_cast<std::size_t>(first);
  LaneMatrix bias_gradient(1, last - first);
  std::copy_n(phases_.visible_difference.row(0) + begin, bias_gradient.columns(), bias_gradient.row(0));
  const auto from = [begin](LaneMatrix& lanes) { return lanes.rows() == 0 ? nullptr : lanes.row(0) + begin; };
  const auto* fast = std::get_if<FastPersistentDivergence>(&settings_.negative);
  move({padded(last - first), bias_gradient.row(0), from(machine_.visible_biases),
        from(first_.visible_biases), from(second_.visible_biases)});

  const Penalty penalty = {static_cast<float>(settings_.l2), static_cast<float>(settings_.l1)};
  LaneMatrix gradient(std::min(gradient_rows, last - first), machine_.hidden());
  LaneMatrix fast_gradient(fast != nullptr ? 1 : 0, machine_.hidden());
  std::uint32_t greatest = 0;
  for (Index block = first; block < last; block += gradient_rows) {
    const Index block_end = std::min(block + gradient_rows, last);
    phases_.gradient(machine_, block, block_end, gradient);
    for (auto unit = static_cast<std::size_t>(block); unit < static_cast<std::size_t>(block_end); ++unit) {
      float* own = gradient.row(unit - static_cast<std::size_t>(block));
      const StepRow row = {gradient.padded(), own, machine_.weights.row(unit), first_.weights.row(unit),
                           second_.weights.row(unit)};
      const Centering centering = {visible_offsets_.row(0)[unit], phases_.visible_difference.row(0)[unit],
                                   hidden_offsets_.row(0), phases_.hidden_difference.row(0)};
      if (fast != nullptr) {
        // Fast weights follow the likelihood alone: what decays in them is theirs.
        std::copy_n(own, row.size, fast_gradient.row(0));
        rbm_kernels().centre({row.size, fast_gradient.row(0), row.weights, nullptr, nullptr}, centering,
                             {0, 0});
      }
      rbm_kernels().centre(row, centering, penalty);
      greatest = std::max(greatest, move(row));
      // The bias has moved in centred coordinates, b + Wλ.
      machine_.visible_biases.row(0)[unit] -= rbm_kernels().dot(own, hidden_offsets_.row(0), row.size);
      if (fast != nullptr) {
        move_fast_row(unit, fast_gradient.row(0), *fast);
      }
    }
  }
  return greatest;
}

void TrainingSteps::move_fast_row(std::size_t unit, float* gradient, const FastPersistentDivergence& fast) {
  const auto rate = static_cast<float>(fast.fast_rate);
  const auto decay = static_cast<float>(fast.fast_decay);
  rbm_kernels().momentum_step({machine_.weights.padded(), gradient, fast_machine_->weights.row(unit),
                               fast_.weights.row(unit), nullptr},
                              rate, decay);
  float& bias = fast_.visible_biases.row(0)[unit];
  bias = decay * bias + rate * phases_.visible_difference.row(0)[unit];
  add_fast_row(unit);
}

void TrainingSteps::add_fast_row(std::size_t unit) {
  fast_machine_->weights.view(unit) = machine_.weights.view(unit) + fast_.weights.view(unit);
  fast_machine_->visible_biases.row(0)[unit] =
      (machine_.visible_biases.row(0)[unit] + fast_.visible_biases.row(0)[unit]) -
      rbm_kernels().dot(fast_.weights.row(unit), hidden_offsets_.row(0), fast_.weights.padded());
}

float TrainingSteps::pull_of_offsets(const LaneMachine& machine, std::size_t hidden_unit) const {
  return rbm_kernels().dot(machine.transposed.row(hidden_unit), visible_offsets_.row(0),
                           machine.transposed.padded());
}

void TrainingSteps::finish_hidden_units(Index first, Index last) {
  // As the visible biases, in coordinates c + Wᵀμ.
  for (auto unit = static_cast<std::size_t>(first); unit < static_cast<std::size_t>(last); ++unit) {
    machine_.hidden_biases.row(0)[unit] += pull_of_offsets(machine_, unit);
  }
  machine_.transpose_columns(first, last);
  for (auto unit = static_cast<std::size_t>(first); unit < static_cast<std::size_t>(last); ++unit) {
    machine_.hidden_biases.row(0)[unit] -= pull_of_offsets(machine_, unit);
  }
  machine_.refresh_hidden(first, last);
  if (const auto* fast = std::get_if<FastPersistentDivergence>(&settings_.negative)) {
    for (auto unit = static_cast<std::size_t>(first); unit < static_cast<std::size_t>(last); ++unit) {
      float& bias = fast_.hidden_biases.row(0)[unit];
      bias = static_cast<float>(fast->fast_decay) * bias +
             static_cast<float>(fast->fast_rate) * phases_.hidden_difference.row(0)[unit];
    }
    add_fast_hidden_biases(first, last);
  }
}

void TrainingSteps::add_fast_hidden_biases(Index first, Index last) {
  fast_machine_->transpose_columns(first, last);
  for (auto unit = static_cast<std::size_t>(first); unit < static_cast<std::size_t>(last); ++unit) {
    fast_machine_->hidden_biases.row(0)[unit] =
        (machine_.hidden_biases.row(0)[unit] + fast_.hidden_biases.row(0)[unit]) -
        (pull_of_offsets(*fast_machine_, unit) - pull_of_offsets(machine_, unit));
  }
  fast_machine_->refresh_hidden(first, last);
}

bool TrainingSteps::has_finite_biases() const {
  return machine_.visible_biases.view(0).allFinite() && machine_.hidden_biases.view(0).allFinite();
}

void TrainingSteps::write(TrainerState& state) const {
  machine_.write(state.machine);
  state.step = done_;
  state.first = first_.values();
  state.second = second_.values();
  state.fast = fast_.values();
  state.hidden_means = hidden_means_.view(0);
  state.chains = chains_.starts_from_data() ? FloatRows() : chains_.visible(machine_);
  state.places = chains_.places();
}

}  // namespace onedial
