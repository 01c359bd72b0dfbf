#include "thermo_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "logits_options.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/plot/terminal.hpp"
#include "onedial/plot/thermo_report.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}
Json number_json(const std::optional<double>& value) {
  return value ? number_json(*value) : Json(nullptr);
}

Json exact_json(const Thermodynamics& exact) {
  return {{"mean_energy", exact.mean_energy},
          {"heat_capacity", exact.heat_capacity},
          {"entropy", exact.entropy},
          {"free_energy", exact.free_energy},
          {"log_z", exact.log_z}};
}

/// Two estimates of one number as a distance in standard errors.
std::optional<double> z_score(double value, double error, double exact) {
  return error > 0 ? std::optional((value - exact) / error) : std::nullopt;
}

Json estimate_json(const JackknifeEstimate& estimate) {
  return {{"value", number_json(estimate.value)}, {"error", number_json(estimate.standard_error)}};
}

Json order_json(const OrderParameterReading& order) {
  return {{"mean_absolute", estimate_json(order.mean_absolute)},
          {"mean_square", estimate_json(order.mean_square)},
          {"binder_cumulant", estimate_json(order.binder_cumulant)},
          {"susceptibility", estimate_json(order.susceptibility)}};
}

Json point_json(const ThermoOutcome& outcome, std::size_t k) {
  const ThermometerReading& reading = outcome.readings[k];
  Json point = {
      {"temperature", reading.temperature.value()},
      {"mean_energy", reading.mean_energy},
      {"mean_energy_error", reading.has_events ? Json(reading.mean_energy_error) : Json(nullptr)},
      {"heat_capacity", reading.has_events ? Json(reading.heat_capacity) : Json(nullptr)},
      {"heat_capacity_error", reading.has_events ? Json(reading.heat_capacity_error) : Json(nullptr)},
      {"energy_slope", number_json(reading.energy_slope)},
      {"energy_slope_error", reading.energy_slope ? Json(reading.energy_slope_error) : Json(nullptr)},
      {"entropy", nullptr},
      {"entropy_error", nullptr},
      {"free_energy", nullptr},
      {"free_energy_error", nullptr},
      {"log_z", nullptr},
      {"log_z_error", nullptr},
      {"tau_int", reading.has_events ? Json(reading.tau) : Json(nullptr)},
      {"effective_samples", reading.effective_samples},
      {"samples", reading.samples},
      {"split_r_hat", nullptr},
      {"has_events", reading.has_events},
      {"in_equilibrium", reading.in_equilibrium},
      {"is_long_enough", reading.is_long_enough}};
  if (!outcome.at_points.empty()) {
    const ReweightedPoint& reweighted = outcome.at_points[k];
    point["reweighted"] = {{"mean_energy", reweighted.value.mean_energy},
                           {"mean_energy_error", reweighted.standard_error.mean_energy},
                           {"heat_capacity", reweighted.value.heat_capacity},
                           {"heat_capacity_error", reweighted.standard_error.heat_capacity},
                           {"effective_samples", reweighted.effective_samples}};
    if (outcome.is_absolute) {
      point["entropy"] = reweighted.value.entropy;
      point["entropy_error"] = reweighted.standard_error.entropy;
      point["free_energy"] = reweighted.value.free_energy;
      point["free_energy_error"] = reweighted.standard_error.free_energy;
      point["log_z"] = reweighted.value.log_z;
      point["log_z_error"] = reweighted.standard_error.log_z;
    }
  }
  if (k < outcome.scan->split_r_hats.size()) {
    point["split_r_hat"] = number_json(outcome.scan->split_r_hats[k]);
  }
  if (!outcome.integrated_entropies.empty()) {
    point["entropy_by_integration"] = outcome.integrated_entropies[k].value;
    point["entropy_by_integration_error"] = outcome.integrated_entropies[k].standard_error;
  }
  if (k < outcome.scan->order.size()) {
    point["order_parameter"] = order_json(outcome.scan->order[k]);
  }
  if (!outcome.exact_points.empty()) {
    point["exact"] = exact_json(outcome.exact_points[k]);
  }
  return point;
}

Json exact_point_json(const Thermodynamics& exact) {
  Json point = {{"temperature", exact.temperature.value()}};
  point.update(exact_json(exact));
  point["energy_variance"] = exact.energy_variance;
  point["entropy_slope"] = exact.entropy_slope;
  return point;
}

