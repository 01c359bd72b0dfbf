#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "number_text.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/proportion.hpp"
#include "spin_trials.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// What all trials together say.
struct Summary {
  Index done = 0;
  Proportion recalled = {};
  std::map<Verdict, Index> verdicts = {};
  double overlap = 0;
  double overlap_error = 0;
  double sweeps = 0;
  Index cycles = 0;  ///< of two
  Index unfinished = 0;
};

Summary summary_of(const SpinTrials& trials) {
  Summary summary{.done = static_cast<Index>(trials.ends.size())};
  Accumulator overlap;
  Accumulator sweeps;
  for (const SpinTrial& trial : trials.ends) {
    ++summary.verdicts[trial.judgement.verdict];
    overlap.add(trial.end);
    sweeps.add(static_cast<double>(trial.sweeps));
    summary.cycles += trial.cycle_length == 2 ? 1 : 0;
    summary.unfinished += trial.cycle_length == 0 ? 1 : 0;
  }
  summary.recalled = proportion(summary.verdicts[Verdict::recalled], summary.done);
  summary.overlap = overlap.mean();
  summary.overlap_error =
      summary.done > 1 ? std::sqrt(overlap.variance() / static_cast<double>(summary.done)) : 0;
  summary.sweeps = sweeps.mean();
  return summary;
}

Json memory_json(const MemoryChoice& memory) {
  if (const auto* dense = std::get_if<DenseSettings>(&memory)) {
    return {{"kind", "dense"}, {"power", dense->power}, {"rectified", dense->is_rectified}};
  }
  const auto& storage = std::get<StorageSettings>(memory);
  return {{"kind", "hopfield"},
          {"rule", storage_rule_name(storage.rule)},
          {"self_coupling", storage.self_coupling},
          {"activity", storage.activity}};
}

/// Hebb's and Storkey's capacities are those of independent patterns, and pictures are alike: says so where
/// the root mean square overlap of patterns with each other is far above the 1/√N of independent ones.
std::optional<std::string> likeness_warning(const SpinRecall& task, const Patterns& patterns) {
  const auto* storage = std::get_if<StorageSettings>(&task.memory);
  const bool needs_independence =
      storage != nullptr && (storage->rule == StorageRule::hebb || storage->rule == StorageRule::storkey);
  const Index count = std::min<Index>(patterns.cols(), 500);
  if (!needs_independence || count < 2) {
    return std::nullopt;
  }
  const auto n = static_cast<double>(patterns.rows());
  const auto some = patterns.leftCols(count);
  Eigen::MatrixXd m = some.transpose() * some / n;
  m.diagonal().setZero();
  const double typical = m.norm() / std::sqrt(static_cast<double>(count * (count - 1)));
  if (typical < 3 / std::sqrt(n)) {
    return std::nullopt;
  }
  return fmt::format(
      "the patterns overlap with each other by {:.2g}, independent ones would by {:.2g}: {} mixes what is "
      "alike; "
      "pseudo_inverse does not",
      typical, 1 / std::sqrt(n), memory_name(task.memory));
}

std::string verdicts_text(const Summary& summary) {
  std::string text;
  for (const auto& [verdict, count] : summary.verdicts) {
    if (count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, verdict_name(verdict));
    }
  }
  return text;
}

RecallReport report_of(const SpinRecall& task, const SpinTrials& trials, std::string subtitle) {
  RecallReport report{
      .title = fmt::format("Recall: {} in {}", source_name(task.patterns), memory_name(task.memory)),
      .subtitle = std::move(subtitle),
      .course = trials.course,
      .height = trials.set.height,
      .width = trials.set.width,
      .triples = trials.triples};
  const auto n = static_cast<double>(trials.set.patterns.rows());
  for (const SpinTrial& trial : trials.ends) {
    report.cues.push_back({trial.start, trial.end, trial.energy / n, trial.judgement.verdict});
  }
  return report;
}

}  // namespace

