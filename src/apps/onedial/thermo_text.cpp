#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "logits_options.hpp"
#include "number_text.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/plot/terminal.hpp"
#include "thermo_report.hpp"

namespace onedial::cli {
namespace {

/// Two estimates of one number as a distance in standard errors; none where there is no more than rounding.
std::optional<double> z_score(double value, double error, double exact) {
  constexpr double rounding = 1e-12;
  return error > rounding * std::abs(exact) ? std::optional((value - exact) / error) : std::nullopt;
}

std::string z_text(const std::optional<double>& score) {
  if (!score) {
    return "     -";
  }
  constexpr double most = 1000;
  return std::abs(*score) < most ? fmt::format("{:>6.1f}", *score) : fmt::format("{:>6.0e}", *score);
}

std::string peaks_text(std::string_view what, const std::vector<PeakEstimate>& peaks,
                       const std::vector<Peak>& exact, std::string_view doubt, bool rich) {
  std::string text = fmt::format("{:<9}", what);
  for (const PeakEstimate& peak : peaks) {
    text += fmt::format(
        "{}T* = {}, {}", &peak == peaks.data() ? (peaks.size() > 1 ? "peaks at " : "peak at ") : "; ",
        with_error(peak.temperature, peak.temperature_error), with_error(peak.value, peak.value_error));
  }
  if (!peaks.empty()) {
    text += doubt;
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

/// What makes the errors of peaks less than they seem.
std::string_view doubt_of_peaks(const ThermoOutcome& outcome) {
  return outcome.has_sound_curves() ? "" : " (errors too small)";
}

/// What makes a row of the table less than it seems.
std::string_view remark(const ThermometerReading& reading) {
  if (!reading.has_events) {
    return "no events";
  }
  if (!reading.is_long_enough) {
    return "too short";
  }
  return reading.is_out_of_equilibrium() ? "out of equilibrium" : "";
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
      const Thermodynamics& exact = outcome.exact_points[k];
      text += fmt::format(
          " {} {}", z_text(z_score(reading.mean_energy, reading.mean_energy_error, exact.mean_energy)),
          z_text(z_score(reading.heat_capacity, reading.heat_capacity_error, exact.heat_capacity)));
    }
    const std::string_view words = remark(reading);
    text += words.empty() ? "\n" : fmt::format("  {}\n", words);
  }
  return text;
}

std::string density_table(const ThermoOutcome& outcome, bool rich) {
  const bool has_exact = !outcome.exact_points.empty();
  std::string text =
      fmt::format("{:>10} {:>18} {:>16} {:>16} {:>18}", "T", rich ? "⟨E⟩" : "<E>", "C", "S", "F");
  text += has_exact ? fmt::format(" {:>6} {:>6}\n", "z(E)", "z(C)") : "\n";
  for (std::size_t k = 0; k < outcome.at_points.size(); ++k) {
    const ReweightedPoint& point = outcome.at_points[k];
    const auto field = [&](double Thermodynamics::*quantity) {
      return with_error(point.value.*quantity, point.standard_error.*quantity);
    };
    text += fmt::format("{:>10.6g} {:>18} {:>16} {:>16} {:>18}", point.value.temperature.value(),
                        field(&Thermodynamics::mean_energy), field(&Thermodynamics::heat_capacity),
                        field(&Thermodynamics::entropy), field(&Thermodynamics::free_energy));
    if (has_exact) {
      const auto z = [&](double Thermodynamics::*quantity) {
        return z_text(z_score(point.value.*quantity, point.standard_error.*quantity,
                              outcome.exact_points[k].*quantity));
      };
      text += fmt::format(" {} {}", z(&Thermodynamics::mean_energy), z(&Thermodynamics::heat_capacity));
    }
    text += !point.is_resolved ? "  bins too wide\n" : !point.is_supported() ? "  too few samples\n" : "\n";
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
                        order[k].binder_cumulant ? field(*order[k].binder_cumulant) : "-");
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
      "run", scan.readings.size(), rich ? "×" : "x", scan.ladders, kernel_name(settings), scan.equilibration,
      scan.sweeps, scan.seconds,
      scan.seconds > 0 ? static_cast<double>(scan.updates) / scan.seconds / 1e6 : 0.0, "exchange",
      100 * *least, 100 * *most, scan.round_trips);
}

std::string loop_text(const LoopOutcome& loop) {
  if (std::isnan(loop.measured.area)) {
    const auto reached = [](const std::vector<BranchPoint>& branch) {
      return branch.back().temperature.value();
    };
    const HysteresisLoop& measured = loop.measured;
    return fmt::format("{:<9}{}\n", "cooling",
                       measured.cooling.empty() ? std::string("did not begin")
                       : measured.heating.size() < 2
                           ? fmt::format("came to T = {:.4g}; no loop", reached(measured.cooling))
                           : fmt::format("done, heating came to T = {:.4g}; the loop did not close",
                                         reached(measured.heating)));
  }
  return fmt::format("{:<9}loop area {}{}\n", "cooling",
                     with_error(loop.measured.area, loop.measured.area_error),
                     loop.exact ? fmt::format("   exact {:.6g}", loop.exact->area) : "");
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
  if (!outcome.scan && !outcome.histogram) {
    for (const Peak& peak : outcome.exact_heat_capacity_peaks) {
      marks.push_back(peak.temperature.value());
    }
  }
  const std::string title =
      marks.empty() ? "heat capacity C" : fmt::format("heat capacity C, {} its peaks", rich ? "▲" : "^");
  return terminal_plot(x, y,
                       {.title = title,
                        .x_label = "temperature T",
                        .marks = marks,
                        .height = 12,
                        .unicode = rich,
                        .colour = rich});
}

}  // namespace

std::string to_text(const ThermoConfig& settings, const ThermoSubject& subject, const ThermoOutcome& outcome,
                    bool rich) {
  std::string text = fmt::format(
      "{}: {}, {} unit{}, {} coupling{}\n\n", settings.problem.kind, valid_utf8(subject.description),
      subject.units, subject.units == 1 ? "" : "s", subject.couplings, subject.couplings == 1 ? "" : "s");
  text += outcome.scan        ? measured_table(outcome, rich)
          : outcome.histogram ? density_table(outcome, rich)
                              : exact_table(outcome, rich);
  if (outcome.scan && !outcome.scan->order.empty()) {
    text += "\n" + order_table(outcome.scan->order, outcome.readings.size(), rich);
  }
  text += '\n';
  text += peaks_text("C(T)", outcome.heat_capacity_peaks, outcome.exact_heat_capacity_peaks,
                     doubt_of_peaks(outcome), rich);
  text += peaks_text("dS/dT", outcome.entropy_slope_peaks, outcome.exact_entropy_slope_peaks,
                     doubt_of_peaks(outcome), rich);
  if (outcome.loop) {
    text += loop_text(*outcome.loop);
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
  if (outcome.is_interrupted) {
    text += fmt::format("{:<9}{}\n", "stopped", outcome.interruption);
  }
  return text + "\n" + plot_text(outcome, rich);
}

}  // namespace onedial::cli
