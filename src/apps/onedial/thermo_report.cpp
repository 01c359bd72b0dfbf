#include "thermo_report.hpp"

#include <fmt/format.h>

#include "logits_options.hpp"
#include "onedial/plot/thermo_report.hpp"

namespace onedial::cli {
namespace {

std::string_view cluster_kind_name(ClusterKind kind) {
  return kind == ClusterKind::wolff ? "wolff" : "swendsen_wang";
}

/// A row a temperature of what a density of states says.
std::string density_csv(const std::vector<ReweightedPoint>& points) {
  std::string text =
      "temperature,mean_energy,mean_energy_error,heat_capacity,heat_capacity_error,entropy_slope,"
      "entropy_slope_error,entropy,entropy_error,log_z,log_z_error,effective_samples,is_supported\n";
  for (const ReweightedPoint& point : points) {
    const Thermodynamics& value = point.value;
    const Thermodynamics& error = point.standard_error;
    text += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{:d}\n", value.temperature.value(),
                        value.mean_energy, error.mean_energy, value.heat_capacity, error.heat_capacity,
                        value.entropy_slope, error.entropy_slope, value.entropy, error.entropy, value.log_z,
                        error.log_z, point.effective_samples, point.is_supported());
  }
  return text;
}

std::string subtitle(const ThermoConfig& settings, const ThermoSubject& subject,
                     const ThermoOutcome& outcome) {
  const std::string units = fmt::format("{} unit{}", subject.units, subject.units == 1 ? "" : "s");
  const std::string stopped = outcome.is_interrupted ? "; " + outcome.interruption : "";
  if (outcome.scan) {
    return fmt::format("{}; {} temperatures × {} ladders × {} sweeps, {}, seed {}{}", units,
                       outcome.scan->readings.size(), outcome.scan->ladders, outcome.scan->sweeps,
                       kernel_name(settings), settings.seed, stopped);
  }
  if (outcome.histogram) {
    return fmt::format("{}; flat histogram of {} levels by {} walkers × {} sweeps, seed {}{}", units,
                       outcome.histogram->density.size(), settings.measurement.ladders,
                       settings.measurement.sweeps, settings.seed, stopped);
  }
  return fmt::format("{}; exact by {}{}", units, subject.exact->method, stopped);
}

}  // namespace

bool ThermoOutcome::has_sound_curves() const {
  if (histogram) {
    return histogram->mixed();
  }
  return !scan || !scan->reweighting || (scan->has_settled && scan->reweighting->has_long_blocks());
}

std::string kernel_name(const ThermoConfig& settings) {
  if (settings.sampler.clusters) {
    return std::string(cluster_kind_name(*settings.sampler.clusters));
  }
  return settings.sampler.units.kernel == KernelKind::heat_bath ? "heat_bath" : "metropolis";
}

std::string points_csv(const ThermoOutcome& outcome) {
  if (outcome.histogram) {
    return density_csv(outcome.at_points);
  }
  if (!outcome.scan) {
    std::string text =
        "temperature,log_z,mean_energy,energy_variance,entropy,free_energy,heat_capacity,entropy_slope\n";
    for (const Thermodynamics& at : outcome.exact_points) {
      text += fmt::format("{},{},{},{},{},{},{},{}\n", at.temperature.value(), at.log_z, at.mean_energy,
                          at.energy_variance, at.entropy, at.free_energy, at.heat_capacity, at.entropy_slope);
    }
    return text;
  }
  std::string text =
      "temperature,samples,mean_energy,mean_energy_error,energy_variance,energy_variance_error,heat_capacity,"
      "heat_capacity_error,energy_slope,energy_slope_error,tau_int,effective_samples,has_events,in_"
      "equilibrium,"
      "is_long_enough\n";
  for (const ThermometerReading& reading : outcome.readings) {
    // Where nothing moved, only the mean is known.
    text += fmt::format("{},{},{},", reading.temperature.value(), reading.samples, reading.mean_energy);
    text += reading.has_events ? fmt::format("{},{},{},{},{},", reading.mean_energy_error,
                                             reading.energy_variance, reading.energy_variance_error,
                                             reading.heat_capacity, reading.heat_capacity_error)
                               : ",,,,,";
    text += reading.energy_slope ? fmt::format("{},{},", *reading.energy_slope, reading.energy_slope_error)
                                 : ",,";
    text += fmt::format("{},{},{:d},{},{:d}\n", reading.has_events ? fmt::format("{}", reading.tau) : "",
                        reading.effective_samples, reading.has_events,
                        reading.in_equilibrium ? fmt::format("{:d}", *reading.in_equilibrium) : "",
                        reading.is_long_enough);
  }
  return text;
}

std::string curve_csv(const ThermoOutcome& outcome) {
  return density_csv(outcome.curve);
}

std::string loop_csv(const LoopOutcome& loop) {
  std::string text = "branch,temperature,mean_energy,mean_energy_error,exact_mean_energy\n";
  const auto add = [&](const char* branch, const std::vector<BranchPoint>& points,
                       const std::vector<ExactSweep>* exact) {
    for (std::size_t k = 0; k < points.size(); ++k) {
      text += fmt::format("{},{},{},{},", branch, points[k].temperature.value(), points[k].mean_energy,
                          points[k].standard_error);
      text += exact != nullptr ? fmt::format("{}\n", (*exact)[k].mean_energy) : "\n";
    }
  };
  add("cooling", loop.measured.cooling, loop.exact ? &loop.exact->cooling : nullptr);
  add("heating", loop.measured.heating, loop.exact ? &loop.exact->heating : nullptr);
  return text;
}

Figure figure(const ThermoConfig& settings, const ThermoSubject& subject, const ThermoOutcome& outcome) {
  const std::string name = valid_utf8(subject.description);
  ThermoReport report{.title = fmt::format("{}: {}", settings.problem.kind, name),
                      .subtitle = subtitle(settings, subject, outcome),
                      .readings = outcome.readings,
                      .curve = outcome.curve,
                      .exact = outcome.exact_curve,
                      .heat_capacity_peaks = outcome.heat_capacity_peaks,
                      .entropy_slope_peaks = outcome.entropy_slope_peaks};
  if (outcome.is_absolute) {
    report.log_state_count = subject.log_state_count;
  }
  if (outcome.loop) {
    report.loop = outcome.loop->measured;
    report.exact_loop = outcome.loop->exact;
  }
  const auto as_estimates = [](const std::vector<Peak>& peaks) {
    std::vector<PeakEstimate> estimates;
    for (const Peak& peak : peaks) {
      estimates.push_back({.temperature = peak.temperature.value(), .value = peak.value});
    }
    return estimates;
  };
  if (!outcome.scan && !outcome.histogram) {
    report.heat_capacity_peaks = as_estimates(outcome.exact_heat_capacity_peaks);
    report.entropy_slope_peaks = as_estimates(outcome.exact_entropy_slope_peaks);
  }
  return thermo_figure(report);
}

}  // namespace onedial::cli
