#pragma once
#include "gibbs_chains.hpp"
#include "onedial/learn/trainer_settings.hpp"

namespace onedial {

/// How many chains go on from step to step; 0 where they start from the data.
Index persistent_chains(const NegativePhase& phase);

/// The chains of the negative phase, whatever moves them.
class NegativeChains {
 public:
  /// Chains for batches of at most `batch` examples, not yet placed. `base_biases` are those of the base-rate
  /// machine, for replica exchange.
  NegativeChains(const LaneMachine& machine, const NegativePhase& phase, Index batch,
                 const Eigen::VectorXd& base_biases, std::uint64_t seed);

  /// Whether chains start from the data in each step.
  [[nodiscard]] bool starts_from_data() const {
    return std::holds_alternative<ContrastiveDivergence>(phase_);
  }
  [[nodiscard]] Index chains() const { return gibbs_.size(); }
  /// How many rows the statistics have for a batch of so many.
  [[nodiscard]] Index samples(Index batch) const;

  /// The state of persistent chains (chains × V), and which chain is where on the ladders.
  [[nodiscard]] FloatRows visible(const LaneMachine& machine) const;
  [[nodiscard]] const std::vector<std::int64_t>& places() const { return places_; }
  void place(const LaneMachine& machine, const FloatRows& visible);
  void set_places(std::vector<std::int64_t> places) { places_ = std::move(places); }

  /// Moves chains of rows [first, last) of the samples; where they start from data, these rows of
  /// `data_fields` are the hidden fields of the data. Replica exchange moves whole ladders.
  void move(const LaneMachine& machine, const LaneMatrix& data_fields, Index first, Index last,
            std::uint32_t step);

  /// The visible units of a row of the samples.
  [[nodiscard]] const ActiveUnits& sample(Index row) const;

 private:
  void move_ladder(const LaneMachine& machine, Index ladder, const DrawCounter& counter);
  void exchange(const LaneMachine& machine, Index ladder, bool odd, const DrawCounter& counter);
  [[nodiscard]] double energy_above_base(const LaneMachine& machine, Index chain) const;

  NegativePhase phase_;
  std::uint64_t seed_;
  GibbsChains gibbs_;
  LaneMatrix base_fields_;  // (1 × V), by replica exchange
  std::vector<Temperature> temperatures_;
  std::vector<std::int64_t> places_;  // (ladders × temperatures)
};

}  // namespace onedial
