#include "onedial/softmax/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/thermodynamics.hpp"

namespace onedial {
namespace {

/// One example: its spectrum, shifted to E₀ = 0 so that means of small gaps keep their digits, and its label.
struct Example {
  Spectrum spectrum;
  std::size_t label;
  [[nodiscard]] double label_energy() const { return spectrum.energies()[label]; }
};

Spectrum shifted_spectrum(std::span<const double> logits) {
  const Spectrum spectrum = Spectrum::from_logits(logits);
  std::vector<double> energies(spectrum.energies().begin(), spectrum.energies().end());
  for (double& energy : energies) {
    energy -= spectrum.ground_energy();
  }
  return Spectrum(std::move(energies));
}

std::vector<Example> examples_of(const LabelledLogits& data) {
  const std::size_t n = data.labels.size();
  if (n == 0) {
    throw std::invalid_argument("there are no labelled examples");
  }
  if (data.classes < 1 || data.logits.size() != n * static_cast<std::size_t>(data.classes)) {
    throw std::invalid_argument(
        fmt::format("{} logits are not {} examples of {} classes", data.logits.size(), n, data.classes));
  }
  const auto k = static_cast<std::size_t>(data.classes);
  std::vector<Example> examples;
  examples.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Level label = data.labels[i];
    if (label < 0 || label >= data.classes) {
      throw std::invalid_argument(
          fmt::format("label {} of example {} must be from 0 to {}", label, i, data.classes - 1));
    }
    try {
      examples.push_back({shifted_spectrum(data.logits.subspan(i * k, k)), static_cast<std::size_t>(label)});
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(fmt::format("logits of example {}: {}", i, error.what()));
    }
    if (std::isinf(examples.back().label_energy())) {
      throw std::invalid_argument(fmt::format("the label of example {} has a logit of -inf", i));
    }
  }
  return examples;
}

struct Slope {
  double value;      ///< dNLL/dβ = mean(E_label − ⟨E⟩)
  double curvature;  ///< mean Var(E)
};

Slope slope_at(const std::vector<Example>& examples, Temperature t) {
  CompensatedSum value;
  CompensatedSum curvature;
  for (const Example& example : examples) {
    const Thermodynamics at = thermodynamics(example.spectrum, t);
    value.add(example.label_energy() - at.mean_energy);
    curvature.add(at.energy_variance);
  }
  const auto n = static_cast<double>(examples.size());
  return {value.value() / n, curvature.value() / n};
}

/// Newton in β from β = 1, by bisection where Newton leaves the bracket.
Temperature minimize(const std::vector<Example>& examples, Index& iterations) {
  const bool at_ground = std::all_of(examples.begin(), examples.end(),
                                     [](const Example& example) { return example.label_energy() == 0; });
  const Slope hottest = slope_at(examples, Temperature::infinite());
  if (hottest.curvature == 0) {
    return Temperature(1.0);  // all logits of each example are alike
  }
  if (at_ground) {
    return Temperature::zero();
  }
  if (hottest.value >= 0) {
    return Temperature::infinite();
  }
  // The slope rises from below 0 at β = 0 to above 0 at β = ∞.
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  double beta = 1;
  for (iterations = 1; iterations < 2000; ++iterations) {
    const Slope slope = slope_at(examples, Temperature(1 / beta));
    (slope.value < 0 ? low : high) = beta;
    double next = beta - slope.value / slope.curvature;
    if (!(next > low && next < high)) {
      next = std::isinf(high) ? 2 * beta : 0.5 * (low + high);
    }
    next = std::min(next, 8 * beta);  // far out the curvature vanishes, and Newton overshoots
    if (std::abs(next - beta) <= 4e-16 * beta || slope.value == 0) {
      break;
    }
    beta = next;
  }
  return Temperature(1 / beta);
}

CalibrationScore score(const std::vector<Example>& examples, Temperature t) {
  constexpr std::size_t bins = 15;
  struct Bin {
    double confidence = 0;
    double correct = 0;
  };
  std::array<Bin, bins> histogram{};
  CompensatedSum nll;
  bool impossible = false;  // a label of probability 0, at T = 0
  CompensatedSum brier;
  for (const Example& example : examples) {
    const std::vector<double> p = boltzmann_probabilities(example.spectrum, t);
    const auto best = static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin());
    const double surprise = t.reduced(example.label_energy()) + surprise_nats(p[best]);
    if (std::isinf(surprise)) {
      impossible = true;
    } else {
      nll.add(surprise);
    }
    for (std::size_t j = 0; j < p.size(); ++j) {
      const double miss = p[j] - (j == example.label ? 1 : 0);
      brier.add(miss * miss);
    }
    const double place = std::ceil(p[best] * static_cast<double>(bins)) - 1;
    Bin& bin = histogram.at(std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, place))));
    bin.confidence += p[best];
    bin.correct += best == example.label ? 1 : 0;
  }
  double ece = 0;
  for (const Bin& bin : histogram) {
    ece += std::abs(bin.correct - bin.confidence);
  }
  const auto n = static_cast<double>(examples.size());
  return {.nll = impossible ? std::numeric_limits<double>::infinity() : nll.value() / n,
          .brier = brier.value() / n,
          .ece = ece / n};
}

}  // namespace

CalibrationScore calibration_score(const LabelledLogits& data, Temperature t) {
  return score(examples_of(data), t);
}

Calibration calibrate_temperature(const LabelledLogits& data) {
  const std::vector<Example> examples = examples_of(data);
  Index iterations = 0;
  const Temperature t = minimize(examples, iterations);
  return {.temperature = t,
          .before = score(examples, Temperature(1.0)),
          .after = score(examples, t),
          .iterations = iterations};
}

}  // namespace onedial
