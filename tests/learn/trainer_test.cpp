#include "onedial/learn/trainer.hpp"

#include <algorithm>
#include <limits>

#include "catch.hpp"
#include "gradient_cases.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/core/error.hpp"
#include "onedial/data/generated.hpp"
#include "onedial/learn/free_energy.hpp"
#include "onedial/learn/training_file.hpp"
#include "scratch_directory.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

std::vector<Temperature> ladder() {
  return spaced_ladder(LadderSpacing::linear_beta, Temperature(1), Temperature::infinite(), 5);
}

const std::vector<NegativePhase> phases = {ContrastiveDivergence{2}, PersistentDivergence{.chains = 7},
                                           FastPersistentDivergence{.chains = 5, .sweeps = 2},
                                           ExchangeDivergence{.ladders = 3, .temperatures = ladder()}};

/// Pictures for machines of each kind of units.
FloatRows examples_for(VisibleUnits units) {
  const FloatRows bits = bars_and_stripes(3).values;
  switch (units) {
    case VisibleUnits::binary:
      return bits;
    case VisibleUnits::spin:
      return 2 * bits.array() - 1;
    case VisibleUnits::gaussian:
      return 1.5F * bits.array() - 0.5F;
    case VisibleUnits::softmax:
      break;
  }
  FloatRows rows = FloatRows::Zero(bits.rows(), 2 * bits.cols());
  for (Index row = 0; row < bits.rows(); ++row) {
    for (Index bit = 0; bit < bits.cols(); ++bit) {
      rows(row, 2 * bit + (bits(row, bit) > 0 ? 1 : 0)) = 1;
    }
  }
  return rows;
}

bool equal(const RestrictedMachine& a, const RestrictedMachine& b) {
  return a.weights == b.weights && a.visible_biases == b.visible_biases && a.hidden_biases == b.hidden_biases;
}

TrainerSettings settings_with(const NegativePhase& phase) {
  return {.epochs = 4, .batch = 5, .negative = phase, .seed = 3};
}

RestrictedMachine start_for(VisibleUnits units, const FloatRows& data) {
  return initial_machine(units, 2, 6, data, 5, 0.3);
}

double likelihood_after(const TrainerSettings& settings, Index side, Index hidden) {
  const FloatRows data = bars_and_stripes(side).values;
  Trainer trainer(initial_machine(VisibleUnits::binary, 2, hidden, data, 1), data, {}, settings);
  const RestrictedMachine machine = train(trainer).state.machine;
  return mean_log_likelihood(machine, data, log_partition_function(machine)).value;
}

}  // namespace

TEST_CASE("training goes on from its file to the same bits, on any number of threads") {
  const ScratchDirectory scratch;
  for (const VisibleUnits units :
       {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::gaussian, VisibleUnits::softmax}) {
    const FloatRows data = examples_for(units);
    for (const NegativePhase& phase : phases) {
      TrainerSettings settings = settings_with(phase);
      settings.optimiser = phase.index() % 2 == 0 ? decltype(settings.optimiser)(Adam{})
                                                  : decltype(settings.optimiser)(Momentum{0.7});
      settings.rate = {.kind = LearningRate::Kind::linear, .start = 0.05};
      settings.sparsity_cost = 0.1;
      settings.l1 = 0.001;
      CAPTURE(static_cast<int>(units), phase.index());
      Trainer whole(start_for(units, data), data, {}, settings);
      for (int step = 0; step < 9; ++step) {
        REQUIRE(whole.step());
      }
      settings.threads = 3;
      Trainer first(start_for(units, data), data, {}, settings);
      for (int step = 0; step < 4; ++step) {
        first.step();
      }
      const auto path = scratch.path() / "model.npz";
      write_array_file(path, to_array_file(first.state()));
      settings.threads = 2;
      Trainer second(trainer_state_of(read_array_file(path), path), data, {}, settings);
      for (int step = 4; step < 9; ++step) {
        second.step();
      }
      CHECK(equal(whole.machine(), second.machine()));
      CHECK(whole.state().chains == second.state().chains);
      CHECK(whole.state().places == second.state().places);
    }
  }
}

