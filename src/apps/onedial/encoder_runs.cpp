#include "encoder_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "onedial/core/memory.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

/// Refuses what would need more memory than there is, before it happens.
void require_room(const EncoderTraining& training) {
  const auto& [shape, learning, most_cycles, settled_after, stop_when_settled] = training.settings;
  const auto units = static_cast<double>(2 * shape.inputs + shape.hidden);
  const auto samples = static_cast<double>(shape.inputs) *
                       static_cast<double>(learning.annealings_per_example) *
                       static_cast<double>(learning.collecting_time);
  const auto at_once = static_cast<double>(std::min(training.threads, training.runs));
  const double learners = at_once * (2.2 * samples * units + 40 * units * units);
  const auto kept =
      static_cast<double>(training.runs) *
      (static_cast<double>(sizeof(Index)) * static_cast<double>(most_cycles) + 40 * units * units);
  require_memory(learners + kept, fmt::format("learning {} encoders of {:.0f} units", training.runs, units));
}

/// A run that is not done yet.
struct Active {
  Index number;
  std::uint64_t seed;
  EncoderRun run;
};

/// Takes the runs on by a stretch of cycles: one a thread, or with all threads each where runs are fewer.
void advance(std::vector<Active>& active, WorkerPool& pool) {
  constexpr Index stretch = 20;
  if (static_cast<Index>(active.size()) < pool.threads()) {
    for (Active& one : active) {
      one.run.advance(stretch, pool);
    }
    return;
  }
  pool.for_each_slice(static_cast<Index>(active.size()), [&](Index first, Index last) {
    WorkerPool alone(1);
    for (Index k = first; k < last; ++k) {
      active[static_cast<std::size_t>(k)].run.advance(stretch, alone);
    }
  });
}

/// Those that are done, in the order of their numbers; all of them unless the user has interrupted.
std::vector<LearnedEncoder> learn(const EncoderTraining& training, WorkerPool& pool, Watch& watch) {
  std::vector<Active> active;
  std::vector<Active> done;
  const Index most = training.settings.most_cycles;
  for (Index next = 0; static_cast<Index>(done.size()) < training.runs;) {
    for (; static_cast<Index>(active.size()) < pool.threads() && next < training.runs; ++next) {
      const std::uint64_t seed = RandomStream(training.seed, static_cast<std::uint64_t>(next))();
      active.push_back({next, seed, EncoderRun(training.settings, seed)});
    }
    advance(active, pool);
    const auto ended = std::stable_partition(active.begin(), active.end(),
                                             [](const Active& one) { return !one.run.is_done(); });
    done.insert(done.end(), std::make_move_iterator(ended), std::make_move_iterator(active.end()));
    active.erase(ended, active.end());
    Index cycles = static_cast<Index>(done.size()) * most;
    for (const Active& one : active) {
      cycles += static_cast<Index>(one.run.codes().size());
    }
    if (!watch("learning", cycles, training.runs * most)) {
      break;
    }
  }
  std::sort(done.begin(), done.end(), [](const Active& a, const Active& b) { return a.number < b.number; });
  std::vector<LearnedEncoder> whole;
  for (Active& one : done) {
    whole.push_back({one.seed, std::move(one.run)});
  }
  return whole;
}

/// False once the user has interrupted: then some have no completions.
bool test_completions(const EncoderTraining& training, WorkerPool& pool, Watch& watch,
                      std::vector<LearnedEncoder>& whole) {
  for (std::size_t k = 0; k < whole.size(); ++k) {
    if (!watch("completing", static_cast<Index>(k), static_cast<Index>(whole.size()))) {
      return false;
    }
    const auto count = [&](const std::vector<AnnealingStage>& annealing, std::uint64_t stream) {
      const std::uint64_t seed = RandomStream(whole[k].seed, stream)();
      return count_completions(whole[k].run.machine(), annealing, training.trials, seed, pool);
    };
    // The learner has streams up to the number of its annealings.
    constexpr std::uint64_t first_free_stream = std::uint64_t{1} << 62U;
    whole[k].right_at_once = count(training.settings.learning.annealing, first_free_stream);
    whole[k].right_slowly = count(training.slow, first_free_stream + 1);
  }
  return true;
}

}  // namespace

EncoderRuns run_encoders(const EncoderTraining& training, bool quiet) {
  require_room(training);
  const auto start = std::chrono::steady_clock::now();
  EncoderRuns runs;
  Watch watch(quiet);
  WorkerPool pool(training.threads);
  runs.whole = learn(training, pool, watch);
  runs.is_interrupted = static_cast<Index>(runs.whole.size()) < training.runs;
  if (!runs.is_interrupted && training.trials > 0) {
    runs.is_interrupted = !test_completions(training, pool, watch, runs.whole);
  }
  runs.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return runs;
}

}  // namespace onedial::cli
