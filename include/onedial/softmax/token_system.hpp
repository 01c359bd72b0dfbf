#pragma once
#include <map>
#include <span>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// A softmax as a system: one unit with a level per token, at energy E = −logit.
///
/// A sweep is one heat-bath update: the unit forgets its token and draws one from softmax(logits/T), so that
/// successive states are independent and Var(E)/T² over draws estimates C without autocorrelation. At T = 0
/// it draws among the largest logits; annealing freezes it into the argmax.
class TokenSystem final : public System {
 public:
  /// Randomizes from `seed`. Throws std::invalid_argument if there are no replicas, and as
  /// `Spectrum::from_logits` for bad logits.
  TokenSystem(std::span<const double> logits, Index replicas, std::uint64_t seed);

  [[nodiscard]] Index size() const override { return 1; }
  [[nodiscard]] Index replicas() const override { return static_cast<Index>(tokens_.size()); }
  [[nodiscard]] std::span<const double> energies() const override { return energies_; }

  /// Tokens with a logit of −∞ have no weight at T = ∞ either.
  void randomize(std::uint64_t seed) override;
  SweepStats sweep(std::span<const Temperature> temperatures) override;
  void read(Index replica, State& state) const override;
  /// Also throws if the level is not a token, or one whose logit is −∞.
  void write(Index replica, const State& state) override;
  void transfer(StateArchive& archive) override;

 private:
  /// Running sums of the weights at a temperature, by token.
  struct Cumulative {
    std::vector<double> sums;
    Index last_sweep = 0;  ///< that drew from them
  };

  Cumulative& cumulative_at(Temperature t);
  void draw(std::size_t replica, Temperature t);

  Spectrum spectrum_;
  std::vector<Level> tokens_;                // of each replica
  std::vector<double> energies_;             // of each replica
  std::vector<RandomStream> random_;         // of each replica
  std::map<double, Cumulative> cumulative_;  // by temperature: those of the last sweep
  Index sweeps_ = 0;
};

}  // namespace onedial
