#include "spin_trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "onedial/anneal/annealer.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/worker_pool.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

constexpr Index most_followed = 256;  // cues whose overlaps are looked at sweep by sweep
constexpr Index most_cooled_bytes = Index{1} << 32;

/// The overlaps of a state: with the pattern that was cued, and the largest with any other.
struct Moment {
  double with_cue = 0;
  double other = 0;
};

using Courses = std::vector<std::vector<Moment>>;

Moment moment_of(const Patterns& patterns, Index cued, const State& state) {
  Eigen::VectorXd m = overlaps(patterns, state);
  const double with_cue = m(cued);
  m(cued) = 0;
  return {with_cue, m.cwiseAbs().maxCoeff()};
}

Index cued_by(const PatternSet& set, Index trial) {
  return trial % set.patterns.cols();
}

std::vector<State> make_cues(const SpinRecall& task, const PatternSet& set, std::uint64_t seed, Index first,
                             Index last) {
  std::vector<State> cues;
  for (Index k = first; k < last; ++k) {
    RandomStream random(seed, static_cast<std::uint64_t>(k) + 1);  // stream 0 drew the patterns
    cues.push_back(state_of(set.patterns, cued_by(set, k)));
    corrupt(cues.back(), task.noise, random);
  }
  return cues;
}

/// Judges the cues from `first` on, and keeps pictures of the first ones.
void add_ends(const SpinRecall& task, const RecallRun& run, Index first, const std::vector<State>& cues,
              const std::vector<Recalled>& ends, SpinTrials& trials) {
  const auto count = static_cast<Index>(ends.size());
  trials.ends.resize(static_cast<std::size_t>(first + count));
  const Patterns& patterns = trials.set.patterns;
  WorkerPool(run.threads).for_each_slice(count, [&](Index from, Index to) {
    for (Index k = from; k < to; ++k) {
      const Recalled& end = ends[static_cast<std::size_t>(k)];
      const Index cued = cued_by(trials.set, first + k);
      const auto overlap = [&](const State& state) {
        return patterns.col(cued).dot(spins_of(state)) / static_cast<double>(patterns.rows());
      };
      trials.ends[static_cast<std::size_t>(first + k)] = {
          .cued = cued,
          .start = overlap(cues[static_cast<std::size_t>(k)]),
          .end = overlap(end.state),
          .judgement = judge_recall(patterns, end.state, cued, task.least_overlap),
          .energy = end.energy,
          .sweeps = end.sweeps,
          .flips = end.flips,
          .cycle_length = end.cycle_length};
    }
  });
  const Index drawn = trials.set.height > 0 ? triples_drawn(trials.set.height, trials.set.width) : 0;
  for (Index k = 0; first + k < drawn && k < count; ++k) {
    trials.triples.push_back({patterns.col(cued_by(trials.set, first + k)),
                              spins_of(cues[static_cast<std::size_t>(k)]),
                              spins_of(ends[static_cast<std::size_t>(k)].state)});
  }
}

/// At T = 0, some cues at a time, so that a person can see how it goes and end it.
void freeze(const SpinRecall& task, const RecallRun& run, SpinTrials& trials, Courses& courses) {
  Watch watch(run.quiet);
  const StoredMemory memory(task.memory, trials.set.patterns, task.order);
  const Index step = std::max<Index>(64 * run.threads, std::min<Index>(task.trials / 50, 4096));
  for (Index first = 0; first < task.trials && !trials.is_interrupted; first += step) {
    const Index last = std::min(first + step, task.trials);
    const auto cues = make_cues(task, trials.set, run.seed, first, last);
    const RecallObserver follow = [&](Index start, Index /*sweep*/, const State& state) {
      const Index trial = first + start;
      if (trial < most_followed) {
        courses[static_cast<std::size_t>(trial)].push_back(
            moment_of(trials.set.patterns, cued_by(trials.set, trial), state));
      }
    };
    const auto ends =
        memory.recall(cues, task.most_sweeps, run.threads, first < most_followed ? follow : RecallObserver());
    add_ends(task, run, first, cues, ends, trials);
    trials.is_interrupted = !watch("recalling", last, task.trials) && last < task.trials;
  }
}