Outcome recall_spins(const SpinRecall& task, const RecallRun& run, const Config& config) {
  const SpinTrials trials = run_spin_trials(task, run, config);
  Outcome outcome{.is_interrupted = trials.is_interrupted};
  const Index n = trials.set.patterns.rows();
  const Index p = trials.set.patterns.cols();
  for (const auto& warning :
       {storage_warning(task.memory, n, p), likeness_warning(task, trials.set.patterns)}) {
    if (warning) {
      outcome.warnings.push_back(*warning);
    }
  }
  if (trials.ends.empty()) {
    return outcome;
  }
  const Summary summary = summary_of(trials);
  if (summary.unfinished > 0 && !task.cooling) {
    outcome.warnings.push_back(fmt::format("{} of {} cues were still moving after {} sweeps",
                                           summary.unfinished, summary.done, task.most_sweeps));
  }
  const double load = static_cast<double>(p) / static_cast<double>(n);
  const double capacity = memory_capacity(task.memory, n);
  const double speed = static_cast<double>(summary.done) / std::max(trials.seconds, 1e-9);
  const std::string how =
      task.cooling
          ? fmt::format("cooled by {} in {} sweeps", task.cooling->kind, trials.course.temperatures.size())
          : fmt::format("{} at T = 0", task.order == RecallOrder::asynchronous ? "one unit after the other"
                                                                               : "all units at once");
  Json counts = Json::object();
  for (const Verdict verdict : all_verdicts) {
    const auto found = summary.verdicts.find(verdict);
    counts[std::string(verdict_name(verdict))] = found == summary.verdicts.end() ? 0 : found->second;
  }
  outcome.document = {{"memory", memory_json(task.memory)},
                      {"patterns", {{"source", source_name(task.patterns)}, {"units", n}, {"count", p}}},
                      {"load", load},
                      {"capacity", capacity},
                      {"noise", task.noise},
                      {"trials", summary.done},
                      {"recalled_fraction", summary.recalled.value},
                      {"recalled_fraction_error", summary.recalled.standard_error},
                      {"recalled_fraction_95", {summary.recalled.lower, summary.recalled.upper}},
                      {"mean_overlap", summary.overlap},
                      {"mean_overlap_error", summary.overlap_error},
                      {"verdicts", std::move(counts)},
                      {"mean_sweeps", summary.sweeps},
                      {"cycles_of_two", summary.cycles},
                      {"seconds", trials.seconds},
                      {"recalls_per_second", speed}};
  outcome.facts = {
      {"memory", fmt::format("{}: {} patterns of {} units from {}, load {:.3g}; there is room for {:.3g}",
                             memory_name(task.memory), p, n, source_name(task.patterns), load, capacity)},
      {"cues", fmt::format("{} at noise {:.3g}, {}", summary.done, task.noise, how)},
      {"recalled",
       fmt::format("{:.2f} % (95 %: {:.2f} to {:.2f} %), mean overlap {}", 100 * summary.recalled.value,
                   100 * summary.recalled.lower, 100 * summary.recalled.upper,
                   with_error(summary.overlap, summary.overlap_error))},
      {"verdicts", verdicts_text(summary)},
      {"speed", fmt::format("{:.3g} s, {:.3g} recalls per second on {} thread{}, {:.3g} sweeps each",
                            trials.seconds, speed, run.threads, run.threads > 1 ? "s" : "", summary.sweeps)}};
  outcome.files = {{"trials.csv", trials_csv(trials)}, {"overlaps.csv", course_csv(trials.course)}};
  outcome.figure = recall_figure(report_of(
      task, trials,
      fmt::format(
          "{} patterns of {} units, load {:.3g}; {} cues at noise {:.3g}, {}; {:.2f} % recalled, seed {}", p,
          n, load, summary.done, task.noise, how, 100 * summary.recalled.value, run.seed)));
  return outcome;
}

}  // namespace onedial::cli
