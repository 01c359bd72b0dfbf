#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numeric>

#include "number_text.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/proportion.hpp"
#include "onedial/memory/modern_memory.hpp"
#include "onedial/plot/retrieval_report.hpp"
#include "recall_tasks.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_pictures = 10;
constexpr double counted_weight = 0.9;

/// What a fixed point is, by the number k of patterns that hold nine tenths of its weights (H. Ramsauer et
/// al., ICLR 2021): one pattern, a mean of some, or of more than half.
enum class Fixed : std::uint8_t { recalled, other, metastable, global };

constexpr std::array fixed_names = {"recalled", "other", "metastable", "global"};

Fixed fixed_point(const Eigen::VectorXd& weights, Index cued) {
  std::vector<Index> order(static_cast<std::size_t>(weights.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::sort(order.begin(), order.end(),
            [&](Index a, Index b) { return weights(a) != weights(b) ? weights(a) > weights(b) : a < b; });
  Index k = 0;
  double held = 0;
  while (held < counted_weight && k < weights.size()) {
    held += weights(order[static_cast<std::size_t>(k)]);
    ++k;
  }
  if (k == 1) {
    return order.front() == cued ? Fixed::recalled : Fixed::other;
  }
  return 2 * k > weights.size() ? Fixed::global : Fixed::metastable;
}

/// Where one cue ends at one temperature.
struct End {
  Fixed fixed = Fixed::recalled;
  double overlap = 0;  ///< of the state's direction with the pattern that was cued, a cosine
  double perplexity = 0;
  Index updates = 0;
  bool has_converged = false;
};

/// What comes of all cues at one temperature.
struct Reading {
  Temperature temperature = Temperature::zero();
  std::array<Index, fixed_names.size()> counts = {};
  Proportion recalled = {};
  double overlap = 0;
  double overlap_error = 0;
  double perplexity = 0;
  double perplexity_error = 0;
  double updates = 0;
  Index unfinished = 0;
  std::vector<Eigen::VectorXd> pictures = {};
};

Reading reading_at(const ModernRecall& task, const ModernMemory& memory,
                   const std::vector<Eigen::VectorXd>& cues, Temperature t, WorkerPool& pool) {
  std::vector<End> ends(cues.size());
  std::vector<Eigen::VectorXd> pictures(std::min(cues.size(), most_pictures));
  const Index patterns = memory.patterns().cols();
  pool.for_each_slice(static_cast<Index>(cues.size()), [&](Index first, Index last) {
    for (Index k = first; k < last; ++k) {
      const auto trial = static_cast<std::size_t>(k);
      const Index cued = k % patterns;
      const ModernMemory::Retrieval result = memory.retrieve(cues[trial], t, task.most_updates);
      const double norm = result.state.norm();
      ends[trial] = {.fixed = fixed_point(result.weights, cued),
                     .overlap = norm > 0 ? memory.patterns().col(cued).dot(result.state) / norm : 0,
                     .perplexity = result.perplexity,
                     .updates = result.updates,
                     .has_converged = result.has_converged};
      if (trial < pictures.size()) {
        // ±1 where the state is a pattern, and paler the more patterns it is a mean of.
        pictures[trial] = result.state * std::sqrt(static_cast<double>(result.state.size()));
      }
    }
  });
  Reading reading{.temperature = t, .pictures = std::move(pictures)};
  Accumulator sums(3);
  for (const End& end : ends) {
    const std::array values = {end.overlap, end.perplexity, static_cast<double>(end.updates)};
    sums.add(values);
    ++reading.counts.at(static_cast<std::size_t>(end.fixed));
    reading.unfinished += end.has_converged ? 0 : 1;
  }
  const auto count = static_cast<double>(ends.size());
  const auto error = [&](Index which) { return count > 1 ? std::sqrt(sums.variance(which) / count) : 0; };
  reading.recalled = proportion(reading.counts.front(), static_cast<Index>(ends.size()));
  reading.overlap = sums.mean(0);
  reading.overlap_error = error(0);
  reading.perplexity = sums.mean(1);
  reading.perplexity_error = error(1);
  reading.updates = sums.mean(2);
  return reading;
}

std::string readings_csv(const std::vector<Reading>& readings) {
  std::string text =
      "temperature,recalled_fraction,recalled_fraction_error,recalled,other,metastable,global,mean_overlap,"
      "mean_overlap_error,mean_perplexity,mean_perplexity_error,mean_updates,unfinished\n";
  for (const Reading& at : readings) {
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", at.temperature.value(), at.recalled.value,
                        at.recalled.standard_error, fmt::join(at.counts, ","), at.overlap, at.overlap_error,
                        at.perplexity, at.perplexity_error, at.updates, at.unfinished);
  }
  return text;
}

Json verdicts_json(const Reading& at) {
  Json counts = Json::object();
  for (std::size_t k = 0; k < fixed_names.size(); ++k) {
    counts[fixed_names.at(k)] = at.counts.at(k);
  }
  return counts;
}

Json readings_json(const std::vector<Reading>& readings) {
  Json points = Json::array();
  for (const Reading& at : readings) {
    points.push_back(
        {{"temperature", at.temperature.is_infinite() ? Json("inf") : Json(at.temperature.value())},
         {"recalled_fraction", at.recalled.value},
         {"recalled_fraction_error", at.recalled.standard_error},
         {"verdicts", verdicts_json(at)},
         {"mean_overlap", at.overlap},
         {"mean_overlap_error", at.overlap_error},
         {"mean_perplexity", at.perplexity},
         {"mean_perplexity_error", at.perplexity_error},
         {"mean_updates", at.updates},
         {"unfinished", at.unfinished}});
  }
  return points;
}

RetrievalReport report_of(const PatternSet& set, const std::vector<Eigen::VectorXd>& cues,
                          std::vector<Reading> readings) {
  RetrievalReport report{.patterns = set.patterns.cols(), .height = set.height, .width = set.width};
  for (std::size_t k = 0; k < readings.front().pictures.size(); ++k) {
    report.cues.emplace_back(cues[k] * std::sqrt(static_cast<double>(cues[k].size())));
  }
  const auto all = static_cast<double>(cues.size());
  for (Reading& at : readings) {
    const auto part = [&](Fixed fixed) {
      return static_cast<double>(at.counts.at(static_cast<std::size_t>(fixed))) / all;
    };
    report.readings.push_back({.temperature = at.temperature.value(),
                               .recalled = part(Fixed::recalled),
                               .other = part(Fixed::other),
                               .metastable = part(Fixed::metastable),
                               .global = part(Fixed::global),
                               .perplexity = at.perplexity,
                               .perplexity_error = at.perplexity_error,
                               .updates = at.updates,
                               .ends = std::move(at.pictures)});
  }
  return report;
}

}  // namespace

