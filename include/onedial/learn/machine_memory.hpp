#pragma once
#include "onedial/learn/restricted_machine.hpp"
#include "onedial/learn/trainer_settings.hpp"

// What memory an undertaking takes at its peak, in bytes and before it begins; from above, and seldom by more
// than a factor of two.
namespace onedial {

/// Of `make_machine_system` with so many replicas.
double machine_system_bytes(const RestrictedMachine& machine, Index replicas);

/// Of an `RbmSampler` of so many chains, and of `inpaint` of as many rows.
double rbm_sampler_bytes(const RestrictedMachine& machine, Index chains);

/// Of a `Trainer` of V x H units with its examples, and of `train`.
double training_bytes(Index visible, Index hidden, Index examples, const TrainerSettings& settings);

/// Of `log_partition_function`, of a machine that it can sum over.
double exact_log_z_bytes(const RestrictedMachine& machine);

}  // namespace onedial
