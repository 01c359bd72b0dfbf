#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/core/temperature.hpp"

namespace onedial {

/// The size of steps as a function of progress: how many of the epochs are done, in fractions.
struct LearningRate {
  enum class Kind : std::uint8_t {
    constant,      ///< start
    linear,        ///< start → end in equal steps over all epochs
    geometric,     ///< start → end by equal factors over all epochs
    inverse_time,  ///< start/(1 + epoch/half_epochs)
  };
  Kind kind = Kind::constant;
  double start = 0.05;
  double end = 0;           ///< linear, and geometric where it must be above 0
  double half_epochs = 10;  ///< inverse_time: after so many epochs half of the start is left

  /// After `epoch` of `epochs`.
  [[nodiscard]] double at(double epoch, double epochs) const;
};

/// Gradient ascent with momentum: velocity ← momentum·velocity + rate·gradient.
struct Momentum {
  double momentum = 0.5;
};

/// Adam (Kingma, Ba 2015).
struct Adam {
  double decay = 0.9;
  double square_decay = 0.999;
  double epsilon = 1e-8;
};

/// Contrastive divergence CD-k (Hinton 2002): chains start from the examples of the batch.
struct ContrastiveDivergence {
  Index sweeps = 1;  ///< k
};

/// Persistent contrastive divergence (Tieleman 2008): chains go on from step to step.
struct PersistentDivergence {
  Index chains = 100;
  Index sweeps = 1;  ///< between steps
};

/// Fast persistent contrastive divergence (Tieleman, Hinton 2009): the chains feel weights of their own on
/// top of the machine's, that learn at a rate of their own and decay, and drive them away from where they
/// are.
struct FastPersistentDivergence {
  Index chains = 100;
  Index sweeps = 1;
  double fast_rate = 0.05;
  double fast_decay = 0.95;
};

/// Replica exchange in the negative phase (parallel tempering: Desjardins, Courville, Bengio, Vincent,
/// Delalleau 2010; Cho, Raiko, Ilin 2010): each chain at T = 1 is the cold end of a ladder whose hot end is
/// the base-rate machine, of independent visible units that have the mean of the data. The law at T is
/// e^{−E/T − (1 − 1/T) E₀}.
struct ExchangeDivergence {
  Index ladders = 20;
  /// From T = 1 to T = ∞, rising; `spaced_ladder(LadderSpacing::linear_beta, …)` makes such.
  std::vector<Temperature> temperatures = {};
  Index sweeps = 1;  ///< between steps, each with swaps after it
};

using NegativePhase =
    std::variant<ContrastiveDivergence, PersistentDivergence, FastPersistentDivergence, ExchangeDivergence>;

/// The name that configs use: "contrastive_divergence", "persistent", "fast_persistent", "replica_exchange".
std::string_view phase_name(const NegativePhase& phase);

/// How to learn.
struct TrainerSettings {
  Index epochs = 10;  ///< passes over all examples
  Index batch = 100;  ///< examples to a step
  LearningRate rate = {};
  std::variant<Momentum, Adam> optimiser = Momentum{};
  NegativePhase negative = PersistentDivergence{};
  /// Whether the gradient is that of centred units (Montavon, Müller 2012; Melchior, Fischer, Wiskott 2016),
  /// with offsets of the visible units from the data and of the hidden ones from a running mean.
  bool is_centred = true;
  double l2 = 0;  ///< λ₂ of ½λ₂ Σ W² taken off the objective, the mean log-likelihood in nats
  double l1 = 0;  ///< λ₁ of λ₁ Σ|W| likewise
  /// How active a hidden unit should be on average, and how much that matters: the hidden biases follow the
  /// gradient of the cross entropy between it and the running mean (Hinton 2012, section 11). None where the
  /// cost is 0.
  double sparsity_target = 0.1;
  double sparsity_cost = 0;
  /// With examples held out, the end comes when their pseudo-likelihood has not risen for so many epochs, or
  /// when the free-energy gap is above a number of nats. 0 for never.
  Index patience = 0;
  double largest_free_energy_gap = 0;
  /// How many of the examples, and of those held out, the report of an epoch looks at; the first ones.
  Index monitored = 250;
  Index threads = 1;
  std::uint64_t seed = 0;
};

/// Throws std::invalid_argument, which names the first setting that is out of its range.
void require_valid(const TrainerSettings& settings);

}  // namespace onedial
