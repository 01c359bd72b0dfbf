#pragma once
#include <string>
#include <vector>

#include "onedial/plot/recall_report.hpp"
#include "recall_tasks.hpp"

namespace onedial::cli {

/// How one cue of a run ended; its states are kept of the first few only.
struct SpinTrial {
  Index cued = 0;
  double start = 0;  ///< overlap with the pattern that was cued
  double end = 0;    ///< likewise
  Judgement judgement = {};
  double energy = 0;
  Index sweeps = 0;
  Index flips = 0;
  Index cycle_length = 0;
};

/// Everything about the cues of a run.
struct SpinTrials {
  PatternSet set;
  std::vector<SpinTrial> ends = {};
  OverlapCourse course = {};                       ///< of the first cues
  std::vector<RecallReport::Triple> triples = {};  ///< likewise, where patterns are images
  double seconds = 0;
  bool is_interrupted = false;
};

/// Cues are made, recalled and judged. Same bits for any number of threads. Throws InputError where patterns
/// cannot be stored, and where the cues that are cooled at once need more memory than there may be.
SpinTrials run_spin_trials(const SpinRecall& task, const RecallRun& run, const Config& config);

std::string trials_csv(const SpinTrials& trials);
std::string course_csv(const OverlapCourse& course);

}  // namespace onedial::cli
