#include <fmt/format.h>

#include <chrono>
#include <cmath>

#include "number_text.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/proportion.hpp"
#include "onedial/memory/modern_memory.hpp"
#include "recall_outcome.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr Index most_pictures = 10;
constexpr std::size_t most_picture_rows = 6;

/// Where one cue ends at one temperature.
struct End {
  double overlap = 0;  ///< of the state's direction with the pattern that was cued, a cosine
  double largest_weight = 0;
  double perplexity = 0;
  Index updates = 0;
  bool has_converged = false;
};

/// What comes of all cues at one temperature.
struct Reading {
  Temperature temperature = Temperature::zero();
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
  std::vector<Eigen::VectorXd> states(cues.size());
  const Index patterns = memory.patterns().cols();
  pool.for_each_slice(static_cast<Index>(cues.size()), [&](Index first, Index last) {
    for (Index k = first; k < last; ++k) {
      const auto trial = static_cast<std::size_t>(k);
      const ModernMemory::Retrieval result = memory.retrieve(cues[trial], t, task.most_updates);
      const double norm = result.state.norm();
      ends[trial] = {.overlap = norm > 0 ? memory.patterns().col(k % patterns).dot(result.state) / norm : 0,
                     .largest_weight = result.weights.maxCoeff(),
                     .perplexity = result.perplexity,
                     .updates = result.updates,
                     .has_converged = result.has_converged};
      states[trial] = result.state;
    }
  });
  Accumulator sums(3);
  Reading reading{.temperature = t};
  Index recalled = 0;
  for (const End& end : ends) {
    const std::array values = {end.overlap, end.perplexity, static_cast<double>(end.updates)};
    sums.add(values);
    recalled += end.overlap >= task.least_overlap ? 1 : 0;
    reading.unfinished += end.has_converged ? 0 : 1;
  }
  const auto count = static_cast<double>(ends.size());
  const auto error = [&](Index which) { return count > 1 ? std::sqrt(sums.variance(which) / count) : 0; };
  reading.recalled = proportion(recalled, static_cast<Index>(ends.size()));
  reading.overlap = sums.mean(0);
  reading.overlap_error = error(0);
  reading.perplexity = sums.mean(1);
  reading.perplexity_error = error(1);
  reading.updates = sums.mean(2);
  // Brought back to ±1 where the state is a pattern, and paler the more patterns it is a mean of.
  states.resize(std::min<std::size_t>(states.size(), most_pictures));
  for (const Eigen::VectorXd& state : states) {
    reading.pictures.emplace_back(state * std::sqrt(static_cast<double>(state.size())));
  }
  return reading;
}

std::string readings_csv(const std::vector<Reading>& readings) {
  std::string text =
      "temperature,recalled_fraction,recalled_fraction_error,mean_overlap,mean_overlap_error,mean_perplexity,"
      "mean_perplexity_error,mean_updates,unfinished\n";
  for (const Reading& at : readings) {
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", at.temperature.value(), at.recalled.value,
                        at.recalled.standard_error, at.overlap, at.overlap_error, at.perplexity,
                        at.perplexity_error, at.updates, at.unfinished);
  }
  return text;
}

Json readings_json(const std::vector<Reading>& readings) {
  Json points = Json::array();
  for (const Reading& at : readings) {
    points.push_back(
        {{"temperature", at.temperature.is_infinite() ? Json("inf") : Json(at.temperature.value())},
         {"recalled_fraction", at.recalled.value},
         {"recalled_fraction_error", at.recalled.standard_error},
         {"mean_overlap", at.overlap},
         {"mean_overlap_error", at.overlap_error},
         {"mean_perplexity", at.perplexity},
         {"mean_perplexity_error", at.perplexity_error},
         {"mean_updates", at.updates},
         {"unfinished", at.unfinished}});
  }
  return points;
}

Panel panel_over_temperature(const std::string& title, const std::string& label) {
  return {
      .title = title, .x = {.label = "Temperature T", .kind = AxisKind::logarithmic}, .y = {.label = label}};
}

template <class Value, class Error>
void draw(Panel& panel, const std::vector<Reading>& readings, const std::string& label, ColourRole colour,
          Value value, Error error) {
  Points points{.label = label, .colour = colour};
  Series line{.label = label, .colour = colour, .width = 0.8};
  for (const Reading& at : readings) {
    points.x.push_back(at.temperature.value());
    points.y.push_back(value(at));
    points.y_error.push_back(error(at));
  }
  line.x = points.x;
  line.y = points.y;
  panel.series.push_back(std::move(line));
  panel.points.push_back(std::move(points));
}

