#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "number_text.hpp"
#include "onedial/memory/ags_theory.hpp"
#include "recall_outcome.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array roles = {ColourRole::primary, ColourRole::secondary, ColourRole::tertiary,
                              ColourRole::quaternary, ColourRole::muted};

ColourRole role(std::size_t k) {
  return roles.at(k % roles.size());
}

Index patterns_at(double load, Index units) {
  return std::max<Index>(1, static_cast<Index>(std::lround(load * static_cast<double>(units))));
}

bool is_plain_hebb(const MemoryChoice& memory) {
  const auto* storage = std::get_if<StorageSettings>(&memory);
  return storage != nullptr && storage->rule == StorageRule::hebb && !storage->self_coupling;
}

std::string rates_csv(const std::vector<RecallRate>& rates) {
  std::string text =
      "units,patterns,load,noise,trials,recalled_fraction,recalled_fraction_error,mean_overlap,mean_overlap_"
      "error\n";
  for (const RecallRate& rate : rates) {
    text += fmt::format("{},{},{},{},{},{},{},{},{}\n", rate.units, rate.patterns, rate.load(), rate.noise,
                        rate.trials, rate.recalled, rate.recalled_error, rate.overlap, rate.overlap_error);
  }
  return text;
}

Json rates_json(const std::vector<RecallRate>& rates) {
  Json points = Json::array();
  for (const RecallRate& rate : rates) {
    points.push_back({{"units", rate.units},
                      {"patterns", rate.patterns},
                      {"load", rate.load()},
                      {"noise", rate.noise},
                      {"trials", rate.trials},
                      {"recalled_fraction", rate.recalled},
                      {"recalled_fraction_error", rate.recalled_error},
                      {"mean_overlap", rate.overlap},
                      {"mean_overlap_error", rate.overlap_error}});
  }
  return points;
}

/// The rates that belong to one curve.
template <class Belongs>
std::vector<RecallRate> selected(const std::vector<RecallRate>& rates, Belongs belongs) {
  std::vector<RecallRate> curve;
  std::copy_if(rates.begin(), rates.end(), std::back_inserter(curve), belongs);
  return curve;
}

template <class X>
void draw_rates(Panel& panel, const std::vector<RecallRate>& curve, const std::string& label,
                ColourRole colour, bool is_overlap, X x) {
  Points points{.label = label, .colour = colour};
  Series line{.label = label, .colour = colour, .width = 0.8};
  for (const RecallRate& rate : curve) {
    points.x.push_back(x(rate));
    points.y.push_back(is_overlap ? rate.overlap : rate.recalled);
    points.y_error.push_back(is_overlap ? rate.overlap_error : rate.recalled_error);
  }
  line.x = points.x;
  line.y = points.y;
  panel.series.push_back(std::move(line));
  panel.points.push_back(std::move(points));
}

/// Half loads of the sizes at which they can be read off.
struct HalfLoads {
  std::vector<Index> units;
  std::vector<Estimate> loads;
  std::optional<Estimate> limit;
};

HalfLoads half_loads(const std::vector<RecallRate>& rates, const std::vector<Index>& units) {
  HalfLoads result;
  for (const Index n : units) {
    try {
      result.loads.push_back(
          half_load(selected(rates, [n](const RecallRate& rate) { return rate.units == n; })));
      result.units.push_back(n);
    } catch (const std::invalid_argument&) {
      continue;  // the loads scanned do not surround it
    }
  }
  if (result.units.size() >= 2) {
    result.limit = extrapolated_load(result.units, result.loads);
  }
  return result;
}

