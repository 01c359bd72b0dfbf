#pragma once
#include "lane_machine.hpp"
#include "onedial/learn/trainer_state.hpp"

namespace onedial {

/// A number for each parameter of a machine, laid out as the machine is; or none.
struct ParameterLanes {
  LaneMatrix weights;         // (V × H)
  LaneMatrix visible_biases;  // (1 × V)
  LaneMatrix hidden_biases;   // (1 × H)

  ParameterLanes() = default;
  ParameterLanes(Index visible, Index hidden)
      : weights(visible, hidden), visible_biases(1, visible), hidden_biases(1, hidden) {}
  explicit ParameterLanes(const TrainerState::Parameters& values)
      : weights(values.weights),
        visible_biases(FloatRows(values.visible_biases.transpose())),
        hidden_biases(FloatRows(values.hidden_biases.transpose())) {}

  [[nodiscard]] TrainerState::Parameters values() const {
    if (weights.rows() == 0) {
      return {};
    }
    return {weights.values(), visible_biases.view(0), hidden_biases.view(0)};
  }
};

}  // namespace onedial
