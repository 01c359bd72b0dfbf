#pragma once
#include <array>
#include <string>
#include <vector>

#include "onedial/memory/verdict.hpp"
#include "recall_outcome.hpp"

namespace onedial::cli {

inline constexpr std::array verdicts = {Verdict::recalled, Verdict::other, Verdict::inverted,
                                        Verdict::mixture, Verdict::spin_glass};

/// Overlaps after one sweep, of one cue.
struct Moment {
  double with_cue = 0;
  double largest_other = 0;
};

/// Everything about the cues of a run.
struct Trials {
  PatternSet set;
  std::vector<State> starts = {};
  std::vector<Recalled> ends = {};
  std::vector<Judgement> judgements = {};
  std::vector<std::vector<Moment>> courses = {};  ///< of the first cues, from the start on
  std::vector<double> temperatures = {};          ///< of each sweep of a cooling
  double seconds = 0;
  bool is_interrupted = false;

  [[nodiscard]] Index cued(std::size_t trial) const {
    return static_cast<Index>(trial) % set.patterns.cols();
  }
};

/// The overlaps of a state now.
Moment moment_of(const Patterns& patterns, Index cued, const State& state);

/// Means over the cues that are followed, sweep by sweep; one that has ended stays as it is.
struct MeanCourse {
  std::vector<double> sweep;
  std::vector<double> with_cue;
  std::vector<double> least;
  std::vector<double> greatest;
  std::vector<double> other;
};
MeanCourse mean_course(const Trials& trials);

std::string trials_csv(const Trials& trials);
std::string course_csv(const Trials& trials, const MeanCourse& mean);
Figure trials_figure(const SpinRecall& task, const Trials& trials, const std::string& summary,
                     const MeanCourse& mean);

}  // namespace onedial::cli