Panel extrapolation_panel(const HalfLoads& halves, bool has_theory) {
  Panel panel{.title = "Half load, and its limit",
              .x = {.label = "1/√N"},
              .y = {.label = "load at which half are recalled"},
              .note = "needs two sizes whose loads surround one half"};
  if (!halves.limit) {
    return panel;
  }
  Points points{.label = "half load", .colour = ColourRole::primary};
  for (std::size_t k = 0; k < halves.units.size(); ++k) {
    points.x.push_back(1 / std::sqrt(static_cast<double>(halves.units[k])));
    points.y.push_back(halves.loads[k].value);
    points.y_error.push_back(halves.loads[k].error);
  }
  Series line{.label = "fit", .colour = ColourRole::muted, .style = LineStyle::dashed};
  const std::size_t last = points.x.size() - 1;
  const double slope = (points.y[0] - halves.limit->value) / points.x[0];
  line.x = {0, std::max(points.x[0], points.x[last])};
  line.y = {halves.limit->value, halves.limit->value + slope * line.x[1]};
  panel.series = {std::move(line)};
  panel.points = {std::move(points),
                  {.x = {0},
                   .y = {halves.limit->value},
                   .y_error = {halves.limit->error},
                   .label = "N = ∞",
                   .colour = ColourRole::secondary}};
  if (has_theory) {
    panel.references.push_back({.value = critical_load(Temperature::zero()), .label = "theory, 0.1379"});
  }
  return panel;
}

Panel overlap_panel(const CapacityScan& scan, const std::vector<RecallRate>& rates) {
  Panel panel{.title = "Overlap at the end",
              .x = {.label = "load α = P/N"},
              .y = {.label = "mean overlap with the cue"}};
  for (std::size_t k = 0; k < scan.units.size(); ++k) {
    draw_rates(panel, selected(rates, [&](const RecallRate& rate) { return rate.units == scan.units[k]; }),
               fmt::format("N = {}", scan.units[k]), role(k), true,
               [](const RecallRate& rate) { return rate.load(); });
  }
  if (is_plain_hebb(scan.trials.memory) && scan.noises.front() == 0) {
    Series theory{.label = "theory, N = ∞", .colour = ColourRole::muted, .style = LineStyle::dashed};
    for (int k = 1; k <= 100; ++k) {
      const double load = critical_load(Temperature::zero()) * k / 100;
      if (load >= scan.loads.front()) {
        if (const auto state = retrieval_state(load * (1 - 1e-9), Temperature::zero())) {
          theory.x.push_back(load);
          theory.y.push_back(state->overlap);
        }
      }
    }
    panel.series.push_back(std::move(theory));
  }
  return panel;
}

Figure capacity_figure(const CapacityScan& scan, const std::vector<RecallRate>& rates,
                       const HalfLoads& halves, const std::string& summary) {
  Figure figure{.title = fmt::format("Capacity: {}", memory_name(scan.trials.memory)),
                .subtitle = summary,
                .width = 780,
                .height = 270,
                .columns = 3};
  Panel part{.title = "Patterns recalled",
             .x = {.label = "load α = P/N"},
             .y = {.label = "part recalled", .limits = AxisLimits{-0.03, 1.03}}};
  for (std::size_t k = 0; k < scan.units.size(); ++k) {
    draw_rates(part, selected(rates, [&](const RecallRate& rate) { return rate.units == scan.units[k]; }),
               fmt::format("N = {}", scan.units[k]), role(k), false,
               [](const RecallRate& rate) { return rate.load(); });
  }
  if (is_plain_hebb(scan.trials.memory)) {
    part.references.push_back({.direction = ReferenceDirection::vertical,
                               .value = critical_load(Temperature::zero()),
                               .label = "α_c"});
  }
  figure.panels = {std::move(part), overlap_panel(scan, rates),
                   extrapolation_panel(halves, is_plain_hebb(scan.trials.memory))};
  return figure;
}

Figure basins_figure(const CapacityScan& scan, const std::vector<RecallRate>& rates,
                     const std::string& summary) {
  Figure figure{.title = fmt::format("Basins of attraction: {}", memory_name(scan.trials.memory)),
                .subtitle = summary,
                .width = 780,
                .height = 300,
                .columns = 2};
  for (const bool is_overlap : {false, true}) {
    Panel panel{.title = is_overlap ? "Overlap at the end" : "Patterns recalled",
                .x = {.label = "noise of the cue, 1 − overlap at the start"},
                .y = {.label = is_overlap ? "mean overlap with the cue" : "part recalled"}};
    for (std::size_t k = 0; k < scan.loads.size(); ++k) {
      const Index patterns = patterns_at(scan.loads[k], scan.units.front());
      draw_rates(panel, selected(rates, [&](const RecallRate& rate) { return rate.patterns == patterns; }),
                 fmt::format("α = {:.3g}", scan.loads[k]), role(k), is_overlap,
                 [](const RecallRate& rate) { return rate.noise; });
    }
    figure.panels.push_back(std::move(panel));
  }
  return figure;
}

