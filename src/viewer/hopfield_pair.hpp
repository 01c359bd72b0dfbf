#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onedial/memory/modern_memory.hpp"
#include "onedial/memory/stored_memory.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/sampled_system.hpp"

namespace onedial::viewer {

/// Patterns with names, as square pictures.
struct NamedPatterns {
  Patterns patterns;
  std::vector<std::string> names;
  Index side = 0;
};

/// The letters A, B, …, or random patterns of 16 × 16 units.
NamedPatterns letter_patterns(Index count);
NamedPatterns noise_patterns(Index count, std::uint64_t seed);

/// Two memories of the same patterns at one temperature: spins under heat bath with couplings, a few replicas
/// of them, and the modern memory, whose update is a softmax over overlaps. Overlaps are m = ξ·s/N in both.
class HopfieldPair {
 public:
  /// Throws InputError where the rule cannot store the patterns.
  HopfieldPair(NamedPatterns patterns, StorageRule rule, Temperature coldest, Temperature hottest,
               std::uint64_t seed);

  /// Puts every replica into the pattern with a part of the units drawn anew, each differently, and the
  /// modern memory into the state of the first.
  void cue(Index pattern, double noise);
  /// Puts all into one state.
  void write(const State& state);
  void sweep(Temperature t);

  [[nodiscard]] const NamedPatterns& patterns() const { return patterns_; }
  [[nodiscard]] const SampledSystem& spins() const { return *spins_; }
  [[nodiscard]] const PairwiseModel& model() const { return *model_; }
  [[nodiscard]] Index cued() const { return cued_; }
  [[nodiscard]] Eigen::VectorXd spin_overlaps() const;  ///< of the replica that is shown (P)
  [[nodiscard]] Index recalled() const;                 ///< replicas with an overlap of 0.9 with the cue

  /// The state of the modern memory, ±1 where it is a pattern (N), and its weights at T (P).
  [[nodiscard]] Eigen::VectorXd modern_state() const;
  [[nodiscard]] Eigen::VectorXd modern_weights(Temperature t) const;

  /// Of the replica shown and of the modern memory, sweep by sweep: the overlaps with the cue.
  [[nodiscard]] const History& course() const { return course_; }

 private:
  NamedPatterns patterns_;
  std::shared_ptr<const PairwiseModel> model_;
  std::unique_ptr<SampledSystem> spins_;
  ModernMemory modern_;  // of patterns of unit length
  Eigen::VectorXd modern_state_;
  Index cued_ = 0;
  RandomStream random_;
  History course_{2};
};

}  // namespace onedial::viewer
