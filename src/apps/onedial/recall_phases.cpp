#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/memory/ags_theory.hpp"
#include "recall_outcome.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Half of the distance to the neighbours on both sides, for equal steps.
AxisLimits edges(const std::vector<double>& values) {
  const double step = values.size() > 1
                          ? (values.back() - values.front()) / static_cast<double>(values.size() - 1)
                          : std::max(values.front(), 1e-3);
  return {values.front() - step / 2, values.back() + step / 2};
}

bool has_equal_steps(const std::vector<double>& values) {
  for (std::size_t k = 2; k < values.size(); ++k) {
    const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
    if (std::abs(values[k] - values[k - 1] - step) > 1e-6 * step) {
      return false;
    }
  }
  return true;
}

/// T_g, T_M and T_c over the loads.
std::vector<Series> theory_lines(const AxisLimits& loads) {
  Series glass{.label = "T_g", .colour = ColourRole::muted};
  Series melting{.label = "T_M", .colour = ColourRole::secondary};
  Series recall{.label = "T_c", .colour = ColourRole::quaternary};
  constexpr int points = 60;
  const auto add = [](Series& line, double load, double t) {
    line.x.push_back(load);
    line.y.push_back(t);
  };
  for (int k = 0; k <= points; ++k) {
    const double load = std::max(0.0, loads.lower) + (loads.upper - std::max(0.0, loads.lower)) * k / points;
    add(glass, load, spin_glass_temperature(load));
    if (const auto t = retrieval_temperature(load)) {
      add(melting, load, *t);
    }
    if (const auto t = recall_temperature(load)) {
      add(recall, load, *t);
    }
  }
  // Down to T = 0, where the lines end between two points.
  if (!recall.x.empty() && recall.x.back() < loads.upper && !recall_temperature(loads.upper)) {
    double with = recall.x.back();
    double without = loads.upper;
    while (without - with > 1e-5) {
      const double middle = (with + without) / 2;
      (recall_temperature(middle) ? with : without) = middle;
    }
    add(recall, with, 0);
  }
  if (const double end = critical_load(Temperature::zero()); end < loads.upper) {
    add(melting, end, 0);
  }
  return {glass, melting, recall};
}

Figure figure_of(const PhaseScan& scan, const std::vector<Retention>& readings, const std::string& summary) {
  Figure figure{.title = "Phases of the Hopfield network",
                .subtitle = summary,
                .width = 780,
                .height = 340,
                .columns = 2};
  Panel map{.title = "Overlap left of a memory, and the lines of theory",
            .x = {.label = "load α = P/N"},
            .y = {.label = "Temperature T"}};
  HeatMap cells{.rows = scan.temperatures.size(),
                .columns = scan.loads.size(),
                .values = std::vector<double>(scan.temperatures.size() * scan.loads.size(), NAN),
                .x = edges(scan.loads),
                .y = edges(scan.temperatures),
                .range = {0, 1},
                .scale = ColourScale::sequential,
                .label = "overlap m"};
  for (std::size_t k = 0; k < readings.size(); ++k) {
    const std::size_t column = k / scan.temperatures.size();
    const std::size_t row = scan.temperatures.size() - 1 - k % scan.temperatures.size();
    cells.values[row * cells.columns + column] = readings[k].overlap;
  }
  map.x.limits = cells.x;
  map.y.limits = cells.y;
  map.series = theory_lines(cells.x);
  map.maps = {std::move(cells)};
  Panel curves{
      .title = "The same beside the theory", .x = {.label = "Temperature T"}, .y = {.label = "overlap m"}};
  constexpr std::array roles = {ColourRole::primary, ColourRole::secondary, ColourRole::tertiary,
                                ColourRole::quaternary};
  const std::size_t step = std::max<std::size_t>(1, scan.loads.size() / roles.size());
  for (std::size_t column = 0, drawn = 0; column < scan.loads.size() && drawn < roles.size();
       column += step, ++drawn) {
    Points points{.label = fmt::format("α = {:.3g}", scan.loads[column]), .colour = roles.at(drawn)};
    for (std::size_t row = 0; row < scan.temperatures.size(); ++row) {
      const std::size_t k = column * scan.temperatures.size() + row;
      if (k < readings.size()) {
        points.x.push_back(readings[k].temperature.value());
        points.y.push_back(readings[k].overlap);
        points.y_error.push_back(readings[k].overlap_error);
      }
    }
    if (points.x.empty()) {
      continue;
    }
    const double load = readings[column * scan.temperatures.size()].load;
    Series line{.label = points.label, .colour = points.colour, .style = LineStyle::dashed};
    for (int k = 0; k <= 200; ++k) {
      const double t = scan.temperatures.back() * k / 200;
      if (const auto state = retrieval_state(load, Temperature(t))) {
        line.x.push_back(t);
        line.y.push_back(state->overlap);
      }
    }
    curves.points.push_back(std::move(points));
    curves.series.push_back(std::move(line));
  }
  figure.panels = {std::move(map), std::move(curves)};
  return figure;
}

}  // namespace

