#include "softmax_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "bars.hpp"
#include "logits_options.hpp"
#include "onedial/core/compressed_spectrum.hpp"
#include "onedial/core/distance_to_limits.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/version.hpp"
#include "onedial/plot/dial_report.hpp"
#include "onedial/plot/terminal.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinities: a temperature's is a word, any other number's has no value.
Json temperature_json(Temperature t) {
  return t.is_infinite() ? Json("inf") : Json(t.value());
}
Json number_json(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json row_json(const SoftmaxOutcome& outcome, std::size_t row, const std::vector<std::size_t>& top) {
  constexpr std::size_t most_probabilities = 4096;
  const Thermodynamics& at = outcome.rows[row];
  const std::vector<double> p = boltzmann_probabilities(outcome.spectrum, at.temperature);
  Json most_likely = Json::array();
  for (const std::size_t token : top) {
    most_likely.push_back({{"index", token},
                           {"token", token_name(outcome.logits, token)},
                           {"logit", number_json(outcome.logits.logits[token])},
                           {"probability", p[token]}});
  }
  return {{"temperature", temperature_json(at.temperature)},
          {"log_z", number_json(at.log_z)},
          {"mean_energy", number_json(at.mean_energy)},
          {"energy_variance", number_json(at.energy_variance)},
          {"entropy_nats", at.entropy},
          {"entropy_bits", bits_from_nats(at.entropy)},
          {"entropy_deficit_nats", entropy_deficit(outcome.spectrum, at.temperature)},
          {"perplexity", perplexity(at.entropy)},
          {"free_energy", number_json(at.free_energy)},
          {"heat_capacity", number_json(at.heat_capacity)},
          {"entropy_slope", number_json(at.entropy_slope)},
          {"top", most_likely},
          {"probabilities", p.size() <= most_probabilities ? Json(p) : Json(nullptr)}};
}

Json peaks_json(const std::vector<Peak>& peaks) {
  Json json = Json::array();
  for (const Peak& peak : peaks) {
    json.push_back({{"temperature", peak.temperature.value()}, {"value", peak.value}});
  }
  return json;
}

std::string peaks_text(std::string_view what, const std::vector<Peak>& peaks, double finite_logits) {
  std::string text = fmt::format("{:<9}", what);
  for (const Peak& peak : peaks) {
    text += fmt::format("{}{:.5g} at T = {:.5g}",
                        &peak == peaks.data() ? (peaks.size() == 1 ? "peak " : "peaks ") : ", ", peak.value,
                        peak.temperature.value());
  }
  if (peaks.empty()) {
    text += finite_logits > 1 ? "no peak: no two logits differ by enough to tell"
                              : "no peak: only one token can be drawn";
  }
  return text + '\n';
}

/// A curve over T whose axis points out the peaks.
std::string curve_plot(const std::vector<Thermodynamics>& curve, double Thermodynamics::*quantity,
                       double unit, const std::vector<Peak>& peaks, const std::string& title, bool rich) {
  std::vector<double> x;
  std::vector<double> y;
  for (const Thermodynamics& point : curve) {
    x.push_back(point.temperature.value());
    y.push_back(point.*quantity / unit);
  }
  std::vector<double> marks;
  for (const Peak& peak : peaks) {
    marks.push_back(peak.temperature.value());
  }
  return terminal_plot(x, y,
                       {.title = title,
                        .x_label = "temperature T",
                        .x_axis = AxisKind::logarithmic,
                        .marks = marks,
                        .height = 10,
                        .unicode = rich,
                        .colour = rich});
}

}  // namespace