std::string trials_text(const RecallTrials& trials) {
  return fmt::format("{} sets of random patterns, up to {} cues each, T = 0", trials.sets, trials.cues);
}

void add_halves(RecallOutcome& outcome, const HalfLoads& halves, bool has_theory) {
  Json list = Json::array();
  for (std::size_t k = 0; k < halves.units.size(); ++k) {
    list.push_back(
        {{"units", halves.units[k]}, {"load", halves.loads[k].value}, {"load_error", halves.loads[k].error}});
    outcome.facts.emplace_back(
        k == 0 ? "half load" : "",
        fmt::format("{} at N = {}", with_error(halves.loads[k].value, halves.loads[k].error),
                    halves.units[k]));
  }
  outcome.document["half_loads"] = list;
  outcome.document["capacity"] = nullptr;
  if (halves.limit) {
    outcome.document["capacity"] = halves.limit->value;
    outcome.document["capacity_error"] = halves.limit->error;
    outcome.facts.emplace_back(
        "capacity", fmt::format("{} for N = {}{}", with_error(halves.limit->value, halves.limit->error),
                                "infinity", has_theory ? "; the theory has 0.1379" : ""));
  }
}

}  // namespace

RecallOutcome scan_capacity(const CapacityScan& scan, const RecallRun& run) {
  RecallOutcome outcome;
  std::vector<RecallRate> rates;
  const auto all = static_cast<Index>(scan.units.size() * scan.loads.size() * scan.noises.size());
  {
    Watch watch(run.quiet);
    RecallTrials trials = scan.trials;
    trials.seed = run.seed;
    trials.threads = run.threads;
    for (const Index units : scan.units) {
      for (const double load : scan.loads) {
        for (const double noise : scan.noises) {
          trials.noise = noise;
          const auto before = static_cast<Index>(rates.size()) * trials.sets;
          const auto go_on = [&](Index sets) { return watch("recalling", before + sets, all * trials.sets); };
          const auto rate = outcome.is_interrupted
                                ? std::nullopt
                                : measure_recall(trials, units, patterns_at(load, units), go_on);
          outcome.is_interrupted = !rate;
          if (rate) {
            rates.push_back(*rate);
          }
        }
      }
    }
  }
  const bool has_theory = is_plain_hebb(scan.trials.memory) && scan.noises.front() == 0;
  outcome.document = {{"scan", scan.is_of_basins ? "basins" : "capacity"},
                      {"memory", memory_name(scan.trials.memory)},
                      {"points", rates_json(rates)}};
  outcome.tables = {{scan.is_of_basins ? "basins.csv" : "capacity.csv", rates_csv(rates)}};
  outcome.facts.emplace_back("memory", memory_name(scan.trials.memory));
  outcome.facts.emplace_back("scan", fmt::format("{} points, {}", rates.size(), trials_text(scan.trials)));
  outcome.facts.emplace_back("", "     N       P     load   noise   recalled          overlap");
  for (const RecallRate& rate : rates) {
    outcome.facts.emplace_back(
        "", fmt::format("{:>6}  {:>6}  {:>7.4g}  {:>6.3g}   {:<16}  {}", rate.units, rate.patterns,
                        rate.load(), rate.noise, with_error(rate.recalled, rate.recalled_error),
                        with_error(rate.overlap, rate.overlap_error)));
  }
  const std::string summary = fmt::format("{}, seed {}", trials_text(scan.trials), run.seed);
  if (scan.is_of_basins) {
    outcome.figure = basins_figure(scan, rates, summary);
  } else {
    const HalfLoads halves = half_loads(rates, scan.units);
    add_halves(outcome, halves, has_theory);
    outcome.figure = capacity_figure(scan, rates, halves, summary);
  }
  return outcome;
}

}  // namespace onedial::cli