RecallOutcome scan_phases(const PhaseScan& scan, const RecallRun& run) {
  RecallOutcome outcome;
  std::vector<Retention> readings;
  RetentionTrials trials = scan.trials;
  trials.seed = run.seed;
  trials.threads = run.threads;
  {
    Watch watch(run.quiet);
    std::vector<Temperature> temperatures;
    for (const double t : scan.temperatures) {
      temperatures.emplace_back(t);
    }
    const auto all = static_cast<Index>(scan.loads.size()) * trials.sets;
    Index before = 0;
    for (const double load : scan.loads) {
      const auto patterns =
          std::max<Index>(1, static_cast<Index>(std::lround(load * static_cast<double>(trials.units))));
      const auto go_on = [&](Index sets) { return watch("sampling", before + sets, all); };
      const auto of_load = outcome.is_interrupted ? std::vector<Retention>()
                                                  : measure_retention(trials, patterns, temperatures, go_on);
      outcome.is_interrupted = of_load.empty();
      readings.insert(readings.end(), of_load.begin(), of_load.end());
      before += trials.sets;
    }
  }
  if (!has_equal_steps(scan.loads) || !has_equal_steps(scan.temperatures)) {
    outcome.warnings.emplace_back(
        "loads or temperatures are not in equal steps: the map draws them as if they were");
  }
  Json points = Json::array();
  std::string table =
      "load,temperature,overlap,overlap_error,energy,energy_error,theory_overlap,theory_energy\n";
  outcome.facts.emplace_back(
      "memory", fmt::format("hebb, N = {}, {} sets of random patterns", trials.units, trials.sets));
  outcome.facts.emplace_back("", "    load        T    overlap(error)     theory");
  for (const Retention& at : readings) {
    const auto theory = retrieval_state(at.load, at.temperature);
    points.push_back({{"load", at.load},
                      {"temperature", at.temperature.value()},
                      {"overlap", at.overlap},
                      {"overlap_error", at.overlap_error},
                      {"energy", at.energy},
                      {"energy_error", at.energy_error},
                      {"theory_overlap", theory ? Json(theory->overlap) : Json(nullptr)},
                      {"theory_energy", theory ? Json(theory->energy) : Json(nullptr)}});
    table += fmt::format("{},{},{},{},{},{},{},{}\n", at.load, at.temperature.value(), at.overlap,
                         at.overlap_error, at.energy, at.energy_error,
                         theory ? fmt::format("{}", theory->overlap) : "",
                         theory ? fmt::format("{}", theory->energy) : "");
    outcome.facts.emplace_back(
        "", fmt::format("{:>8.4g} {:>8.4g}   {:>7.4f}({:.4f})   {}", at.load, at.temperature.value(),
                        at.overlap, at.overlap_error, theory ? fmt::format("{:.4f}", theory->overlap) : "-"));
  }
  outcome.document = {{"scan", "phase_diagram"},
                      {"units", trials.units},
                      {"critical_load", critical_load(Temperature::zero())},
                      {"points", std::move(points)}};
  outcome.tables = {{"phases.csv", std::move(table)}};
  outcome.figure = figure_of(
      scan, readings,
      fmt::format("N = {}, {} sets, {} cues each, {} + {} sweeps of heat bath, seed {}", trials.units,
                  trials.sets, trials.cues, trials.equilibration, trials.sweeps, run.seed));
  return outcome;
}

}  // namespace onedial::cli
