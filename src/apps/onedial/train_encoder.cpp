#include "train_encoder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "encoder_runs.hpp"
#include "number_text.hpp"
#include "onedial/data/generated.hpp"
#include "onedial/learn/exact_learning.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/proportion.hpp"
#include "onedial/plot/encoder_report.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// With runs that have none as longer than any; nothing where these are half of them.
template <class Cycles>
std::optional<double> median(const std::vector<LearnedEncoder>& whole, Cycles cycles_of) {
  std::vector<double> all;
  for (const LearnedEncoder& one : whole) {
    const std::optional<Index> cycles = cycles_of(one.run);
    all.push_back(cycles ? static_cast<double>(*cycles) : std::numeric_limits<double>::infinity());
  }
  std::sort(all.begin(), all.end());
  const double middle = (all[(all.size() - 1) / 2] + all[all.size() / 2]) / 2;
  return std::isinf(middle) ? std::nullopt : std::optional(middle);
}

/// The first that is solved, or else the one of the most codes.
const LearnedEncoder& machine_to_show(const std::vector<LearnedEncoder>& whole) {
  return *std::max_element(whole.begin(), whole.end(), [](const LearnedEncoder& a, const LearnedEncoder& b) {
    const auto rank = [](const LearnedEncoder& one) {
      return std::pair(one.run.settled().has_value(), one.run.codes().back());
    };
    return rank(a) < rank(b);
  });
}

Index sum_of(const std::vector<Index>& counts) {
  return std::accumulate(counts.begin(), counts.end(), Index{0});
}

/// A part of what was tried, and its standard error.
struct Part {
  double value;
  double error;
};

/// The part of completions that is right, over all machines, with the larger of two errors: that of single
/// trials, and that of the spread of machines.
std::optional<Part> completed(const EncoderTraining& training, const std::vector<LearnedEncoder>& whole,
                              std::vector<Index> LearnedEncoder::*right) {
  if ((whole.back().*right).empty()) {
    return std::nullopt;
  }
  const Index trials = training.trials * training.settings.shape.inputs;
  Accumulator parts;
  Index hits = 0;
  for (const LearnedEncoder& one : whole) {
    hits += sum_of(one.*right);
    parts.add(static_cast<double>(sum_of(one.*right)) / static_cast<double>(trials));
  }
  const auto count = static_cast<Index>(whole.size());
  const double spread = count > 1 ? std::sqrt(parts.variance() / static_cast<double>(count)) : 0;
  return Part{parts.mean(), std::max(spread, proportion(hits, trials * count).standard_error)};
}

std::string text_of(const std::optional<State>& code) {
  std::string text;
  for (const Level level : code.value_or(State{})) {
    text += level == 1 ? '1' : '0';
  }
  return code ? text : "none";
}

std::string text_of(const std::optional<Index>& cycles) {
  return cycles ? fmt::format("{}", *cycles) : "";
}

std::string runs_csv(const std::vector<LearnedEncoder>& whole) {
  std::string text =
      "run,seed,cycles,first_solved,settled,codes,right_at_once,right_slowly,code_of_each_input\n";
  for (std::size_t k = 0; k < whole.size(); ++k) {
    const LearnedEncoder& one = whole[k];
    std::string codes;
    for (const auto& code : encoder_codes(one.run.machine())) {
      codes += (codes.empty() ? "" : " ") + text_of(code);
    }
    const auto right = [](const std::vector<Index>& counts) {
      return counts.empty() ? "" : fmt::format("{}", sum_of(counts));
    };
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", k + 1, one.seed, one.run.codes().size(),
                        text_of(one.run.first_solved()), text_of(one.run.settled()), one.run.codes().back(),
                        right(one.right_at_once), right(one.right_slowly), codes);
  }
  return text;
}

/// A line for each connection and, without the second unit, each bias.
std::string weights_csv(const BoltzmannMachine& machine) {
  const Index n = machine.visible_units() / 2;
  const auto name = [&](Index unit) {
    const Index group = std::min<Index>(unit / n, 2);
    constexpr std::array names = {"V1", "V2", "H"};
    return fmt::format("{}:{}", names.at(static_cast<std::size_t>(group)), unit - group * n + 1);
  };
  std::string text = "unit,other,weight\n";
  for (Index k = 0; k < machine.weight_count(); ++k) {
    const auto& [first, second] = machine.connections()[static_cast<std::size_t>(k)];
    text += fmt::format("{},{},{}\n", name(first), name(second), machine.weights()[k]);
  }
  for (Index unit = 0; unit < machine.size(); ++unit) {
    text += fmt::format("{},,{}\n", name(unit), machine.biases()[unit]);
  }
  return text;
}

