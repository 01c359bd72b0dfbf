#pragma once
#include <cstdint>
#include <vector>

#include "onedial/learn/encoder_training.hpp"
#include "onedial/run/config.hpp"

namespace onedial {

/// What a config of `onedial train` says for [machine] kind = "encoder".
struct EncoderTraining {
  EncoderSettings settings;
  Index runs = 1;                         ///< independent machines
  std::vector<AnnealingStage> slow = {};  ///< the annealing of the completion test
  Index trials = 0;                       ///< of it for each input; 0 for no test
  std::uint64_t seed = 0;
  Index threads = 1;
};

/// Reads every key of such a config but [machine] kind, which has been read to know the kind, and refuses any
/// other. Throws ConfigError.
EncoderTraining read_encoder_training(Config& config);

}  // namespace onedial
