#include "parameter_step.hpp"

#include <cmath>

#include "onedial/core/elementary.hpp"

namespace onedial {

ParameterStep::ParameterStep(const TrainerSettings& settings, double rate, std::uint64_t step) {
  if (const auto* momentum = std::get_if<Momentum>(&settings.optimiser)) {
    rate_ = static_cast<float>(rate);
    momentum_ = static_cast<float>(momentum->momentum);
    return;
  }
  is_adam_ = true;
  const Adam& adam = std::get<Adam>(settings.optimiser);
  // 1 − decayⁿ, which is 1 where there is no decay.
  const auto correction = [step](double decay) {
    return decay == 0 ? 1.0 : -elementary::expm1(static_cast<double>(step + 1) * elementary::log(decay));
  };
  adam_ = {.rate = static_cast<float>(rate / correction(adam.decay)),
           .decay = static_cast<float>(adam.decay),
           .square_decay = static_cast<float>(adam.square_decay),
           .square_correction = static_cast<float>(1 / std::sqrt(correction(adam.square_decay))),
           .epsilon = static_cast<float>(adam.epsilon)};
}

}  // namespace onedial