/// Of a density of states.
Json density_point_json(const ThermoOutcome& outcome, std::size_t k) {
  const auto& [value, error, samples] = outcome.at_points[k];
  Json point = {{"temperature", value.temperature.value()},
                {"mean_energy", value.mean_energy},
                {"mean_energy_error", error.mean_energy},
                {"heat_capacity", value.heat_capacity},
                {"heat_capacity_error", error.heat_capacity},
                {"entropy", value.entropy},
                {"entropy_error", error.entropy},
                {"free_energy", value.free_energy},
                {"free_energy_error", error.free_energy},
                {"log_z", value.log_z},
                {"log_z_error", error.log_z},
                {"tau_int", nullptr},
                {"effective_samples", samples}};
  if (!outcome.exact_points.empty()) {
    point["exact"] = exact_json(outcome.exact_points[k]);
  }
  return point;
}

Json histogram_json(const FlatHistogram& histogram) {
  return {{"levels", histogram.density.size()},
          {"round_trips", histogram.round_trips},
          {"flatness", histogram.flatness},
          {"sweeps", histogram.sweeps},
          {"energies", histogram.density.energies()},
          {"log_states", histogram.density.log_states()},
          {"log_states_error", histogram.log_states_error}};
}

Json peaks_json(const std::vector<PeakEstimate>& peaks) {
  Json json = Json::array();
  for (const PeakEstimate& peak : peaks) {
    json.push_back({{"temperature", peak.temperature},
                    {"temperature_error", peak.temperature_error},
                    {"value", peak.value},
                    {"value_error", peak.value_error}});
  }
  return json;
}

Json peaks_json(const std::vector<Peak>& peaks) {
  Json json = Json::array();
  for (const Peak& peak : peaks) {
    json.push_back({{"temperature", peak.temperature.value()}, {"value", peak.value}});
  }
  return json;
}

Json loop_json(const LoopOutcome& loop) {
  Json json = {{"area", number_json(loop.measured.area)},
               {"area_error", number_json(loop.measured.area_error)},
               {"largest_gap", number_json(loop.measured.largest_gap)},
               {"largest_gap_temperature", loop.measured.largest_gap_temperature.value()},
               {"stop_reason", stop_reason_name(loop.measured.stop_reason)},
               {"exact_area", nullptr}};
  if (loop.exact) {
    json["exact_area"] = loop.exact->area;
  }
  return json;
}

Json ladder_json(const EquilibriumScan& scan) {
  Json temperatures = Json::array();
  for (const ThermometerReading& reading : scan.readings) {
    temperatures.push_back(reading.temperature.is_infinite() ? Json("inf")
                                                             : Json(reading.temperature.value()));
  }
  Json overlaps = nullptr;
  if (scan.reweighting) {  // from hot to cold there
    const auto& from_hot = scan.reweighting->overlaps();
    overlaps = std::vector<double>(from_hot.rbegin(), from_hot.rend());
  }
  return {{"temperatures", temperatures},
          {"ladders", scan.ladders},
          {"swap_rates", scan.swap_rates},
          {"overlaps", overlaps},
          {"round_trips", scan.round_trips}};
}

std::string_view cluster_kind_name(ClusterKind kind) {
  return kind == ClusterKind::wolff ? "wolff" : "swendsen_wang";
}

std::string kernel_text(const ThermoConfig& settings) {
  if (settings.sampler.clusters) {
    return std::string(cluster_kind_name(*settings.sampler.clusters));
  }
  return settings.sampler.units.kernel == KernelKind::heat_bath ? "heat_bath" : "metropolis";
}

/// "-1.2345(12)": the value to the place of the second digit of its error.
std::string with_error(double value, double error) {
  if (!(error > 0) || !std::isfinite(error)) {
    return fmt::format("{:.6g}", value);
  }
  const int exponent = decimal_exponent(error);
  const int decimals = std::max(0, 1 - exponent);
  const double digits = std::round(error * std::pow(10.0, decimals));
  return fmt::format("{:.{}f}({:.0f})", value, decimals, digits);
}

