#pragma once
#include <Eigen/Core>
#include <string>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/memory/verdict.hpp"
#include "onedial/plot/figure.hpp"

namespace onedial {

/// Overlaps sweep by sweep, of all cues that were followed; the start is sweep 0.
struct OverlapCourse {
  std::vector<double> mean;          ///< with the pattern that was cued
  std::vector<double> least;         ///< likewise
  std::vector<double> greatest;      ///< likewise
  std::vector<double> other;         ///< mean of the largest overlap with any other pattern
  std::vector<double> temperatures;  ///< of each sweep but the start; empty at T = 0
};

/// What the report of a recall in a memory of spins shows.
struct RecallReport {
  /// One cue: its overlap with the pattern at the start and at the end, and E/N there.
  struct Cue {
    double start = 0;
    double end = 0;
    double energy = 0;
    Verdict verdict = Verdict::recalled;
  };
  /// A pattern, the cue made of it, and what it led to (N).
  struct Triple {
    Eigen::VectorXd stored;
    Eigen::VectorXd cue;
    Eigen::VectorXd recalled;
  };

  std::string title;
  std::string subtitle;
  std::vector<Cue> cues = {};
  OverlapCourse course = {};
  Index height = 0;  ///< of the images that patterns are, or 0
  Index width = 0;
  std::vector<Triple> triples = {};  ///< drawn as far as there is room; of images only
};

/// How many triples of images of that size there is room for.
Index triples_drawn(Index height, Index width);

/// Panels: where patterns are images, some of them as stored, corrupted and recalled; overlaps sweep by
/// sweep; the overlap at the end over that at the start, and the energy over the overlap, by verdict.
Figure recall_figure(const RecallReport& report);

}  // namespace onedial
