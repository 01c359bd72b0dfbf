#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/memory/ags_theory.hpp"
#include "onedial/plot/phase_report.hpp"
#include "recall_tasks.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {

using Json = nlohmann::ordered_json;

Outcome scan_phases(const PhaseScan& scan, const RecallRun& run) {
  Outcome outcome;
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
  outcome.files = {{"phases.csv", std::move(table)}};
  outcome.figure =
      phase_figure({.title = "Phases of the Hopfield network",
                    .subtitle = fmt::format(
                        "N = {}, {} sets, {} cues each, {} + {} sweeps of heat bath, seed {}", trials.units,
                        trials.sets, trials.cues, trials.equilibration, trials.sweeps, run.seed),
                    .loads = scan.loads,
                    .temperatures = scan.temperatures,
                    .readings = std::move(readings)});
  return outcome;
}

}  // namespace onedial::cli