std::string peaks_text(std::string_view what, const std::vector<PeakEstimate>& peaks,
                       const std::vector<Peak>& exact, bool rich) {
  std::string text = fmt::format("{:<9}", what);
  for (const PeakEstimate& peak : peaks) {
    text += fmt::format(
        "{}T* = {}, {}", &peak == peaks.data() ? (peaks.size() > 1 ? "peaks at " : "peak at ") : "; ",
        with_error(peak.temperature, peak.temperature_error), with_error(peak.value, peak.value_error));
  }
  if (peaks.empty()) {
    text += exact.empty() ? "no peak between the ends of the range" : "";
  }
  for (const Peak& peak : exact) {
    text += fmt::format("{}T* = {:.6g}, {:.6g}",
                        &peak == exact.data() ? (peaks.empty() ? "exact "
                                                 : rich        ? "   exact "
                                                               : "   exact ")
                                              : "; ",
                        peak.temperature.value(), peak.value);
  }
  return text + '\n';
}

/// What makes a row of the table less than it seems.
std::string_view remark(const ThermometerReading& reading) {
  if (!reading.has_events) {
    return "no events";
  }
  if (!reading.is_long_enough) {
    return "too short";
  }
  return reading.in_equilibrium ? "" : "out of equilibrium";
}

std::string measured_table(const ThermoOutcome& outcome, bool rich) {
  const bool has_exact = !outcome.exact_points.empty();
  const bool has_entropy = !outcome.at_points.empty();
  std::string text = fmt::format("{:>9} {:>17} {:>15} {:>14} {:>15} {:>9} {:>9}", "T", rich ? "⟨E⟩" : "<E>",
                                 "C", rich ? "d⟨E⟩/dT" : "d<E>/dT", outcome.is_absolute ? "S" : "S - S(hot)",
                                 rich ? "τ" : "tau", "samples");
  text += has_exact ? fmt::format(" {:>6} {:>6}\n", "z(E)", "z(C)") : "\n";
  for (std::size_t k = 0; k < outcome.readings.size(); ++k) {
    const ThermometerReading& reading = outcome.readings[k];
    text += fmt::format(
        "{:>9.5g} {:>17} {:>15} {:>14} {:>15} {:>9} {:>9.3g}", reading.temperature.value(),
        with_error(reading.mean_energy, reading.mean_energy_error),
        reading.has_events ? with_error(reading.heat_capacity, reading.heat_capacity_error) : "-",
        reading.energy_slope ? with_error(*reading.energy_slope, reading.energy_slope_error) : "",
        has_entropy
            ? with_error(outcome.at_points[k].value.entropy, outcome.at_points[k].standard_error.entropy)
            : "",
        reading.has_events ? fmt::format("{:.3g}", reading.tau) : "-", reading.effective_samples);
    if (has_exact) {
      const auto z = [](const std::optional<double>& score) {
        return score ? fmt::format("{:>6.1f}", *score) : std::string("     -");
      };
      const Thermodynamics& exact = outcome.exact_points[k];
      text +=
          fmt::format(" {} {}", z(z_score(reading.mean_energy, reading.mean_energy_error, exact.mean_energy)),
                      z(z_score(reading.heat_capacity, reading.heat_capacity_error, exact.heat_capacity)));
    }
    const std::string_view words = remark(reading);
    text += words.empty() ? "\n" : fmt::format("  {}\n", words);
  }
  return text;
}

std::string density_table(const ThermoOutcome& outcome, bool rich) {
  std::string text =
      fmt::format("{:>10} {:>18} {:>16} {:>16} {:>18}\n", "T", rich ? "⟨E⟩" : "<E>", "C", "S", "F");
  for (const ReweightedPoint& point : outcome.at_points) {
    const auto field = [&](double Thermodynamics::*quantity) {
      return with_error(point.value.*quantity, point.standard_error.*quantity);
    };
    text += fmt::format("{:>10.6g} {:>18} {:>16} {:>16} {:>18}\n", point.value.temperature.value(),
                        field(&Thermodynamics::mean_energy), field(&Thermodynamics::heat_capacity),
                        field(&Thermodynamics::entropy), field(&Thermodynamics::free_energy));
  }
  return text;
}

std::string order_table(const std::vector<OrderParameterReading>& order, std::size_t count, bool rich) {
  std::string text = fmt::format("{:>9} {:>15} {:>15} {:>15}\n", "T", rich ? "⟨|m|⟩" : "<|m|>",
                                 rich ? "χ" : "chi", rich ? "U₄" : "U4");
  for (std::size_t k = 0; k < count; ++k) {
    const auto field = [](const JackknifeEstimate& estimate) {
      return with_error(estimate.value, estimate.standard_error);
    };
    text += fmt::format("{:>9.5g} {:>15} {:>15} {:>15}\n", order[k].temperature.value(),
                        field(order[k].mean_absolute), field(order[k].susceptibility),
                        field(order[k].binder_cumulant));
  }
  return text;
}

