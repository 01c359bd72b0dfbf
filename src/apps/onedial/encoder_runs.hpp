#pragma once
#include <cstdint>
#include <vector>

#include "onedial/run/encoder_config.hpp"

namespace onedial::cli {

/// An encoder that has learned, and how much of what it is shown it completes.
struct LearnedEncoder {
  std::uint64_t seed;
  EncoderRun run;
  std::vector<Index> right_at_once = {};  ///< completions after the annealing of learning, by input
  std::vector<Index> right_slowly = {};   ///< after the slow annealing
};

/// What was learned before the end, or before the user interrupted.
struct EncoderRuns {
  std::vector<LearnedEncoder> whole = {};  ///< runs that are done, in the order of their numbers
  bool is_interrupted = false;             ///< some are missing, or their completions
  double seconds = 0;
};

/// Learns the encoders of a config and tests what they complete; the same bits for any number of threads.
/// Throws InputError where there is not the memory for it.
EncoderRuns run_encoders(const EncoderTraining& training, bool quiet);

}  // namespace onedial::cli
