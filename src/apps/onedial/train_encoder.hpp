#pragma once
#include "onedial/run/encoder_config.hpp"
#include "outcome.hpp"

namespace onedial::cli {

/// Learns encoders and tests what they complete. At the first Ctrl-C it ends with the runs that are whole,
/// with no facts if there is none. Throws InputError where there is not the memory for it.
Outcome train_encoder(const EncoderTraining& training, bool quiet);

}  // namespace onedial::cli
