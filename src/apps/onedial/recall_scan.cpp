#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "number_text.hpp"
#include "onedial/plot/capacity_report.hpp"
#include "recall_tasks.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

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

/// The half loads of the sizes at which they can be read off, and their limit.
void add_half_loads(const std::vector<Index>& units, CapacityReport& report) {
  std::vector<Index> sizes;
  std::vector<Estimate> loads;
  for (const Index n : units) {
    std::vector<RecallRate> curve;
    std::copy_if(report.rates.begin(), report.rates.end(), std::back_inserter(curve),
                 [n](const RecallRate& rate) { return rate.units == n; });
    try {
      loads.push_back(half_load(curve));
      sizes.push_back(n);
      report.half_loads.push_back({n, loads.back()});
    } catch (const std::invalid_argument&) {
      continue;  // the loads scanned do not surround it
    }
  }
  if (sizes.size() >= 2) {
    report.limit = extrapolated_load(sizes, loads);
  }
}

std::string trials_text(const RecallTrials& trials) {
  return fmt::format("{} sets of random patterns, up to {} cues each, T = 0", trials.sets, trials.cues);
}

void add_capacity(const CapacityReport& report, Outcome& outcome) {
  Json list = Json::array();
  for (const CapacityReport::HalfLoad& half : report.half_loads) {
    list.push_back({{"units", half.units}, {"load", half.load.value}, {"load_error", half.load.error}});
    outcome.facts.emplace_back(
        list.size() == 1 ? "half load" : "",
        fmt::format("{} at N = {}", with_error(half.load.value, half.load.error), half.units));
  }
  outcome.document["half_loads"] = std::move(list);
  outcome.document["capacity"] = nullptr;
  outcome.document["capacity_error"] = nullptr;
  if (report.limit) {
    outcome.document["capacity"] = report.limit->value;
    outcome.document["capacity_error"] = report.limit->error;
    outcome.facts.emplace_back(
        "capacity", fmt::format("{} for N = infinity{}", with_error(report.limit->value, report.limit->error),
                                report.is_plain_hebb ? "; the theory has 0.1379" : ""));
  }
}

}  // namespace

Outcome scan_capacity(const CapacityScan& scan, const RecallRun& run) {
  Outcome outcome;
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
  outcome.document = {{"scan", scan.is_of_basins ? "basins" : "capacity"},
                      {"memory", memory_name(scan.trials.memory)},
                      {"points", rates_json(rates)}};
  outcome.files = {{scan.is_of_basins ? "basins.csv" : "capacity.csv", rates_csv(rates)}};
  outcome.facts.emplace_back("memory", memory_name(scan.trials.memory));
  outcome.facts.emplace_back("scan", fmt::format("{} points, {}", rates.size(), trials_text(scan.trials)));
  outcome.facts.emplace_back("", "     N       P     load   noise   recalled          overlap");
  for (const RecallRate& rate : rates) {
    outcome.facts.emplace_back(
        "", fmt::format("{:>6}  {:>6}  {:>7.4g}  {:>6.3g}   {:<16}  {}", rate.units, rate.patterns,
                        rate.load(), rate.noise, with_error(rate.recalled, rate.recalled_error),
                        with_error(rate.overlap, rate.overlap_error)));
  }
  CapacityReport report{
      .title = fmt::format("{}: {}", scan.is_of_basins ? "Basins of attraction" : "Capacity",
                           memory_name(scan.trials.memory)),
      .subtitle = fmt::format("{}, seed {}", trials_text(scan.trials), run.seed),
      .rates = std::move(rates),
      .is_plain_hebb = is_plain_hebb(scan.trials.memory) && scan.noises.front() == 0};
  if (scan.is_of_basins) {
    outcome.figure = basins_figure(report);
  } else {
    add_half_loads(scan.units, report);
    add_capacity(report, outcome);
    outcome.figure = capacity_figure(report);
  }
  return outcome;
}

}  // namespace onedial::cli
