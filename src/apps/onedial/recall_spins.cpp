#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "number_text.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/proportion.hpp"
#include "spin_trials.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr Index most_courses = 256;  // cues whose overlaps are followed sweep by sweep

void cue(const SpinRecall& task, std::uint64_t seed, Trials& trials) {
  for (Index k = 0; k < task.trials; ++k) {
    RandomStream random(seed, static_cast<std::uint64_t>(k) + 1);  // stream 0 drew the patterns
    trials.starts.push_back(state_of(trials.set.patterns, trials.cued(static_cast<std::size_t>(k))));
    corrupt(trials.starts.back(), task.noise, random);
  }
  trials.courses.resize(static_cast<std::size_t>(std::min(task.trials, most_courses)));
}

/// At T = 0, some cues at a time, so that a person can see how it goes and end it.
void freeze(const SpinRecall& task, const RecallRun& run, Trials& trials, Watch& watch) {
  const StoredMemory memory(task.memory, trials.set.patterns, task.order);
  const auto all = static_cast<Index>(trials.starts.size());
  const Index step = std::max<Index>(64 * run.threads, all / 50);
  for (Index first = 0; first < all; first += step) {
    const std::span<const State> part =
        std::span(trials.starts)
            .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(std::min(step, all - first)));
    const RecallObserver follow = [&](Index start, Index /*sweep*/, const State& state) {
      const auto trial = static_cast<std::size_t>(first + start);
      if (trial < trials.courses.size()) {
        trials.courses[trial].push_back(moment_of(trials.set.patterns, trials.cued(trial), state));
      }
    };
    const bool is_followed = first < static_cast<Index>(trials.courses.size());
    const auto recalled =
        memory.recall(part, task.most_sweeps, run.threads, is_followed ? follow : RecallObserver());
    trials.ends.insert(trials.ends.end(), recalled.begin(), recalled.end());
    if (!watch("recalling", std::min(first + step, all), all) && first + step < all) {
      trials.is_interrupted = true;
      return;
    }
  }
}

/// Down a schedule, each cue a replica.
void cool(const SpinRecall& task, const RecallRun& run, const Config& config, Trials& trials, Watch& watch) {
  const Schedule schedule =
      make_schedule(*task.cooling, {.hot = Temperature(1), .cold = Temperature::zero()}, config);
  const auto system =
      make_memory_system(task.memory, trials.set.patterns, task.trials, run.threads, run.seed);
  for (std::size_t k = 0; k < trials.starts.size(); ++k) {
    system->write(static_cast<Index>(k), trials.starts[k]);
    if (k < trials.courses.size()) {
      trials.courses[k].push_back(moment_of(trials.set.patterns, trials.cued(k), trials.starts[k]));
    }
  }
  State state;
  const AnnealResult result =
      anneal(*system, schedule, {.sweeps = task.cooling->sweeps}, [&](const AnnealSweep& sweep) {
        trials.temperatures.push_back(sweep.temperature.value());
        for (std::size_t k = 0; k < trials.courses.size(); ++k) {
          system->read(static_cast<Index>(k), state);
          trials.courses[k].push_back(moment_of(trials.set.patterns, trials.cued(k), state));
        }
        return watch("cooling", sweep.progress.sweep + 1, sweep.progress.sweeps);
      });
  trials.is_interrupted = result.stop_reason == StopReason::interrupted;
  for (std::size_t k = 0; k < trials.starts.size(); ++k) {
    Recalled end{.sweeps = result.sweeps, .energy = system->energies()[k]};
    system->read(static_cast<Index>(k), end.state);
    trials.ends.push_back(std::move(end));
  }
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

}  // namespace

