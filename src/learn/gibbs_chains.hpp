#pragma once
#include "lane_machine.hpp"
#include "onedial/core/worker_pool.hpp"

namespace onedial {

/// Chains of block Gibbs sampling, that one machine or another moves: all hidden units given the visible
/// ones, then the visible ones given these.
class GibbsChains {
 public:
  GibbsChains(const LaneMachine& machine, Index chains);

  [[nodiscard]] Index size() const { return chains_; }

  /// Fields of the hidden units of chains [first, last) given the visible ones.
  void find_hidden_fields(const LaneMachine& machine, Index first, Index last);
  void find_visible_fields(const LaneMachine& machine, Index first, Index last);
  void draw_hidden(const LaneMachine& machine, Index chain, Temperature t, const DrawCounter& counter) {
    machine.draw_hidden(hidden_fields, chain, t, counter, hidden);
  }
  void draw_visible(const LaneMachine& machine, Index chain, Temperature t, const DrawCounter& counter) {
    machine.draw_visible(visible_fields, chain, t, counter, visible);
  }

  UnitRows visible;
  UnitRows hidden;
  LaneMatrix visible_fields;  ///< that the visible units were drawn from last
  LaneMatrix hidden_fields;

 private:
  Index chains_;
};

}  // namespace onedial