Figure figure_of(const PatternSet& set, const std::vector<Eigen::VectorXd>& cues,
                 const std::vector<Reading>& readings, const std::string& title, const std::string& summary) {
  Figure figure{.title = title, .subtitle = summary, .width = 780, .height = 480, .columns = 2};
  if (set.height > 0) {
    std::vector<std::vector<Eigen::VectorXd>> rows(1);
    for (std::size_t k = 0; k < readings.front().pictures.size(); ++k) {
      rows[0].push_back(cues[k] * std::sqrt(static_cast<double>(cues[k].size())));
    }
    const std::size_t step = (readings.size() + most_picture_rows - 1) / most_picture_rows;
    for (std::size_t k = 0; k < readings.size(); k += step) {
      rows.push_back(readings[k].pictures);
    }
    figure.panels.push_back(
        image_panel("Cues; below, where they end at rising T", rows, set.height, set.width));
  }
  Panel count = panel_over_temperature("How many patterns the end is a mean of", "perplexity of the softmax");
  count.y.kind = AxisKind::logarithmic;
  draw(
      count, readings, "e^S", ColourRole::primary, [](const Reading& r) { return r.perplexity; },
      [](const Reading& r) { return r.perplexity_error; });
  count.references.push_back({.value = static_cast<double>(set.patterns.cols()), .label = "all"});
  Panel overlap = panel_over_temperature("Recall", "part, overlap");
  overlap.y.limits = AxisLimits{-0.05, 1.05};
  draw(
      overlap, readings, "recalled", ColourRole::tertiary, [](const Reading& r) { return r.recalled.value; },
      [](const Reading& r) { return r.recalled.standard_error; });
  draw(
      overlap, readings, "overlap with the cue", ColourRole::secondary,
      [](const Reading& r) { return r.overlap; }, [](const Reading& r) { return r.overlap_error; });
  Panel updates = panel_over_temperature("Updates until it stands", "mean number");
  draw(
      updates, readings, "", ColourRole::primary, [](const Reading& r) { return r.updates; },
      [](const Reading&) { return 0.0; });
  figure.panels.insert(figure.panels.end(), {std::move(count), std::move(overlap), std::move(updates)});
  return figure;
}

}  // namespace

RecallOutcome recall_modern(const ModernRecall& task, const RecallRun& run) {
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
  RecallOutcome outcome;
  std::vector<Reading> readings;
  const auto begin = std::chrono::steady_clock::now();
  {
    Watch watch(run.quiet);
    WorkerPool pool(run.threads);
    for (const double t : task.temperatures) {
      readings.push_back(reading_at(task, memory, cues, Temperature(t), pool));
      const auto done = static_cast<Index>(readings.size());
      const auto all = static_cast<Index>(task.temperatures.size());
      if (!watch("retrieving", done, all) && done < all) {
        outcome.is_interrupted = true;
        break;
      }
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  Index unfinished = 0;
  for (const Reading& at : readings) {
    unfinished += at.unfinished;
  }
  if (unfinished > 0) {
    outcome.warnings.push_back(
        fmt::format("{} cues were still moving after {} updates", unfinished, task.most_updates));
  }
  const auto best = std::max_element(
      readings.begin(), readings.end(),
      [](const Reading& a, const Reading& b) { return a.recalled.value < b.recalled.value; });
  outcome.document = {{"memory", {{"kind", "modern"}}},
                      {"patterns", {{"source", source_name(task.patterns)}, {"units", n}, {"count", p}}},
                      {"load", static_cast<double>(p) / static_cast<double>(n)},
                      {"noise", task.noise},
                      {"trials", task.trials},
                      {"recalled_fraction", best->recalled.value},
                      {"recalled_fraction_error", best->recalled.standard_error},
                      {"mean_overlap", best->overlap},
                      {"points", readings_json(readings)},
                      {"seconds", seconds}};
  const std::string stored = fmt::format("{} patterns of {} units from {}", p, n, source_name(task.patterns));
  const auto fact = [&](const char* word, std::string text) {
    outcome.facts.emplace_back(word, std::move(text));
  };
  fact("memory", fmt::format("modern: {}", stored));
  fact("cues",
       fmt::format("{} at noise {:.3g}, updated by the softmax of their overlaps", task.trials, task.noise));
  fact("", "       T   recalled    overlap    patterns   updates");
  for (const Reading& at : readings) {
    fact("", fmt::format("{:>8.4g}   {:>6.2f} %   {:>8.5f}   {:>9.5g}  {:>8.4g}", at.temperature.value(),
                         100 * at.recalled.value, at.overlap, at.perplexity, at.updates));
  }
  fact("speed", fmt::format("{:.3g} s on {} thread{}", seconds, run.threads, run.threads > 1 ? "s" : ""));
  outcome.tables = {{"temperatures.csv", readings_csv(readings)}};
  outcome.figure = figure_of(
      set, cues, readings, fmt::format("Modern memory: {}", source_name(task.patterns)),
      fmt::format("{}; {} cues at noise {:.3g}, seed {}", stored, task.trials, task.noise, run.seed));
  return outcome;
}

}  // namespace onedial::cli
