#include "onedial/run/encoder_config.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>

#include "onedial/anneal/schedule.hpp"
#include "onedial/run/common_keys.hpp"

namespace onedial {
namespace {

constexpr RealIn learning_temperature{.min = 1e-6, .max = 1e6};
constexpr std::int64_t most_time = 1'000'000;

Index read_count(Config& config, const ConfigKey& key, Index fallback, std::int64_t most,
                 std::int64_t least = 1) {
  return static_cast<Index>(config.read(key, IntegerIn{.min = least, .max = most}, fallback));
}

EncoderShape read_shape(Config& config) {
  EncoderShape shape;
  shape.inputs = static_cast<Index>(
      config.read({"machine", "inputs", "n: units of each visible group, and examples, of one unit on."},
                  IntegerIn{.min = 2, .max = 1000}, Config::required));
  shape.hidden = static_cast<Index>(config.read({"machine", "hidden", "h: hidden units between the groups."},
                                                IntegerIn{.min = 1, .max = 1000}, Config::required));
  if (shape.hidden < 63 && (std::int64_t{1} << shape.hidden) < shape.inputs) {
    throw config.error_at("machine", "hidden",
                          fmt::format("is {}: {} codes for {} inputs; must be at least {}", shape.hidden,
                                      std::int64_t{1} << shape.hidden, shape.inputs,
                                      std::bit_width(static_cast<std::uint64_t>(shape.inputs - 1))));
  }
  return shape;
}

/// Temperatures in the one key, and for how long each in the other.
std::vector<AnnealingStage> read_annealing(Config& config) {
  std::vector<double> levels;
  std::vector<double> times;
  for (const AnnealingStage& stage : CooccurrenceSettings{}.annealing) {
    levels.push_back(stage.temperature.value());
    times.push_back(static_cast<double>(stage.time));
  }
  levels = config.read({"learning", "temperatures", "From T = inf through these to equilibrium at the last."},
                       RealList{learning_temperature}, levels);
  times =
      config.read({"learning", "times", "For how long at each: chances for each unit to change, on average."},
                  RealList{{.min = 1, .max = most_time}}, times);
  if (levels.empty()) {
    throw config.error_at("learning", "temperatures", "is empty; at least one number is expected");
  }
  if (levels.size() != times.size()) {
    throw config.error_at("learning", "times",
                          fmt::format("holds {} numbers; must hold {}, one for each of the temperatures",
                                      times.size(), levels.size()));
  }
  std::vector<AnnealingStage> annealing;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    if (times[k] != std::floor(times[k])) {
      throw config.error_at("learning", "times", fmt::format("{} is no whole number", times[k]));
    }
    annealing.push_back({static_cast<Index>(times[k]), Temperature(levels[k])});
  }
  return annealing;
}

CooccurrenceSettings read_learning(Config& config) {
  CooccurrenceSettings learning;
  learning.rule = config.read({"learning", "rule",
                               "By the step in the direction of the difference of the phases, or by the "
                               "step times the difference."},
                              OneOf{{"fixed_step", "gradient"}}, "fixed_step") == "gradient"
                      ? LearningRule::gradient
                      : LearningRule::fixed_step;
  learning.step = config.read({"learning", "step", "Of weights and biases, each cycle."},
                              RealIn{.min = 1e-9, .max = 1e9}, learning.step);
  learning.decay = config.read({"learning", "decay", "Part of every parameter that is lost each cycle."},
                               RealIn{.min = 0, .max = 1}, learning.decay);
  learning.annealing = read_annealing(config);
  learning.collecting_time = read_count(
      config, {"learning", "collecting", "For how long statistics are then collected, once a unit of time."},
      learning.collecting_time, most_time);
  learning.annealings_per_example = read_count(
      config,
      {"learning", "annealings", "Each cycle, of each example clamped, and as many of the free machine."},
      learning.annealings_per_example, most_time);
  const RealIn probability{.min = 0, .max = 1};
  learning.on_bit_noise = config.read(
      {"learning", "on_bit_noise", "Probability that a bit that is on is clamped off; 0 for none."},
      probability, learning.on_bit_noise);
  learning.off_bit_noise = config.read({"learning", "off_bit_noise", "And the other way round."}, probability,
                                       learning.off_bit_noise);
  return learning;
}

/// Temperatures that fall by the same factor from the hottest to the coldest.
std::vector<AnnealingStage> read_slow_annealing(Config& config) {
  const double hottest =
      config.read({"completion", "hottest", "First T of the slow annealing."}, learning_temperature, 40);
  const double coldest = config.read({"completion", "coldest", "Last T of it."}, learning_temperature, 1);
  if (!(coldest < hottest)) {
    throw config.error_at("completion", "coldest",
                          fmt::format("is {}; must be below the hottest, {}", coldest, hottest));
  }
  const Index stages = read_count(
      config, {"completion", "stages", "Temperatures, each by the same factor lower."}, 40, 100'000, 2);
  const Index time = read_count(config, {"completion", "time", "For how long at each."}, 10, most_time);
  std::vector<AnnealingStage> annealing;
  const GeometricSchedule cooling{.start = Temperature(hottest), .end = Temperature(coldest)};
  for (Index k = 0; k < stages; ++k) {
    annealing.push_back({time, temperature_at(cooling, {.sweep = k, .sweeps = stages})});
  }
  return annealing;
}

}  // namespace

EncoderTraining read_encoder_training(Config& config) {
  EncoderTraining training;
  training.settings.shape = read_shape(config);
  training.settings.learning = read_learning(config);
  training.settings.most_cycles = read_count(config, {"learning", "cycles", "Most cycles of a run."},
                                             training.settings.most_cycles, 100'000'000);
  training.settings.settled_after = read_count(
      config,
      {"learning", "settled_after",
       "Cycles in a row after which all codes must differ for a run to be solved: one may be luck."},
      training.settings.settled_after, 1'000'000);
  training.settings.stop_when_settled =
      config.read({"learning", "stop_when_settled", "End a run when it is solved."}, TrueOrFalse{},
                  training.settings.stop_when_settled);
  training.trials = read_count(
      config, {"completion", "trials", "V1 is clamped and V2 read, so often for each input; 0 for no test."},
      20, 1'000'000, 0);
  if (training.trials > 0) {
    training.slow = read_slow_annealing(config);
  }
  training.runs = read_count(config, {"run", "runs", "Independent machines."}, 1, 1'000'000);
  training.seed = read_seed(config);
  training.threads = read_threads(config);
  config.finish();
  return training;
}

}  // namespace onedial