template <class Value>
Json json_of(const std::optional<Value>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// What all runs together say.
struct Summary {
  Index runs = 0;
  Index solved = 0;
  Index cycles = 0;
  std::optional<double> first_solved = {};
  std::optional<double> settled = {};
  std::optional<Index> published = {};
  std::optional<Part> at_once = {};
  std::optional<Part> slowly = {};
  std::optional<double> likelihood = {};  ///< of the machine shown
};

/// The mean log-likelihood of the examples at the temperature of learning, of machines that are small enough.
std::optional<double> likelihood_of(const EncoderTraining& training, const BoltzmannMachine& machine) {
  if (machine.size() > max_exact_units) {
    return std::nullopt;
  }
  const WeightedStates examples =
      weighted_states(states_of(encoder_patterns(training.settings.shape.inputs)));
  return exact_likelihood(machine, examples, training.settings.learning.annealing.back().temperature)
      .mean_log_likelihood;
}

Summary summary_of(const EncoderTraining& training, const std::vector<LearnedEncoder>& whole) {
  Summary summary{.runs = static_cast<Index>(whole.size()),
                  .first_solved = median(whole, [](const EncoderRun& run) { return run.first_solved(); }),
                  .settled = median(whole, [](const EncoderRun& run) { return run.settled(); }),
                  .published = published_median_cycles(training.settings.shape),
                  .at_once = completed(training, whole, &LearnedEncoder::right_at_once),
                  .slowly = completed(training, whole, &LearnedEncoder::right_slowly),
                  .likelihood = likelihood_of(training, machine_to_show(whole).run.machine())};
  for (const LearnedEncoder& one : whole) {
    summary.solved += one.run.settled() ? 1 : 0;
    summary.cycles += static_cast<Index>(one.run.codes().size());
  }
  return summary;
}

double most_likely(const EncoderTraining& training) {
  return -std::log(static_cast<double>(training.settings.shape.inputs));
}

Json document_of(const EncoderTraining& training, const std::vector<LearnedEncoder>& whole,
                 const Summary& summary, double seconds) {
  const LearnedEncoder& shown = machine_to_show(whole);
  const Proportion part = proportion(summary.solved, summary.runs);
  Json codes = Json::array();
  for (const auto& code : encoder_codes(shown.run.machine())) {
    codes.push_back(code ? Json(text_of(code)) : Json(nullptr));
  }
  return {{"machine",
           {{"kind", "encoder"},
            {"inputs", training.settings.shape.inputs},
            {"hidden", training.settings.shape.hidden},
            {"weights", shown.run.machine().weight_count()}}},
          {"runs", summary.runs},
          {"solved", summary.solved},
          {"solved_fraction", part.value},
          {"solved_fraction_95", {part.lower, part.upper}},
          {"median_cycles", json_of(summary.first_solved)},
          {"median_cycles_settled", json_of(summary.settled)},
          {"published_median_cycles", json_of(summary.published)},
          {"completed_at_once", summary.at_once ? Json(summary.at_once->value) : Json(nullptr)},
          {"completed_at_once_error", summary.at_once ? Json(summary.at_once->error) : Json(nullptr)},
          {"completed_slowly", summary.slowly ? Json(summary.slowly->value) : Json(nullptr)},
          {"completed_slowly_error", summary.slowly ? Json(summary.slowly->error) : Json(nullptr)},
          {"shown_run", &shown - whole.data() + 1},
          {"codes", std::move(codes)},
          {"mean_log_likelihood", json_of(summary.likelihood)},
          {"upper_bound", most_likely(training)},
          {"cycles", summary.cycles},
          {"seconds", seconds}};
}

void add_facts(const EncoderTraining& training, const BoltzmannMachine& machine, const Summary& summary,
               double seconds, Outcome& outcome) {
  const auto [n, h] = training.settings.shape;
  const auto text = [](const std::optional<double>& cycles) {
    return cycles ? fmt::format("{:.0f}", *cycles) : std::string("more than were run");
  };
  const auto per_cent = [](const Part& part) { return with_error(100 * part.value, 100 * part.error); };
  outcome.facts = {
      {"machine", fmt::format("{}-{}-{} encoder, {} weights and {} biases", n, h, n, machine.weight_count(),
                              machine.size())},
      {"solved", fmt::format("{} of {}: all {} codes differ, after {} cycles in a row", summary.solved,
                             summary.runs, n, training.settings.settled_after)},
      {"cycles",
       fmt::format("median {} until all codes differ, {} until they settle{}", text(summary.first_solved),
                   text(summary.settled),
                   summary.published ? fmt::format("; the paper of 1985 has {}", *summary.published) : "")}};
  if (summary.slowly) {
    outcome.facts.emplace_back("completed",
                               fmt::format("{} % after slow annealing, {} % after that of learning",
                                           per_cent(*summary.slowly), per_cent(*summary.at_once)));
  }
  if (summary.likelihood) {
    outcome.facts.emplace_back("log p",
                               fmt::format("{:.4g} nats an example in the machine shown; {:.4g} is the most",
                                           *summary.likelihood, most_likely(training)));
  }
  outcome.facts.emplace_back(
      "speed", fmt::format("{:.3g} s, {:.3g} cycles per second on {} thread{}", seconds,
                           static_cast<double>(summary.cycles) / std::max(seconds, 1e-9), training.threads,
                           training.threads > 1 ? "s" : ""));
}

}  // namespace

Outcome train_encoder(const EncoderTraining& training, bool quiet) {
  const EncoderRuns runs = run_encoders(training, quiet);
  Outcome outcome{.is_interrupted = runs.is_interrupted};
  if (runs.whole.empty()) {
    return outcome;
  }
  const auto [n, h] = training.settings.shape;
  const Summary summary = summary_of(training, runs.whole);
  const LearnedEncoder& shown = machine_to_show(runs.whole);
  const BoltzmannMachine& machine = shown.run.machine();
  outcome.document = document_of(training, runs.whole, summary, runs.seconds);
  add_facts(training, machine, summary, runs.seconds, outcome);
  outcome.files = {{"runs.csv", runs_csv(runs.whole)}, {"weights.csv", weights_csv(machine)}};
  EncoderReport report{
      .title = fmt::format("The {}-{}-{} encoder", n, h, n),
      .subtitle = fmt::format("{} of {} runs solved, seed {}", summary.solved, summary.runs, training.seed),
      .median = summary.first_solved,
      .published_median = summary.published,
      .machine = machine,
      .codes = shown.run.codes()};
  for (const LearnedEncoder& one : runs.whole) {
    if (const auto cycles = one.run.first_solved()) {
      report.cycles.push_back(*cycles);
    }
  }
  outcome.figure = encoder_figure(report);
  return outcome;
}

}  // namespace onedial::cli
