#pragma once
#include "onedial/learn/trainer_settings.hpp"
#include "parameter_lanes.hpp"

namespace onedial {

/// What a step of an optimiser does to a row of parameters.
class ParameterStep {
 public:
  /// `step` counts from 0.
  ParameterStep(const TrainerSettings& settings, double rate, std::uint64_t step);

  /// Moves `row.weights`; the gradient becomes their change. Returns the bits of the greatest |weight|.
  std::uint32_t operator()(const StepRow& row) const {
    return is_adam_ ? rbm_kernels().adam_step(row, adam_)
                    : rbm_kernels().momentum_step(row, rate_, momentum_);
  }

 private:
  bool is_adam_ = false;
  float rate_ = 0;
  float momentum_ = 0;
  AdamFactors adam_{};
};

}  // namespace onedial