TEST_CASE("first weights have random numbers that nothing else in a training draws") {
  const RestrictedMachine machine =
      initial_machine(VisibleUnits::binary, 2, 6, examples_for(VisibleUnits::binary), 5, 1);
  for (const std::uint64_t stream : {0, 1, 2}) {  // of the seed itself, and so of phases without a seed
    RandomStream random(5, stream);
    CHECK(machine.weights(0, 0) != static_cast<float>(draw_normal(random)));
  }
}

TEST_CASE("each negative phase learns bars and stripes and replica exchange learns them best") {
  const double bound = -std::log(14.0);
  std::vector<double> likelihoods;
  for (const NegativePhase& phase :
       {NegativePhase(ContrastiveDivergence{1}), NegativePhase(PersistentDivergence{.chains = 100}),
        NegativePhase(FastPersistentDivergence{.chains = 100}),
        NegativePhase(ExchangeDivergence{.ladders = 40, .temperatures = ladder()})}) {
    likelihoods.push_back(likelihood_after({.epochs = 2500,
                                            .batch = 14,
                                            .rate = {.kind = LearningRate::Kind::linear, .start = 0.2},
                                            .negative = phase,
                                            .seed = 2},
                                           3, 10));
    CAPTURE(phase_name(phase), likelihoods.back());
    CHECK(likelihoods.back() < bound);
    CHECK(bound / likelihoods.back() > 0.85);
  }
  CHECK(bound / likelihoods.back() > 0.95);
  CHECK(std::max_element(likelihoods.begin(), likelihoods.end()) == likelihoods.end() - 1);
}

TEST_CASE("a training that diverges keeps the machine of the epoch before") {
  const FloatRows data = examples_for(VisibleUnits::gaussian);
  TrainerSettings settings = settings_with(ContrastiveDivergence{1});
  settings.epochs = 200;
  settings.rate.start = 5;
  Trainer trainer(start_for(VisibleUnits::gaussian, data), data, {}, settings);
  RestrictedMachine last = trainer.machine();
  const TrainingResult result = train(trainer, [&](const EpochReport&, const Trainer& now) {
    last = now.machine();
    return true;
  });
  REQUIRE(result.end == TrainingEnd::diverged);
  CHECK(result.reason.find("diverged in epoch") != std::string::npos);
  CHECK(equal(result.state.machine, last));
  CHECK(last.weights.allFinite());
}

TEST_CASE("training ends early when examples held out get no likelier") {
  const FloatRows data = examples_for(VisibleUnits::binary);
  RandomStream random(4, 0);
  const FloatRows noise =
      FloatRows::Zero(20, 9).unaryExpr([&](float) { return uniform01(random) < 0.5 ? 1.0F : 0.0F; });
  TrainerSettings settings = settings_with(PersistentDivergence{.chains = 20});
  settings.epochs = 1000;
  settings.rate.start = 0.1;
  settings.patience = 10;
  Trainer patient(start_for(VisibleUnits::binary, data), data, noise, settings);
  const TrainingResult early = train(patient);
  CHECK(early.end == TrainingEnd::early_stop);
  CHECK(early.last.epoch < 1000);
  CHECK(early.state.best_epoch + 10 == early.last.epoch);
  Trainer again(early.state, data, noise, settings);
  const TrainingResult ended = train(again);
  CHECK(ended.end == TrainingEnd::early_stop);
  CHECK(ended.state.step == early.state.step);
  CHECK(ended.last.epoch == early.last.epoch);

  settings.patience = 0;
  settings.largest_free_energy_gap = 0.5;
  Trainer careful(start_for(VisibleUnits::binary, data), data, noise, settings);
  const TrainingResult by_gap = train(careful);
  CHECK(by_gap.end == TrainingEnd::early_stop);
  CHECK(by_gap.last.free_energy_gap.value() > 0.5);
  Trainer still_careful(by_gap.state, data, noise, settings);
  CHECK(train(still_careful).state.step == by_gap.state.step);
}