/// Down a schedule, each cue a replica.
void cool(const SpinRecall& task, const RecallRun& run, const Config& config, SpinTrials& trials,
          Courses& courses) {
  const Index units = trials.set.patterns.rows();
  if (units > most_cooled_bytes / task.trials) {
    throw config.error_at("recall", "trials",
                          fmt::format("{} cues of {} units are cooled at once; choose at most {}",
                                      task.trials, units, most_cooled_bytes / units));
  }
  const Schedule schedule =
      make_schedule(*task.cooling, {.hot = Temperature(1), .cold = Temperature::zero()}, config);
  const auto system =
      make_memory_system(task.memory, trials.set.patterns, task.trials, run.threads, run.seed);
  const auto cues = make_cues(task, trials.set, run.seed, 0, task.trials);
  for (Index k = 0; k < task.trials; ++k) {
    system->write(k, cues[static_cast<std::size_t>(k)]);
  }
  State state;
  const auto follow = [&] {
    for (std::size_t k = 0; k < courses.size(); ++k) {
      system->read(static_cast<Index>(k), state);
      courses[k].push_back(moment_of(trials.set.patterns, cued_by(trials.set, static_cast<Index>(k)), state));
    }
  };
  follow();
  Watch watch(run.quiet);
  const AnnealResult result =
      anneal(*system, schedule, {.sweeps = task.cooling->sweeps}, [&](const AnnealSweep& sweep) {
        trials.course.temperatures.push_back(sweep.temperature.value());
        follow();
        return watch("cooling", sweep.progress.sweep + 1, sweep.progress.sweeps);
      });
  trials.is_interrupted = result.stop_reason == StopReason::interrupted;
  std::vector<Recalled> ends;
  for (Index k = 0; k < task.trials; ++k) {
    ends.push_back({.sweeps = result.sweeps, .energy = system->energies()[static_cast<std::size_t>(k)]});
    system->read(k, ends.back().state);
  }
  add_ends(task, run, 0, cues, ends, trials);
}

/// One that has ended stays as it is.
void average(const Courses& courses, OverlapCourse& course) {
  std::size_t length = 0;
  for (const auto& moments : courses) {
    length = std::max(length, moments.size());
  }
  for (std::size_t k = 0; k < length; ++k) {
    double sum = 0;
    double other = 0;
    double least = 1;
    double greatest = -1;
    double count = 0;
    for (const auto& moments : courses) {
      if (moments.empty()) {
        continue;
      }
      const Moment& at = moments[std::min(k, moments.size() - 1)];
      sum += at.with_cue;
      other += at.other;
      least = std::min(least, at.with_cue);
      greatest = std::max(greatest, at.with_cue);
      count += 1;
    }
    course.mean.push_back(sum / count);
    course.other.push_back(other / count);
    course.least.push_back(least);
    course.greatest.push_back(greatest);
  }
}

}  // namespace

SpinTrials run_spin_trials(const SpinRecall& task, const RecallRun& run, const Config& config) {
  SpinTrials trials{.set = load_patterns(task.patterns, run.seed)};
  Courses courses(static_cast<std::size_t>(std::min(task.trials, most_followed)));
  const auto begin = std::chrono::steady_clock::now();
  task.cooling ? cool(task, run, config, trials, courses) : freeze(task, run, trials, courses);
  trials.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  average(courses, trials.course);
  return trials;
}

std::string trials_csv(const SpinTrials& trials) {
  std::string text =
      "trial,cued,verdict,patterns,overlap_at_start,overlap_at_end,energy,sweeps,flips,"
      "cycle_length\n";
  for (std::size_t k = 0; k < trials.ends.size(); ++k) {
    const SpinTrial& trial = trials.ends[k];
    const Judgement& judgement = trial.judgement;
    std::string names;
    for (std::size_t p = 0; p < judgement.patterns.size(); ++p) {
      names += fmt::format("{}{}{}", p == 0 ? "" : " ", judgement.signs[p] < 0 ? "-" : "",
                           judgement.patterns[p] + 1);
    }
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", k + 1, trial.cued + 1,
                        verdict_name(judgement.verdict), names, trial.start, trial.end, trial.energy,
                        trial.sweeps, trial.flips, trial.cycle_length);
  }
  return text;
}

std::string course_csv(const OverlapCourse& course) {
  std::string text =
      "sweep,temperature,mean_overlap,least_overlap,greatest_overlap,mean_largest_other_overlap\n";
  for (std::size_t k = 0; k < course.mean.size(); ++k) {
    const std::string t = course.temperatures.empty() ? "0"
                          : k == 0                    ? ""
                                                      : fmt::format("{}", course.temperatures[k - 1]);
    text += fmt::format("{},{},{},{},{},{}\n", k, t, course.mean[k], course.least[k], course.greatest[k],
                        course.other[k]);
  }
  return text;
}

}  // namespace onedial::cli