std::vector<std::size_t> top_tokens(const TokenLogits& logits, std::size_t count) {
  std::vector<std::size_t> order(logits.logits.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  count = std::min(count, order.size());
  const auto last = order.begin() + static_cast<std::ptrdiff_t>(count);
  std::partial_sort(order.begin(), last, order.end(), [&](std::size_t a, std::size_t b) {
    return logits.logits[a] != logits.logits[b] ? logits.logits[a] > logits.logits[b] : a < b;
  });
  order.erase(last, order.end());
  return order;
}

Json to_json(const SoftmaxOutcome& outcome, std::size_t top) {
  const std::vector<std::size_t> tokens = top_tokens(outcome.logits, top);
  Json rows = Json::array();
  for (std::size_t row = 0; row < outcome.rows.size(); ++row) {
    rows.push_back(row_json(outcome, row, tokens));
  }
  return {{"onedial", version()},
          {"command", "softmax"},
          {"source", outcome.source},
          {"tokens", outcome.logits.logits.size()},
          {"temperatures", rows},
          {"heat_capacity_peaks", peaks_json(outcome.heat_capacity_peaks)},
          {"entropy_slope_peaks", peaks_json(outcome.entropy_slope_peaks)}};
}

std::string to_text(const SoftmaxOutcome& outcome, std::size_t top, bool rich) {
  const std::vector<std::size_t> tokens = top_tokens(outcome.logits, top);
  std::string text = fmt::format("{}: {} tokens, E = {}logit\n\n", outcome.source,
                                 outcome.logits.logits.size(), rich ? "−" : "-");
  text += fmt::format("{:>10} {:>11} {:>10} {:>11} {:>11} {:>11} {:>10} {:>10}\n", "T", "S (bits)",
                      "perplexity", rich ? "⟨E⟩" : "<E>", "F", "ln Z", "C", "dS/dT");
  for (const Thermodynamics& at : outcome.rows) {
    text += fmt::format("{:>10.5g} {:>11.6g} {:>10.5g} {:>11.6g} {:>11.6g} {:>11.6g} {:>10.5g} {:>10.5g}\n",
                        at.temperature.value(), bits_from_nats(at.entropy), perplexity(at.entropy),
                        at.mean_energy + 0.0, at.free_energy + 0.0, at.log_z + 0.0, at.heat_capacity,
                        at.entropy_slope);
  }
  if (outcome.rows.size() == 1) {
    const std::vector<double> p = boltzmann_probabilities(outcome.spectrum, outcome.rows.front().temperature);
    std::vector<Bar> bars;
    for (const std::size_t token : tokens) {
      bars.push_back({.name = token_name(outcome.logits, token), .fraction = p[token]});
    }
    text += "\n" + bars_text(bars, rich);
  }
  text += "\n" + peaks_text("C(T)", outcome.heat_capacity_peaks, outcome.spectrum.state_count());
  text += peaks_text("dS/dT", outcome.entropy_slope_peaks, outcome.spectrum.state_count());

  constexpr Index points = 140;
  const double nats_in_a_bit = std::log(2.0);
  const CompressedSpectrum compressed(outcome.spectrum);
  std::vector<Thermodynamics> curve;
  for (const Temperature t : telling_temperatures(outcome.spectrum, points)) {
    curve.push_back(compressed.evaluate(t));
  }
  text += "\n" + curve_plot(curve, &Thermodynamics::entropy, nats_in_a_bit, outcome.entropy_slope_peaks,
                            fmt::format("entropy S in bits, {} where dS/dT peaks", rich ? "▲" : "^"), rich);
  text += "\n" + curve_plot(curve, &Thermodynamics::entropy_slope, 1, outcome.entropy_slope_peaks,
                            fmt::format("dS/dT in nats, {} its peaks", rich ? "▲" : "^"), rich);
  return text;
}

std::string to_csv(const SoftmaxOutcome& outcome) {
  std::string text =
      "temperature,log_z,mean_energy,energy_variance,entropy_nats,entropy_bits,perplexity,free_energy,"
      "heat_capacity,entropy_slope\n";
  for (const Thermodynamics& at : outcome.rows) {
    text += fmt::format("{},{},{},{},{},{},{},{},{},{}\n", at.temperature.value(), at.log_z, at.mean_energy,
                        at.energy_variance, at.entropy, bits_from_nats(at.entropy), perplexity(at.entropy),
                        at.free_energy, at.heat_capacity, at.entropy_slope);
  }
  return text;
}

Figure figure(const SoftmaxOutcome& outcome) {
  DialReport report{
      .title = fmt::format("Softmax of {}", outcome.source),
      .subtitle = fmt::format("{} tokens; a softmax is a Boltzmann distribution with E = −logit",
                              outcome.logits.logits.size()),
      .spectrum = outcome.spectrum};
  constexpr std::size_t followed = 4;
  for (const std::size_t token : top_tokens(outcome.logits, followed)) {
    report.states.push_back(
        {.name = token_name(outcome.logits, token), .energy = -outcome.logits.logits[token]});
  }
  for (const Thermodynamics& at : outcome.rows) {
    report.temperatures.push_back(at.temperature);
  }
  return dial_figure(report);
}

}  // namespace onedial::cli