TEST_CASE("weights decay and hidden units keep to their mean") {
  const FloatRows data = examples_for(VisibleUnits::binary);
  const auto trained = [&](double l2, double l1, double cost) {
    TrainerSettings settings = settings_with(PersistentDivergence{.chains = 50});
    settings.epochs = 300;
    settings.l2 = l2;
    settings.l1 = l1;
    settings.sparsity_cost = cost;
    settings.sparsity_target = 0.05;
    Trainer trainer(start_for(VisibleUnits::binary, data), data, {}, settings);
    return train(trainer).state;
  };
  const TrainerState free = trained(0, 0, 0);
  CHECK(trained(0.1, 0, 0).machine.weights.norm() < 0.7F * free.machine.weights.norm());
  CHECK(trained(0, 0.1, 0).machine.weights.cwiseAbs().sum() < 0.7F * free.machine.weights.cwiseAbs().sum());
  CHECK(trained(0, 0, 3).hidden_means.mean() < 0.5F * free.hidden_means.mean());
}

TEST_CASE("rates follow their schedules") {
  using Kind = LearningRate::Kind;
  CHECK(LearningRate{.kind = Kind::constant, .start = 0.3}.at(7, 10) == 0.3);
  CHECK(LearningRate{.kind = Kind::linear, .start = 0.3, .end = 0.1}.at(5, 10) == Approx(0.2));
  CHECK(LearningRate{.kind = Kind::geometric, .start = 1, .end = 0.01}.at(5, 10) == Approx(0.1));
  CHECK(LearningRate{.kind = Kind::inverse_time, .start = 1, .half_epochs = 5}.at(5, 10) == Approx(0.5));
}

TEST_CASE("settings and data that make no sense are refused by name") {
  const FloatRows data = examples_for(VisibleUnits::binary);
  const RestrictedMachine machine = start_for(VisibleUnits::binary, data);
  const auto error = [&](const TrainerSettings& settings) {
    return message_of<std::invalid_argument>([&] { Trainer(machine, data, {}, settings); });
  };
  CHECK(error({.batch = 0}).starts_with("batch is 0"));
  CHECK(error({.rate = {.start = -1}}).starts_with("learning rate is -1"));
  CHECK(error({.rate = {.kind = LearningRate::Kind::geometric}}).starts_with("learning rate at the end"));
  CHECK(error({.optimiser = Momentum{1}}).starts_with("momentum is 1"));
  CHECK(error({.negative = ContrastiveDivergence{0}}).starts_with("sweeps is 0"));
  CHECK(error({.negative = ExchangeDivergence{}}).starts_with("number of temperatures is 0"));
  CHECK(error({.l2 = std::numeric_limits<double>::quiet_NaN()}).starts_with("l2 is nan"));
  CHECK_THROWS_AS(Trainer(machine, FloatRows(), {}, {}), std::invalid_argument);
  CHECK_THROWS_AS(Trainer(machine, FloatRows(2 * data), {}, {}), std::invalid_argument);
  CHECK_THROWS_AS(Trainer(machine, FloatRows(data.leftCols(8)), {}, {}), std::invalid_argument);
}

TEST_CASE("a file without a training or with one that does not fit is refused") {
  const ScratchDirectory scratch;
  const auto path = scratch.path() / "model.npz";
  const FloatRows data = examples_for(VisibleUnits::binary);
  Trainer trainer(start_for(VisibleUnits::binary, data), data, {}, settings_with(phases[1]));
  ArrayFile file = to_array_file(trainer.state());
  file.arrays.erase("training/step");
  CHECK(message_of<InputError>([&] {
          trainer_state_of(file, path);
        }).ends_with("model.npz: holds a machine, but no training to go on with"));
  for (const std::size_t other : {0, 2, 3}) {
    CHECK_THROWS_AS(Trainer(trainer.state(), data, {}, settings_with(phases[other])), std::invalid_argument);
  }
}
