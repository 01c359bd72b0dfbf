#include "onedial/learn/cooccurrence_learning.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "statistics_counter.hpp"

namespace onedial {
namespace {

void require_valid(const CooccurrenceSettings& settings) {
  const auto in_range = [](const AnnealingStage& stage) {
    return stage.time >= 1 && !stage.temperature.is_zero() && !stage.temperature.is_infinite();
  };
  if (settings.annealing.empty() ||
      !std::all_of(settings.annealing.begin(), settings.annealing.end(), in_range)) {
    throw std::invalid_argument(
        "annealing must have a stage, and each a time of at least 1 and a finite temperature above 0");
  }
  if (settings.collecting_time < 1 || settings.annealings_per_example < 1) {
    throw std::invalid_argument("collecting_time and annealings_per_example must be at least 1");
  }
  for (const double part : {settings.on_bit_noise, settings.off_bit_noise, settings.decay}) {
    if (!(part >= 0 && part <= 1)) {
      throw std::invalid_argument("on_bit_noise, off_bit_noise and decay must be between 0 and 1");
    }
  }
  if (!(settings.step > 0)) {
    throw std::invalid_argument("step must be above 0");
  }
}

std::vector<Index> units_from(Index first, Index end) {
  std::vector<Index> units(static_cast<std::size_t>(end - first));
  std::iota(units.begin(), units.end(), first);
  return units;
}

/// Anneals the chain from T = ∞ and puts what it then goes through into the counter.
void collect(ClampedGibbs& chain, const CooccurrenceSettings& settings, StatisticsCounter& counter,
             Index first_sample, RandomStream& random) {
  chain.randomize(random);
  for (const AnnealingStage& stage : settings.annealing) {
    chain.run(stage, random);
  }
  for (Index sample = 0; sample < settings.collecting_time; ++sample) {
    chain.run({1, settings.annealing.back().temperature}, random);
    counter.set(first_sample + sample, chain.state());
  }
}

}  // namespace

CooccurrenceLearner::CooccurrenceLearner(BoltzmannMachine machine, std::vector<State> examples,
                                         CooccurrenceSettings settings, std::uint64_t seed)
    : machine_(std::move(machine)),
      examples_(std::move(examples)),
      settings_(std::move(settings)),
      seed_(seed),
      difference_(Eigen::VectorXd::Zero(machine_.parameters().size())) {
  require_valid(settings_);
  if (examples_.empty()) {
    throw std::invalid_argument("no examples; must be at least one");
  }
  for (State& example : examples_) {
    if (static_cast<Index>(example.size()) != machine_.visible_units()) {
      throw std::invalid_argument("every example must have one level for each visible unit");
    }
    require_levels(example, 2);
    example.resize(static_cast<std::size_t>(machine_.size()));
  }
}

void CooccurrenceLearner::run_cycle(WorkerPool& pool) {
  const auto model = std::make_shared<const PairwiseModel>(machine_.model());
  const std::vector<Index> hidden = units_from(machine_.visible_units(), machine_.size());
  const std::vector<Index> all = units_from(0, machine_.size());
  const Index annealings = static_cast<Index>(examples_.size()) * settings_.annealings_per_example;
  const Index samples = annealings * settings_.collecting_time;
  StatisticsCounter clamped(samples, machine_.size());
  StatisticsCounter free(samples, machine_.size());
  pool.for_each_slice(annealings, [&](Index first, Index last) {
    ClampedGibbs chain(model);
    for (Index k = first; k < last; ++k) {
      RandomStream random(seed_, static_cast<std::uint64_t>(cycles_ * annealings + k));
      State state = examples_[static_cast<std::size_t>(k / settings_.annealings_per_example)];
      for (Index unit = 0; unit < machine_.visible_units(); ++unit) {
        Level& level = state[static_cast<std::size_t>(unit)];
        level ^= uniform01(random) < (level == 1 ? settings_.on_bit_noise : settings_.off_bit_noise) ? 1 : 0;
      }
      chain.place(state, hidden);
      collect(chain, settings_, clamped, k * settings_.collecting_time, random);
      chain.place(state, all);
      collect(chain, settings_, free, k * settings_.collecting_time, random);
    }
  });
  difference_ = (clamped.sums(machine_) - free.sums(machine_)) / static_cast<double>(samples);
  const Eigen::VectorXd direction =
      settings_.rule == LearningRule::gradient ? difference_ : Eigen::VectorXd(difference_.array().sign());
  machine_.set_parameters((1 - settings_.decay) * (machine_.parameters() + settings_.step * direction));
  ++cycles_;
}

}  // namespace onedial
