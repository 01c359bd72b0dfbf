#include "onedial/core/compressed_spectrum.hpp"

#include <hwy/highway.h>

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/thermodynamics.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double normal(RandomStream& random) {
  return std::sqrt(-2 * std::log(1 - uniform01(random))) * std::cos(6.283185307179586 * uniform01(random));
}

std::vector<double> gaussian_logits(std::size_t count) {
  RandomStream random(31, 0);
  std::vector<double> logits(count);
  for (double& logit : logits) {
    logit = 3 * normal(random);
  }
  return logits;
}

std::vector<double> temperatures_around(const Spectrum& spectrum) {
  std::vector<double> values = {0, infinity};
  const double coldest = std::fmax(spectrum.first_gap() / 800, 1e-300);
  const double hottest = 1e4 * std::fmax(spectrum.largest_gap(), 1e-300);
  for (int i = 0; i <= 60; ++i) {
    values.push_back(coldest * std::pow(hottest / coldest, i / 60.0));
  }
  return values;
}

struct Errors {
  double value = 0;  ///< of ln Z', S, ⟨E − E₀⟩, C
  double width = 0;  ///< of the bounds of ln Z, where rounding does not decide it
};

/// Checks that the bounds hold, and returns the largest relative errors at temperatures with an entropy of
/// `frozen` at least: below that, a few states of one bin may decide everything.
Errors compare(const Spectrum& spectrum, double frozen = 1e-250) {
  const CompressedSpectrum compressed(spectrum);
  Errors worst;
  for (const double value : temperatures_around(spectrum)) {
    INFO("T = " << value);
    const Temperature t(value);
    const Thermodynamics exact = thermodynamics(spectrum, t);
    const Thermodynamics close = compressed.evaluate(t);
    const auto bounds = compressed.log_z_bounds(t);
    CHECK(bounds.lower <= exact.log_z);
    CHECK(exact.log_z <= bounds.upper);
    CHECK(close.energy_variance >= 0);
    if (std::isinf(exact.log_z)) {
      CHECK(close.log_z == exact.log_z);
      continue;
    }
    worst.width = std::fmax(worst.width, bounds.upper - bounds.lower -
                                             1e-12 * (1 + std::abs(exact.log_z) + std::abs(bounds.upper)));
    if (exact.entropy < frozen) {
      continue;
    }
    const auto compare_values = [&](double got, double want, double scale) {
      worst.value = std::fmax(worst.value, std::abs(got - want) / std::fmax(std::abs(want) + scale, 1e-290));
    };
    compare_values(close.log_z, exact.log_z, 0);
    compare_values(close.entropy, exact.entropy, 0);
    compare_values(close.mean_energy, exact.mean_energy, std::abs(spectrum.ground_energy()));
    compare_values(close.energy_variance, exact.energy_variance, 0);
    compare_values(close.heat_capacity, exact.heat_capacity, 0);
    compare_values(close.entropy_slope, exact.entropy_slope, 0);
  }
  return worst;
}

}  // namespace

TEST_CASE("a compressed spectrum of Gaussian logits has few levels and small errors") {
  const Spectrum spectrum = Spectrum::from_logits(gaussian_logits(20000));
  CHECK(CompressedSpectrum(spectrum).size() < 200);
  const Errors errors = compare(spectrum);
  CHECK(errors.value < 1e-5);
  CHECK(errors.width < 1e-5);
}

TEST_CASE("a compressed spectrum of Zipf logits has small errors") {
  std::vector<double> logits;
  for (int k = 1; k <= 20000; ++k) {
    logits.push_back(-std::log(static_cast<double>(k)));
  }
  const Errors errors = compare(Spectrum::from_logits(logits));
  CHECK(errors.value < 1e-5);
  CHECK(errors.width < 1e-5);
}

TEST_CASE("ties and pairs of gaps are compressed without loss") {
  RandomStream random(32, 0);
  std::vector<double> energies(3000);
  for (double& energy : energies) {
    energy = std::floor(12 * uniform01(random));
  }
  const Errors tied = compare(Spectrum(energies));
  CHECK(tied.value < 1e-11);
  CHECK(tied.width <= 0);

  const Errors few = compare(Spectrum({-2, -1.5, 0, 7, 7.25}, {1, 3, 1e10, 5, 2}));
  CHECK(few.value < 1e-11);
}

TEST_CASE("bounds hold on awkward spectra") {
  RandomStream random(33, 0);
  std::vector<std::vector<double>> spectra = {
      {0, 5e-324, 1e-323, 1e-310, 2e-310, 3e-308},
      {1, 1 + 0x1p-52, 1 + 0x1p-51},
      {0, 1, 2, 4, 8, 16, 32},
      {0, 1e-100, 1, 1e100},
      {5},
      {5, 5, 5},
      {0, 1, infinity},
  };
  for (const double power : {0.25, 1.0, 4.0, 12.0}) {
    std::vector<double> energies(500);
    for (double& energy : energies) {
      energy = std::pow(uniform01(random), power) * 50 - 20;
    }
    spectra.push_back(energies);
  }
  std::vector<double> outlier(2000, 1.03);
  outlier.insert(outlier.end(), {0.0, 1.0000001, 1.0624});
  spectra.push_back(outlier);
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    INFO("spectrum " << i);
    CHECK(compare(Spectrum(spectra[i]), 1e-6).value < 1e-4);
  }
}

TEST_CASE("a compressed spectrum gives the same bits on every instruction set") {
  const CompressedSpectrum compressed(Spectrum::from_logits(gaussian_logits(5000)));
  const Temperature t(0.8);
  const Thermodynamics best = compressed.evaluate(t);
  const auto bounds = compressed.log_z_bounds(t);
  for (const auto target : hwy::SupportedAndGeneratedTargets()) {
    INFO(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    const Thermodynamics here = compressed.evaluate(t);
    CHECK(here.log_z == best.log_z);
    CHECK(here.entropy == best.entropy);
    CHECK(here.heat_capacity == best.heat_capacity);
    CHECK(compressed.log_z_bounds(t).lower == bounds.lower);
    CHECK(compressed.log_z_bounds(t).upper == bounds.upper);
  }
  hwy::SetSupportedTargetsForTest(0);
}

TEST_CASE("degeneracies beyond the range of weights are compressed") {
  std::vector<double> energies;
  std::vector<double> degeneracies;
  for (int k = 0; k <= 1000; ++k) {  // 1000 free spins: g is a binomial coefficient
    energies.push_back(2 * k - 1000);
    degeneracies.push_back(std::exp(std::lgamma(1001) - std::lgamma(k + 1) - std::lgamma(1001 - k)));
  }
  const Spectrum spectrum(energies, degeneracies);
  const CompressedSpectrum compressed(spectrum);
  for (const double value : {0.3, 0.5, 1.0, 3.0, 30.0}) {
    const double log_z = 1000 * std::log(2 * std::cosh(1 / value));
    INFO("T = " << value);
    CHECK(thermodynamics(spectrum, Temperature(value)).log_z == Approx(log_z).epsilon(1e-13));
    CHECK(compressed.evaluate(Temperature(value)).log_z == Approx(log_z).epsilon(1e-7));
  }
}
