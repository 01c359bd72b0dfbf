#include "onedial/run/train_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/run/common_keys.hpp"
#include "onedial/run/dataset_config.hpp"

namespace onedial {
namespace {

constexpr std::int64_t most = 1'000'000'000;
constexpr std::int64_t most_levels = 10'000;  // a ladder is made as the config is read

/// Keys of one section, which most have a simple range.
class Section {
 public:
  Section(Config& config, std::string_view name) : config_(config), name_(name) {}

  Index count(std::string_view key, std::string_view doc, Index fallback, std::int64_t least,
              std::int64_t greatest = most) {
    return static_cast<Index>(
        config_.read({name_, key, doc}, IntegerIn{.min = least, .max = greatest}, fallback));
  }
  double real(std::string_view key, std::string_view doc, double fallback, const RealIn& range) {
    return config_.read({name_, key, doc}, range, fallback);
  }
  bool flag(std::string_view key, std::string_view doc, bool fallback) {
    return config_.read({name_, key, doc}, TrueOrFalse{}, fallback);
  }
  std::string choice(std::string_view key, std::string_view doc, const std::string& fallback,
                     std::vector<std::string> choices) {
    return config_.read({name_, key, doc}, OneOf{std::move(choices)}, fallback);
  }

 private:
  Config& config_;
  std::string_view name_;
};

constexpr RealIn positive{.min = 1e-12, .max = 1e12};
constexpr RealIn not_negative{.min = 0, .max = 1e12};
constexpr RealIn decay{.min = 0, .max = 1 - 1e-12};

ExampleSource read_examples(Config& config) {
  Section data(config, "data");
  ExampleSource source;
  source.kind = data.choice("kind", "Examples from a file, or a set that is generated.", "file",
                            {"file", "bars_and_stripes", "encoder", "shifter"});
  if (source.kind != "file") {
    const IntegerIn range = source.kind == "encoder"            ? IntegerIn{.min = 1, .max = 1000}
                            : source.kind == "bars_and_stripes" ? IntegerIn{.min = 1, .max = 16}
                                                                : IntegerIn{.min = 3, .max = 16};
    source.size = static_cast<Index>(config.read(
        {"data", "size", "Side of the bars, units of a group of the encoder, width of the shifter."}, range,
        4));
    return source;
  }
  source.file = config.read({"data", "file", dataset_file_doc}, FilePath{}, Config::required);
  source.dataset = read_dataset_settings(config, "data");
  source.threshold = data.real("threshold", "A binary unit is on, and a spin up, above it.", 0.5, RealIn{});
  source.dataset.limit = data.count("count", "Only the first so many examples of the file; 0 for all.", 0, 0);
  if (const auto file =
          config.read({"data", "held_out_file", "Examples to measure on and not to learn from, read alike."},
                      FilePath{}, Config::optional)) {
    source.held_out_file = *file;
  } else {
    source.held_out = data.count("held_out", "Or the last so many examples of the file.", 0, 0);
  }
  return source;
}

LearningRate read_rate(Config& config) {
  Section learning(config, "learning");
  LearningRate rate;
  rate.start = learning.real("rate", "Size of a step along the gradient.", rate.start, positive);
  const std::map<std::string, LearningRate::Kind> kinds = {
      {"constant", LearningRate::Kind::constant},
      {"linear", LearningRate::Kind::linear},
      {"geometric", LearningRate::Kind::geometric},
      {"inverse_time", LearningRate::Kind::inverse_time}};
  rate.kind = kinds.at(learning.choice("rate_schedule", "How the rate changes over the epochs.", "constant",
                                       {"constant", "linear", "geometric", "inverse_time"}));
  if (rate.kind == LearningRate::Kind::linear || rate.kind == LearningRate::Kind::geometric) {
    const bool is_linear = rate.kind == LearningRate::Kind::linear;
    rate.end = learning.real("rate_end", "The rate after the last epoch.", is_linear ? 0 : rate.start / 100,
                             is_linear ? not_negative : positive);
  }
  if (rate.kind == LearningRate::Kind::inverse_time) {
    rate.half_epochs =
        learning.real("half_epochs", "After so many epochs half of the rate is left.", 10, positive);
  }
  return rate;
}

// Keys of all optimisers and phases are read, whichever is chosen: one config serves to compare them.

std::variant<Momentum, Adam> read_optimiser(Config& config) {
  Section learning(config, "learning");
  const bool is_momentum = learning.choice("optimiser", "What makes steps of gradients.", "momentum",
                                           {"momentum", "adam"}) == "momentum";
  const Momentum momentum{
      learning.real("momentum", "Part of the last step that is kept; of momentum.", 0.5, decay)};
  Adam adam;
  adam.decay = learning.real("decay", "Of the mean of the gradient; of adam.", adam.decay, decay);
  adam.square_decay =
      learning.real("square_decay", "Of the mean of its square; of adam.", adam.square_decay, decay);
  adam.epsilon = learning.real("epsilon", "Added to the root of that; of adam.", adam.epsilon, positive);
  return is_momentum ? std::variant<Momentum, Adam>(momentum) : adam;
}

const std::vector<std::string> phase_names = {"contrastive_divergence", "persistent", "fast_persistent",
                                              "replica_exchange"};

/// All phases, in the order of their names.
std::vector<NegativePhase> read_phases(Config& config) {
  Section learning(config, "learning");
  const Index sweeps = learning.count("sweeps", "Of block Gibbs sampling between steps; k of CD-k.", 1, 1);
  const Index chains =
      learning.count("chains", "That go on from step to step; of persistent and fast_persistent.", 100, 1);
  FastPersistentDivergence fast{.chains = chains, .sweeps = sweeps};
  fast.fast_rate = learning.real("fast_rate", "Rate of the fast weights; of fast_persistent.", fast.fast_rate,
                                 not_negative);
  fast.fast_decay =
      learning.real("fast_decay", "Part of them kept each step; of fast_persistent.", fast.fast_decay, decay);
  ExchangeDivergence exchange{.sweeps = sweeps};
  exchange.ladders =
      learning.count("ladders", "Each with one chain at T = 1; of replica_exchange.", exchange.ladders, 1);
  const Index levels = learning.count(
      "levels", "Temperatures of a ladder, from 1 to infinity in equal steps of 1/T; of replica_exchange.", 8,
      2, most_levels);
  exchange.temperatures =
      spaced_ladder(LadderSpacing::linear_beta, Temperature(1), Temperature::infinite(), levels);
  return {ContrastiveDivergence{.sweeps = sweeps}, PersistentDivergence{.chains = chains, .sweeps = sweeps},
          fast, exchange};
}

/// The phase that a name stands for.
const NegativePhase& phase_named(const std::vector<NegativePhase>& phases, const std::string& name) {
  return *std::find_if(phases.begin(), phases.end(),
                       [&](const NegativePhase& phase) { return phase_name(phase) == name; });
}

TrainerSettings read_trainer(Config& config, const std::vector<NegativePhase>& phases) {
  Section learning(config, "learning");
  TrainerSettings settings;
  settings.epochs = learning.count("epochs", "Passes over all examples.", 10, 0);
  settings.batch = learning.count("batch", "Examples to a step.", 100, 1);
  settings.rate = read_rate(config);
  settings.optimiser = read_optimiser(config);
  settings.negative =
      phase_named(phases, learning.choice("negative_phase", "Where the samples of the machine come from.",
                                          "persistent", phase_names));
  settings.is_centred =
      learning.flag("centred", "Whether gradients are those of units less their means.", true);
  settings.l2 = learning.real("l2", "Weight decay: l2/2 times the sum of squared weights.", 0, not_negative);
  settings.l1 = learning.real("l1", "l1 times the sum of the weights' magnitudes.", 0, not_negative);
  settings.sparsity_cost =
      learning.real("sparsity_cost", "How much the mean of hidden units matters.", 0, not_negative);
  if (settings.sparsity_cost > 0) {
    settings.sparsity_target = learning.real("sparsity_target", "The mean that a hidden unit should have.",
                                             0.1, {.min = 1e-6, .max = 1 - 1e-6});
  }
  settings.patience = learning.count(
      "patience", "Ends when the held-out pseudo-likelihood has not risen for so many epochs; 0: never.", 0,
      0);
  settings.largest_free_energy_gap =
      learning.real("largest_free_energy_gap",
                    "Ends when held-out examples are so many nats less likely; 0: never.", 0, not_negative);
  settings.monitored = learning.count("monitored", "Examples that the report of an epoch looks at.", 250, 2);
  return settings;
}

LikelihoodPlan read_likelihood(Config& config) {
  Section likelihood(config, "likelihood");
  LikelihoodPlan plan;
  plan.method = likelihood.choice("method", "How ln Z is found; \"auto\" sums where that is possible.",
                                  "auto", {"auto", "exact", "annealed", "none"});
  plan.chains = likelihood.count("chains", "Of annealed importance sampling, each way.", 128, 2);
  plan.temperatures = likelihood.count("temperatures", "Of annealed importance sampling.", 10'000, 2);
  plan.every = config.read({"likelihood", "every",
                            "Epochs between measurements; 0: at the end only; \"auto\": each where the sum "
                            "has at most 65,536 terms."},
                           AutoOrInteger{.range = {.min = 0, .max = most}}, std::nullopt);
  return plan;
}

}  // namespace

std::string read_machine_kind(Config& config) {
  return config.read({"machine", "kind", "Which Boltzmann machine is trained."},
                     OneOf{{"restricted", "encoder"}}, "restricted");
}

RestrictedTraining read_restricted_training(Config& config) {
  RestrictedTraining training;
  training.data = read_examples(config);
  Section machine(config, "machine");
  const std::map<std::string, VisibleUnits> units = {{"binary", VisibleUnits::binary},
                                                     {"spin", VisibleUnits::spin},
                                                     {"gaussian", VisibleUnits::gaussian},
                                                     {"softmax", VisibleUnits::softmax}};
  training.visible_units = units.at(
      machine.choice("visible", "What visible units are: 0 or 1, -1 or +1, real, or one of several levels.",
                     "binary", {"binary", "spin", "gaussian", "softmax"}));
  if (training.visible_units == VisibleUnits::softmax) {
    training.levels = static_cast<Index>(config.read({"machine", "levels", "Of a softmax unit."},
                                                     IntegerIn{.min = 2, .max = 256}, Config::required));
  }
  training.hidden = static_cast<Index>(config.read({"machine", "hidden", "How many hidden units there are."},
                                                   IntegerIn{.min = 1, .max = most}, Config::required));
  training.deviation =
      machine.real("deviation", "Standard deviation of the first weights.", 0.01, not_negative);
  const std::vector<NegativePhase> phases = read_phases(config);
  training.settings = read_trainer(config, phases);
  if (const auto beside =
          config.read({"learning", "beside", "A negative phase to train a second machine by, to compare."},
                      OneOf{phase_names}, Config::optional)) {
    training.beside = phase_named(phases, *beside);
  }
  const bool has_held_out = !training.data.held_out_file.empty() || training.data.held_out > 0;
  if (training.settings.patience > 0 && !has_held_out) {
    throw config.error_at("learning", "patience",
                          "needs examples held out: [data] held_out or held_out_file");
  }
  if (training.settings.patience > 0 && training.visible_units == VisibleUnits::gaussian) {
    throw config.error_at("learning", "patience",
                          "needs a pseudo-likelihood, which real visible units do not have; expected 0");
  }
  if (training.settings.largest_free_energy_gap > 0 && !has_held_out) {
    throw config.error_at("learning", "largest_free_energy_gap",
                          "needs examples held out: [data] held_out or held_out_file");
  }
  training.likelihood = read_likelihood(config);
  training.checkpoint_seconds =
      config.read({"run", "checkpoint", "Seconds between states that --resume can go on from; 0: the end."},
                  RealIn{.min = 0, .max = 1e9}, 60.0);
  training.settings.seed = read_seed(config);
  training.settings.threads = read_threads(config);
  config.finish();
  return training;
}

}  // namespace onedial