Outcome recall_modern(const ModernRecall& task, const RecallRun& run) {
  const PatternSet set = load_patterns(task.patterns, run.seed);
  const Index n = set.patterns.rows();
  const Index p = set.patterns.cols();
  // Patterns of unit length: overlaps are those of spins, m = ξ·s/N, and T is in their unit.
  const double unit = 1 / std::sqrt(static_cast<double>(n));
  const ModernMemory memory(set.patterns * unit);
  std::vector<Eigen::VectorXd> cues;
  for (Index k = 0; k < task.trials; ++k) {
    RandomStream random(run.seed, static_cast<std::uint64_t>(k) + 1);  // stream 0 drew the patterns
    State state = state_of(set.patterns, k % p);
    corrupt(state, task.noise, random);
    cues.emplace_back(spins_of(state) * unit);
  }
  Outcome outcome;
  std::vector<Reading> readings;
  const auto begin = std::chrono::steady_clock::now();
  {
    Watch watch(run.quiet);
    WorkerPool pool(run.threads);
    const auto all = static_cast<Index>(task.temperatures.size());
    for (const double t : task.temperatures) {
      readings.push_back(reading_at(task, memory, cues, Temperature(t), pool));
      const auto done = static_cast<Index>(readings.size());
      if (!watch("retrieving", done, all) && done < all) {
        outcome.is_interrupted = true;
        break;
      }
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const Index unfinished = std::accumulate(readings.begin(), readings.end(), Index{0},
                                           [](Index sum, const Reading& at) { return sum + at.unfinished; });
  if (unfinished > 0) {
    outcome.warnings.push_back(
        fmt::format("{} cues were still moving after {} updates", unfinished, task.most_updates));
  }
  const Reading& best = *std::max_element(
      readings.begin(), readings.end(),
      [](const Reading& a, const Reading& b) { return a.recalled.value < b.recalled.value; });
  outcome.document = {
      {"memory", {{"kind", "modern"}}},
      {"patterns", {{"source", source_name(task.patterns)}, {"units", n}, {"count", p}}},
      {"load", static_cast<double>(p) / static_cast<double>(n)},
      {"noise", task.noise},
      {"trials", task.trials},
      {"best_temperature", best.temperature.is_infinite() ? Json("inf") : Json(best.temperature.value())},
      {"recalled_fraction", best.recalled.value},
      {"recalled_fraction_error", best.recalled.standard_error},
      {"mean_overlap", best.overlap},
      {"mean_overlap_error", best.overlap_error},
      {"verdicts", verdicts_json(best)},
      {"points", readings_json(readings)},
      {"seconds", seconds},
      {"recalls_per_second",
       static_cast<double>(task.trials) * static_cast<double>(readings.size()) / std::max(seconds, 1e-9)}};
  const std::string stored = fmt::format("{} patterns of {} units from {}", p, n, source_name(task.patterns));
  const auto fact = [&](const char* word, std::string text) {
    outcome.facts.emplace_back(word, std::move(text));
  };
  fact("memory", "modern: " + stored);
  fact("cues",
       fmt::format("{} at noise {:.3g}, updated by the softmax of their overlaps", task.trials, task.noise));
  fact("", "       T  recalled  other  of some  of most  overlap      patterns  updates");
  for (const Reading& at : readings) {
    fact("", fmt::format("{:>8.4g}  {:>8}  {:>5}  {:>7}  {:>7}  {:<11}  {:>8.5g}  {:>7.4g}",
                         at.temperature.value(), at.counts[0], at.counts[1], at.counts[2], at.counts[3],
                         with_error(at.overlap, at.overlap_error), at.perplexity, at.updates));
  }
  fact("speed", fmt::format("{:.3g} s on {} thread{}", seconds, run.threads, run.threads > 1 ? "s" : ""));
  outcome.files = {{"temperatures.csv", readings_csv(readings)}};
  RetrievalReport report = report_of(set, cues, std::move(readings));
  report.title = fmt::format("Modern memory: {}", source_name(task.patterns));
  report.subtitle =
      fmt::format("{}; {} cues at noise {:.3g}, seed {}", stored, task.trials, task.noise, run.seed);
  outcome.figure = retrieval_figure(report);
  return outcome;
}

}  // namespace onedial::cli