RecallOutcome recall_spins(const SpinRecall& task, const RecallRun& run, const Config& config) {
  Trials trials{.set = load_patterns(task.patterns, run.seed)};
  cue(task, run.seed, trials);
  RecallOutcome outcome;
  const Index n = trials.set.patterns.rows();
  const Index p = trials.set.patterns.cols();
  if (const auto warning = storage_warning(task.memory, n, p)) {
    outcome.warnings.push_back(*warning);
  }
  const auto begin = std::chrono::steady_clock::now();
  {
    Watch watch(run.quiet);
    task.cooling ? cool(task, run, config, trials, watch) : freeze(task, run, trials, watch);
  }
  trials.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  outcome.is_interrupted = trials.is_interrupted;
  if (trials.ends.empty()) {
    return outcome;
  }
  std::map<Verdict, Index> counts;
  Accumulator overlap;
  Accumulator sweeps;
  Index cycles = 0;
  Index unfinished = 0;
  for (std::size_t k = 0; k < trials.ends.size(); ++k) {
    trials.judgements.push_back(
        judge_recall(trials.set.patterns, trials.ends[k].state, trials.cued(k), task.least_overlap));
    ++counts[trials.judgements.back().verdict];
    overlap.add(moment_of(trials.set.patterns, trials.cued(k), trials.ends[k].state).with_cue);
    sweeps.add(static_cast<double>(trials.ends[k].sweeps));
    cycles += trials.ends[k].cycle_length == 2 ? 1 : 0;
    unfinished += !task.cooling && trials.ends[k].cycle_length == 0 ? 1 : 0;
  }
  if (unfinished > 0) {
    outcome.warnings.push_back(fmt::format("{} of {} cues were still moving after {} sweeps", unfinished,
                                           trials.ends.size(), task.most_sweeps));
  }
  const auto done = static_cast<Index>(trials.ends.size());
  const Proportion recalled = proportion(counts[Verdict::recalled], done);
  const double overlap_error = done > 1 ? std::sqrt(overlap.variance() / static_cast<double>(done)) : 0;
  const double load = static_cast<double>(p) / static_cast<double>(n);
  Json verdict_counts = Json::object();
  std::string verdict_text;
  for (const Verdict verdict : verdicts) {
    verdict_counts[std::string(verdict_name(verdict))] = counts[verdict];
    if (counts[verdict] > 0) {
      verdict_text +=
          fmt::format("{}{} {}", verdict_text.empty() ? "" : ", ", counts[verdict], verdict_name(verdict));
    }
  }
  const std::string how =
      task.cooling
          ? fmt::format("cooled by {} in {} sweeps", task.cooling->kind, trials.temperatures.size())
          : fmt::format("{} at T = 0", task.order == RecallOrder::asynchronous ? "one unit after the other"
                                                                               : "all units at once");
  outcome.document = {
      {"memory", memory_json(task.memory)},
      {"patterns", {{"source", source_name(task.patterns)}, {"units", n}, {"count", p}}},
      {"load", load},
      {"capacity", memory_capacity(task.memory, n)},
      {"noise", task.noise},
      {"trials", done},
      {"recalled_fraction", recalled.value},
      {"recalled_fraction_error", recalled.standard_error},
      {"recalled_fraction_95", {recalled.lower, recalled.upper}},
      {"mean_overlap", overlap.mean()},
      {"mean_overlap_error", overlap_error},
      {"verdicts", verdict_counts},
      {"mean_sweeps", sweeps.mean()},
      {"cycles_of_two", cycles},
      {"seconds", trials.seconds},
      {"recalls_per_second", trials.seconds > 0 ? static_cast<double>(done) / trials.seconds : 0}};
  const auto fact = [&](const char* word, std::string text) {
    outcome.facts.emplace_back(word, std::move(text));
  };
  fact("memory",
       fmt::format("{}: {} patterns of {} units from {}, load {:.3g} of {:.3g}", memory_name(task.memory), p,
                   n, source_name(task.patterns), load, memory_capacity(task.memory, n)));
  fact("cues", fmt::format("{} at noise {:.3g}, {}", done, task.noise, how));
  fact("recalled",
       fmt::format("{:.2f} % (95 %: {:.2f} to {:.2f} %), mean overlap {}", 100 * recalled.value,
                   100 * recalled.lower, 100 * recalled.upper, with_error(overlap.mean(), overlap_error)));
  fact("verdicts", verdict_text);
  fact("speed", fmt::format("{:.3g} s, {:.3g} recalls per second on {} thread{}, {:.3g} sweeps each",
                            trials.seconds, static_cast<double>(done) / std::max(trials.seconds, 1e-9),
                            run.threads, run.threads > 1 ? "s" : "", sweeps.mean()));
  const MeanCourse mean = mean_course(trials);
  outcome.tables = {{"trials.csv", trials_csv(trials)}, {"overlaps.csv", course_csv(trials, mean)}};
  outcome.figure = trials_figure(
      task, trials,
      fmt::format(
          "{} patterns of {} units, load {:.3g}; {} cues at noise {:.3g}, {}; {:.2f} % recalled, seed {}", p,
          n, load, done, task.noise, how, 100 * recalled.value, run.seed),
      mean);
  return outcome;
}

}  // namespace onedial::cli