std::string exact_table(const ThermoOutcome& outcome, bool rich) {
  std::string text = fmt::format("{:>10} {:>16} {:>14} {:>14} {:>16} {:>16}\n", "T", rich ? "⟨E⟩" : "<E>",
                                 "C", "S", "F", "ln Z");
  for (const Thermodynamics& at : outcome.exact_points) {
    text +=
        fmt::format("{:>10.6g} {:>16.9g} {:>14.8g} {:>14.8g} {:>16.9g} {:>16.9g}\n", at.temperature.value(),
                    at.mean_energy + 0.0, at.heat_capacity, at.entropy, at.free_energy + 0.0, at.log_z);
  }
  return text;
}

std::string run_text(const ThermoConfig& settings, const EquilibriumScan& scan, bool rich) {
  const auto [least, most] = std::minmax_element(scan.swap_rates.begin(), scan.swap_rates.end());
  return fmt::format(
      "{:<9}{} temperatures {} {} ladders, {}; {} sweeps to settle, {} measured; {:.3g} s, {:.3g} million "
      "updates a "
      "second\n{:<9}swaps {:.0f} to {:.0f} %, {} round trips\n",
      "run", scan.readings.size(), rich ? "×" : "x", scan.ladders, kernel_text(settings), scan.equilibration,
      scan.sweeps, scan.seconds,
      scan.seconds > 0 ? static_cast<double>(scan.updates) / scan.seconds / 1e6 : 0.0, "exchange",
      100 * *least, 100 * *most, scan.round_trips);
}

std::string plot_text(const ThermoOutcome& outcome, bool rich) {
  std::vector<double> x;
  std::vector<double> y;
  const auto add = [&](const Thermodynamics& value, bool good) {
    x.push_back(value.temperature.value());
    y.push_back(good ? value.heat_capacity : NAN);
  };
  for (const ReweightedPoint& point : outcome.curve) {
    add(point.value, point.is_supported());
  }
  if (outcome.curve.empty()) {
    for (const Thermodynamics& point : outcome.exact_curve) {
      add(point, true);
    }
  }
  if (x.empty()) {
    for (const ThermometerReading& reading : outcome.readings) {
      x.push_back(reading.temperature.value());
      y.push_back(reading.heat_capacity);
    }
  }
  std::vector<double> marks;
  for (const PeakEstimate& peak : outcome.heat_capacity_peaks) {
    marks.push_back(peak.temperature);
  }
  return terminal_plot(x, y,
                       {.title = fmt::format("heat capacity C, {} its peaks", rich ? "▲" : "^"),
                        .x_label = "temperature T",
                        .marks = marks,
                        .height = 12,
                        .unicode = rich,
                        .colour = rich});
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
  if (outcome.scan) {
    return fmt::format("{} units; {} temperatures × {} ladders × {} sweeps, {}, seed {}", subject.units,
                       outcome.scan->readings.size(), outcome.scan->ladders, outcome.scan->sweeps,
                       kernel_text(settings), settings.seed);
  }
  if (outcome.histogram) {
    return fmt::format("{} units; flat histogram of {} levels by {} walkers × {} sweeps, seed {}",
                       subject.units, outcome.histogram->density.size(), settings.measurement.ladders,
                       settings.measurement.sweeps, settings.seed);
  }
  return fmt::format("{} units; exact by {}", subject.units, subject.exact->method);
}

}  // namespace

