#include "onedial/learn/encoder_training.hpp"

#include <algorithm>
#include <memory>
#include <numeric>
#include <stdexcept>

#include "onedial/data/generated.hpp"
#include "onedial/learn/weighted_states.hpp"

namespace onedial {

EncoderRun::EncoderRun(const EncoderSettings& settings, std::uint64_t seed)
    : inputs_(settings.shape.inputs),
      most_cycles_(settings.most_cycles),
      settled_after_(settings.settled_after),
      stop_when_settled_(settings.stop_when_settled),
      learner_(encoder_machine(settings.shape), states_of(encoder_patterns(settings.shape.inputs)),
               settings.learning, seed) {
  if (most_cycles_ < 1 || settled_after_ < 1) {
    throw std::invalid_argument("most_cycles and settled_after must be at least 1");
  }
}

bool EncoderRun::is_done() const {
  return learner_.cycles() >= most_cycles_ || (stop_when_settled_ && settled_);
}

void EncoderRun::advance(Index cycles, WorkerPool& pool) {
  for (Index cycle = 0; cycle < cycles && !is_done(); ++cycle) {
    learner_.run_cycle(pool);
    codes_.push_back(count_codes(machine()));
    in_a_row_ = codes_.back() == inputs_ ? in_a_row_ + 1 : 0;
    if (in_a_row_ == 1 && !first_solved_) {
      first_solved_ = learner_.cycles();
    }
    if (in_a_row_ == settled_after_ && !settled_) {
      settled_ = learner_.cycles() - settled_after_ + 1;
    }
  }
}

std::vector<Index> count_completions(const BoltzmannMachine& encoder,
                                     std::span<const AnnealingStage> annealing, Index trials,
                                     std::uint64_t seed, WorkerPool& pool) {
  if (trials < 1) {
    throw std::invalid_argument("trials must be at least 1");
  }
  const Index n = encoder.visible_units() / 2;
  const auto model = std::make_shared<const PairwiseModel>(encoder.model());
  std::vector<Index> free(static_cast<std::size_t>(encoder.size() - n));
  std::iota(free.begin(), free.end(), n);
  std::vector<Index> right(static_cast<std::size_t>(n));
  pool.for_each_slice(n, [&](Index first, Index last) {
    ClampedGibbs chain(model);
    for (Index input = first; input < last; ++input) {
      RandomStream random(seed, static_cast<std::uint64_t>(input));
      State cue(static_cast<std::size_t>(encoder.size()));
      cue[static_cast<std::size_t>(input)] = 1;
      for (Index trial = 0; trial < trials; ++trial) {
        chain.place(cue, free);
        chain.randomize(random);
        for (const AnnealingStage& stage : annealing) {
          chain.run(stage, random);
        }
        const auto v1 = chain.state().begin();
        right[static_cast<std::size_t>(input)] += std::equal(v1, v1 + n, v1 + n) ? 1 : 0;
      }
    }
  });
  return right;
}

std::optional<Index> published_median_cycles(const EncoderShape& shape) {
  if (shape.inputs == 4 && shape.hidden == 2) {
    return 110;
  }
  if (shape.inputs == 8 && shape.hidden == 3) {
    return 1570;
  }
  return std::nullopt;
}

}  // namespace onedial