Json to_json(const ThermoConfig& settings, const ThermoSubject& subject, const ThermoOutcome& outcome) {
  Json points = Json::array();
  if (outcome.scan) {
    for (std::size_t k = 0; k < outcome.readings.size(); ++k) {
      points.push_back(point_json(outcome, k));
    }
  } else if (outcome.histogram) {
    for (std::size_t k = 0; k < outcome.at_points.size(); ++k) {
      points.push_back(density_point_json(outcome, k));
    }
  } else {
    for (const Thermodynamics& exact : outcome.exact_points) {
      points.push_back(exact_point_json(exact));
    }
  }
  Json document = {{"onedial", version()},
                   {"command", "thermo"},
                   {"seed", settings.seed},
                   {"problem",
                    {{"kind", settings.problem.kind},
                     {"source", valid_utf8(subject.description)},
                     {"units", subject.units},
                     {"couplings", subject.couplings}}},
                   {"points", points},
                   {"heat_capacity_peaks", peaks_json(outcome.heat_capacity_peaks)},
                   {"entropy_slope_peaks", peaks_json(outcome.entropy_slope_peaks)},
                   {"per_unit", false},
                   {"exact", !outcome.scan && !outcome.histogram},
                   {"exact_method", nullptr}};
  if (subject.exact) {
    document["exact_method"] = subject.exact->method;
    document["exact_heat_capacity_peaks"] = peaks_json(outcome.exact_heat_capacity_peaks);
    document["exact_entropy_slope_peaks"] = peaks_json(outcome.exact_entropy_slope_peaks);
  }
  if (outcome.scan) {
    const EquilibriumScan& scan = *outcome.scan;
    document["absolute_entropy"] = outcome.is_absolute;
    document["exchange"] = ladder_json(scan);
    document["sampler"] = {{"kernel", kernel_text(settings)}};
    document["equilibration"] = scan.equilibration;
    document["has_settled"] = scan.has_settled;
    document["sweeps"] = scan.sweeps;
    document["updates"] = scan.updates;
    document["seconds"] = scan.seconds;
    document["threads"] = settings.sampler.units.threads;
    document["isa"] = instruction_set();
    document["stop_reason"] = scan.is_interrupted ? "interrupted" : "finished";
  }
  if (outcome.histogram) {
    document["density_of_states"] = histogram_json(*outcome.histogram);
  }
  document["hysteresis"] = outcome.loop ? loop_json(*outcome.loop) : Json(nullptr);
  document["warnings"] = outcome.warnings;
  return document;
}

std::string to_text(const ThermoConfig& settings, const ThermoSubject& subject, const ThermoOutcome& outcome,
                    bool rich) {
  std::string text = fmt::format("{}: {}, {} unit{}, {} couplings\n\n", settings.problem.kind,
                                 valid_utf8(subject.description), subject.units,
                                 subject.units == 1 ? "" : "s", subject.couplings);
  text += outcome.scan        ? measured_table(outcome, rich)
          : outcome.histogram ? density_table(outcome, rich)
                              : exact_table(outcome, rich);
  if (outcome.scan && !outcome.scan->order.empty()) {
    text += "\n" + order_table(outcome.scan->order, outcome.readings.size(), rich);
  }
  text += '\n';
  text += peaks_text("C(T)", outcome.heat_capacity_peaks, outcome.exact_heat_capacity_peaks, rich);
  text += peaks_text("dS/dT", outcome.entropy_slope_peaks, outcome.exact_entropy_slope_peaks, rich);
  if (outcome.loop) {
    text += fmt::format("{:<9}loop area {}{}\n", "cooling",
                        with_error(outcome.loop->measured.area, outcome.loop->measured.area_error),
                        outcome.loop->exact ? fmt::format("   exact {:.6g}", outcome.loop->exact->area) : "");
  }
  if (subject.exact) {
    text += fmt::format("{:<9}by {}\n", "exact", subject.exact->method);
  }
  if (outcome.scan) {
    text += run_text(settings, *outcome.scan, rich);
  }
  if (outcome.histogram) {
    const auto [least, most] =
        std::minmax_element(outcome.histogram->round_trips.begin(), outcome.histogram->round_trips.end());
    text +=
        fmt::format("{:<9}{} walkers, {} levels, {} sweeps in all; {} to {} round trips, flatness {:.2f}\n",
                    "run", settings.measurement.ladders, outcome.histogram->density.size(),
                    outcome.histogram->sweeps, *least, *most, outcome.histogram->flatness);
  }
  return text + "\n" + plot_text(outcome, rich);
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
    text += fmt::format("{},{},{},{},{},{},{},{},", reading.temperature.value(), reading.samples,
                        reading.mean_energy, reading.mean_energy_error, reading.energy_variance,
                        reading.energy_variance_error, reading.heat_capacity, reading.heat_capacity_error);
    text += reading.energy_slope ? fmt::format("{},{},", *reading.energy_slope, reading.energy_slope_error)
                                 : ",,";
    text += fmt::format("{},{},{:d},{:d},{:d}\n", reading.tau, reading.effective_samples, reading.has_events,
                        reading.in_equilibrium, reading.is_long_enough);
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
