#include "onedial/measure/reweighting.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

/// Independent energies of a spectrum at T, in two replicas.
std::vector<std::vector<double>> draw(const Spectrum& spectrum, Temperature t, int length,
                                      std::uint64_t stream) {
  const std::vector<double> probabilities = boltzmann_probabilities(spectrum, t);
  std::vector<double> cumulated;
  double sum = 0;
  for (Index i = 0; i < spectrum.size(); ++i) {
    sum += spectrum.degeneracy(i) * probabilities[static_cast<std::size_t>(i)];
    cumulated.push_back(sum);
  }
  cumulated.back() = 2;
  RandomStream random(51, stream);
  std::vector<std::vector<double>> result(2);
  for (auto& series : result) {
    for (int i = 0; i < length; ++i) {
      const auto level = std::upper_bound(cumulated.begin(), cumulated.end(), uniform01(random));
      series.push_back(spectrum.energies()[static_cast<std::size_t>(level - cumulated.begin())]);
    }
  }
  return result;
}

/// Samples of a spectrum on a ladder, which the reweighting reads where they are kept.
struct Ladder {
  std::vector<std::vector<std::vector<double>>> energies;
  std::vector<EnergySamples> samples;

  Ladder(const Spectrum& spectrum, const std::vector<double>& temperatures, int length = 20'000,
         std::uint64_t first_stream = 0) {
    for (std::size_t k = 0; k < temperatures.size(); ++k) {
      energies.push_back(draw(spectrum, Temperature(temperatures[k]), length, first_stream + k));
    }
    for (std::size_t k = 0; k < temperatures.size(); ++k) {
      samples.push_back({.temperature = Temperature(temperatures[k]), .energies = energies[k]});
    }
  }
};

Spectrum ising(const char* length) {
  const auto reference = reference::load("ising2d.json")["sizes"][length];
  std::vector<double> energies;
  std::vector<double> degeneracies;
  double energy = reference["dos_E_first"];
  for (const auto& count : reference["dos"]) {
    if (const double states = std::stod(count.get<std::string>()); states > 0) {
      energies.push_back(energy);
      degeneracies.push_back(states);
    }
    energy += reference["dos_E_step"].get<double>();
  }
  return {energies, degeneracies};
}

const double infinite = Temperature::infinite().value();

}  // namespace

TEST_CASE("reweighted curves of the 8 x 8 ferromagnet are exact within their errors, all fields") {
  const Spectrum spectrum = ising("8");
  const Ladder ladder(spectrum, {1.8, 2.1, infinite, 2.4, 6.0, 3.2});
  Reweighting reweighting(ladder.samples);
  reweighting.set_anchor(64 * std::numbers::ln2);
  CHECK(reweighting.temperatures().front().is_infinite());
  for (const double t : {1.8, 1.95, 2.25, 2.36, 2.7, 4.0, 9.0}) {
    INFO("T " << t);
    const ReweightedPoint point = reweighting.at(Temperature(t));
    const Thermodynamics exact = thermodynamics(spectrum, Temperature(t));
    for (double Thermodynamics::*field :
         {&Thermodynamics::log_z, &Thermodynamics::mean_energy, &Thermodynamics::energy_variance,
          &Thermodynamics::entropy, &Thermodynamics::free_energy, &Thermodynamics::heat_capacity,
          &Thermodynamics::entropy_slope}) {
      CHECK(std::abs(point.value.*field - exact.*field) < 5 * point.standard_error.*field);
    }
    CHECK(point.standard_error.heat_capacity < 0.02 * exact.heat_capacity);
    CHECK(point.standard_error.log_z < 0.05);
    CHECK(point.effective_samples > 5'000);
  }
  const ReweightedPoint hot = reweighting.at(Temperature::infinite());
  CHECK(hot.value.log_z == Approx(64 * std::numbers::ln2));
  CHECK(std::abs(hot.value.mean_energy) < 5 * hot.standard_error.mean_energy);
}

TEST_CASE("the peak of C and that of dS/dT are found with honest errors") {
  const Spectrum spectrum = ising("8");
  const Ladder ladder(spectrum, {1.6, 1.9, 2.2, 2.5, 2.9, 3.5});
  const Reweighting reweighting(ladder.samples);
  const auto check = [](const std::vector<PeakEstimate>& found, const std::vector<Peak>& exact) {
    REQUIRE(found.size() == 1);
    REQUIRE(exact.size() == 1);
    CHECK(std::abs(found[0].temperature - exact[0].temperature.value()) < 4 * found[0].temperature_error);
    CHECK(std::abs(found[0].value - exact[0].value) < 4 * found[0].value_error);
    CHECK(found[0].temperature_error < 0.02);
    CHECK(found[0].temperature_error > 0.0005);
    CHECK(found[0].value_error < 0.01 * exact[0].value);
  };
  check(reweighting.heat_capacity_peaks(), heat_capacity_peaks(spectrum));
  check(reweighting.entropy_slope_peaks(), entropy_slope_peaks(spectrum));
}

TEST_CASE("two peaks are told apart, and one at the edge of the ladder is none") {
  // Two-level systems with gaps of 1 and of 30, of 4 and of 10¹⁰ states: peaks near 0.4 and near 1.3.
  const Spectrum spectrum({0, 1, 30, 31}, {1, 4, 1e10, 4e10});
  const auto exact = heat_capacity_peaks(spectrum);
  REQUIRE(exact.size() == 2);
  const Ladder ladder(spectrum, {0.15, 0.25, 0.4, 0.7, 1.0, 1.25, 1.6, 2.2});
  const auto found = Reweighting(ladder.samples).heat_capacity_peaks();
  REQUIRE(found.size() == 2);
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(std::abs(found[i].temperature - exact[i].temperature.value()) < 4 * found[i].temperature_error);
    CHECK(std::abs(found[i].value - exact[i].value) < 4 * found[i].value_error);
  }
  const Ladder below(spectrum, {0.15, 0.2, 0.25});
  CHECK(Reweighting(below.samples).heat_capacity_peaks().empty());
  // The peak at T = 2.362 hardly stands out of its colder side here.
  const Ladder beside(ising("8"), {2.33, 2.7, 3.3}, 2000);
  CHECK(Reweighting(beside.samples).heat_capacity_peaks().empty());
}

TEST_CASE("reweighted errors cover the exact value as often as they promise") {
  const Spectrum spectrum = ising("4");
  const double exact = thermodynamics(spectrum, Temperature(2.3)).heat_capacity;
  constexpr int trials = 200;
  int within_one = 0;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    const Ladder ladder(spectrum, {2.0, 2.6}, 1000, 2 * trial);
    const ReweightedPoint point = Reweighting(ladder.samples).at(Temperature(2.3));
    const double distance = std::abs(point.value.heat_capacity - exact);
    within_one += distance < point.standard_error.heat_capacity ? 1 : 0;
  }
  CHECK(std::abs(within_one / static_cast<double>(trials) - 0.68) < 5 * std::sqrt(0.68 * 0.32 / trials));
}

TEST_CASE("samples with memory count less, and their errors do not shrink by repetition") {
  const Spectrum spectrum = ising("4");
  const std::vector<double> temperatures{2.0, 2.6};
  const Ladder ladder(spectrum, temperatures);
  // Each sample ten times in a row: the same information.
  std::vector<std::vector<std::vector<double>>> repeated;
  std::vector<EnergySamples> samples;
  for (const auto& replicas : ladder.energies) {
    repeated.emplace_back();
    for (const auto& series : replicas) {
      repeated.back().emplace_back();
      for (const double energy : series) {
        repeated.back().back().insert(repeated.back().back().end(), 10, energy);
      }
    }
  }
  for (std::size_t k = 0; k < repeated.size(); ++k) {
    samples.push_back({.temperature = Temperature(temperatures[k]), .energies = repeated[k], .tau = 5});
  }
  const ReweightedPoint once = Reweighting(ladder.samples).at(Temperature(2.3));
  const ReweightedPoint tenfold = Reweighting(samples).at(Temperature(2.3));
  CHECK(tenfold.value.heat_capacity == Approx(once.value.heat_capacity).epsilon(1e-9));
  CHECK(tenfold.standard_error.heat_capacity == Approx(once.standard_error.heat_capacity).epsilon(1e-6));
  CHECK(tenfold.effective_samples == Approx(once.effective_samples).epsilon(1e-6));
}

TEST_CASE("errors of short series with memory hold, by blocks of whole series") {
  // Each sample is with the probability q that of the last time: τ = (1 + q)/2(1 − q).
  const Spectrum spectrum = ising("4");
  const std::vector<double> temperatures{2.0, 2.6};
  const double exact = thermodynamics(spectrum, Temperature(2.3)).heat_capacity;
  constexpr double q = 0.9;
  constexpr double tau = (1 + q) / (2 * (1 - q));
  constexpr int trials = 200;
  double squares = 0;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    std::vector<std::vector<std::vector<double>>> energies(2);
    std::vector<EnergySamples> samples;
    for (std::size_t k = 0; k < 2; ++k) {
      for (std::uint64_t pair = 0; pair < 3; ++pair) {
        for (auto& series : draw(spectrum, Temperature(temperatures[k]), 500, 6 * trial + 3 * k + pair)) {
          RandomStream random(53, energies[k].size() + 100 * (6 * trial + 3 * k + pair));
          for (std::size_t i = 1; i < series.size(); ++i) {
            series[i] = uniform01(random) < q ? series[i - 1] : series[i];
          }
          energies[k].push_back(series);
        }
      }
    }
    for (std::size_t k = 0; k < 2; ++k) {
      samples.push_back({.temperature = Temperature(temperatures[k]), .energies = energies[k], .tau = tau});
    }
    const Reweighting reweighting(samples);
    CHECK(reweighting.has_long_blocks());
    const ReweightedPoint point = reweighting.at(Temperature(2.3));
    squares += std::pow((point.value.heat_capacity - exact) / point.standard_error.heat_capacity, 2);
  }
  // Twelve blocks: Student's t has √(11/9); blocks of 16 samples gave 1.6.
  const double rms = std::sqrt(squares / trials);
  CHECK(rms > 0.85);
  CHECK(rms < 1.4);
}

TEST_CASE("blocks that are short against the memory are admitted") {
  const Spectrum spectrum = ising("4");
  Ladder ladder(spectrum, {2.0, 2.6}, 64);
  CHECK(Reweighting(ladder.samples).has_long_blocks());
  for (EnergySamples& at_t : ladder.samples) {
    at_t.tau = 5;
  }
  CHECK_FALSE(Reweighting(ladder.samples).has_long_blocks());
}

TEST_CASE("far in the cold a reweighting keeps its digits") {
  // β up to 10⁵ and energies from −100: e^{−βE} alone is far beyond the range of a double.
  const Spectrum spectrum({-100, -99, -95}, {1, 3, 100});
  const Ladder ladder(spectrum, {1e-5, 1e-4, 1e-2, 0.1, 0.3, 1, 3, infinite}, 2000);
  Reweighting reweighting(ladder.samples);
  reweighting.set_anchor(std::log(spectrum.state_count()));
  for (const double t : {1e-5, 0.05, 0.5, 2.0}) {
    INFO(t);
    const ReweightedPoint point = reweighting.at(Temperature(t));
    const Thermodynamics exact = thermodynamics(spectrum, Temperature(t));
    CHECK(std::abs(point.value.entropy - exact.entropy) < 5 * point.standard_error.entropy + 1e-9);
    CHECK(std::abs(point.value.heat_capacity - exact.heat_capacity) <
          5 * point.standard_error.heat_capacity + 1e-9);
  }
}

TEST_CASE("a reweighting can be watched and ended") {
  const Ladder ladder(ising("4"), {2.0, 2.6}, 500);
  Index most = 0;
  Index all = 0;
  const auto watch = [&](Index done, Index densities) {
    most = std::max(most, done);
    all = densities;
    return done < 5;
  };
  CHECK_FALSE(Reweighting::watched(ladder.samples, 32, watch).has_value());
  CHECK(most == 5);
  CHECK(all == 33);
  const auto whole = Reweighting::watched(ladder.samples, 32, [](Index, Index) { return true; });
  REQUIRE(whole.has_value());
  CHECK(whole->at(Temperature(2.3)).value.log_z ==
        Reweighting(ladder.samples).at(Temperature(2.3)).value.log_z);
}

TEST_CASE("continuous energies are gathered in bins without loss") {
  // E = x²/2 over one normal x at T: ⟨E⟩ = T/2 and C = 1/2 at every T.
  std::vector<std::vector<std::vector<double>>> energies;
  std::vector<EnergySamples> samples;
  const std::vector<double> temperatures{1.0, 1.5};
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    RandomStream random(52, k);
    energies.push_back({{}});
    for (int i = 0; i < 100'000; ++i) {
      const double r2 = -2 * std::log(1 - uniform01(random));
      const double cosine = std::cos(2 * std::numbers::pi * uniform01(random));
      energies.back()[0].push_back(temperatures[k] * r2 * cosine * cosine / 2);
    }
  }
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    samples.push_back({.temperature = Temperature(temperatures[k]), .energies = energies[k]});
  }
  const Reweighting reweighting(samples);
  const ReweightedPoint point = reweighting.at(Temperature(1.2));
  CHECK(std::abs(point.value.mean_energy - 0.6) < 5 * point.standard_error.mean_energy);
  CHECK(std::abs(point.value.heat_capacity - 0.5) < 5 * point.standard_error.heat_capacity);
  CHECK(point.standard_error.heat_capacity < 0.01);
  CHECK(reweighting.heat_capacity_peaks().empty());  // only noise
  double mean = 0;
  for (const double energy : energies[0][0]) {
    mean += energy / 1e5;
  }
  CHECK(Reweighting(std::span(samples).first(1)).at(Temperature(1)).value.mean_energy ==
        Approx(mean).margin(1e-4));  // a tenth of a bin
  // ln Z = ½ ln T + const
  CHECK(std::abs(point.value.log_z - 0.5 * std::log(1.2 / 1.5)) < 5 * point.standard_error.log_z);
}

TEST_CASE("far from its temperatures a reweighting admits how little it knows") {
  const Ladder ladder(ising("8"), {3.0, 3.5});
  const Reweighting reweighting(ladder.samples);
  CHECK(reweighting.at(Temperature(3.2)).effective_samples > 50'000);
  CHECK(reweighting.at(Temperature(1.0)).effective_samples < 50);
}

TEST_CASE("temperatures far apart are joined as exactly as close ones, from frozen to infinite") {
  const Spectrum spectrum = ising("4");
  // At T = 0.1 the 16 spins never leave the ground states, of which T = 3 sees one in fifty samples.
  for (const std::vector<double>& temperatures :
       {std::vector<double>{0.1, 3.0}, std::vector<double>{0.1, 3.0, infinite},
        std::vector<double>{0.02, 0.1, 0.11, 2.8, 1e4}}) {
    const Ladder ladder(spectrum, temperatures, 80'000);
    Reweighting reweighting(ladder.samples);
    INFO(temperatures.size() << " temperatures");
    const double hottest = temperatures.back();
    const double anchor = thermodynamics(spectrum, Temperature(hottest)).log_z;
    reweighting.set_anchor(anchor);
    for (const double t : {0.1, 2.0, 3.0}) {
      INFO("T " << t);
      const ReweightedPoint point = reweighting.at(Temperature(t));
      const Thermodynamics exact = thermodynamics(spectrum, Temperature(t));
      CHECK(std::abs(point.value.entropy - exact.entropy) < 5 * point.standard_error.entropy);
      CHECK(point.standard_error.entropy < 0.05);
      CHECK(std::abs(point.value.mean_energy - exact.mean_energy) <= 5 * point.standard_error.mean_energy);
      CHECK(std::abs(point.value.log_z - exact.log_z) < 5 * point.standard_error.log_z);
    }
    for (const double overlap : reweighting.overlaps()) {
      CHECK(overlap > 0.005);
      CHECK(overlap < 1.1);
    }
  }
}

TEST_CASE("free energies far from 0 converge as well, whatever energies are counted from") {
  const Spectrum spectrum = ising("4");
  const Ladder ladder(spectrum, {0.5, 2.0, 2.6}, 5000);
  Ladder shifted = ladder;
  constexpr double shift = 0x1p24;
  for (std::size_t k = 0; k < ladder.energies.size(); ++k) {
    for (auto& series : shifted.energies[k]) {
      for (double& energy : series) {
        energy += shift;
      }
    }
    shifted.samples[k].energies = shifted.energies[k];
  }
  const ReweightedPoint point = Reweighting(ladder.samples).at(Temperature(1.5));
  const ReweightedPoint moved = Reweighting(shifted.samples).at(Temperature(1.5));
  CHECK(moved.value.mean_energy - shift == Approx(point.value.mean_energy).epsilon(1e-5));
  CHECK(moved.value.heat_capacity == Approx(point.value.heat_capacity).epsilon(1e-5));
  CHECK(moved.standard_error.heat_capacity == Approx(point.standard_error.heat_capacity).epsilon(1e-4));
}

TEST_CASE("temperatures whose energies hardly overlap are not joined by a single sample or block") {
  // Of two levels, the hot samples have the upper one and the cold ones the lower.
  std::vector<std::vector<double>> hot(1, std::vector<double>(1000, 1.0));
  const std::vector<std::vector<double>> cold(1, std::vector<double>(1000, 0.0));
  const auto join = [&] {
    return Reweighting(std::vector<EnergySamples>{{.temperature = Temperature(1000), .energies = hot},
                                                  {.temperature = Temperature(0.05), .energies = cold}});
  };
  const auto names_both = ContainsSubstring("T = 0.05 and at T = 1000 hardly overlap");
  hot[0][500] = 0;
  CHECK_THROWS_WITH(join(), names_both);
  // Eight in one block of time: without it there are none.
  std::fill_n(hot[0].begin() + 500, 8, 0.0);
  CHECK_THROWS_WITH(join(), names_both);
  // As many throughout the series will do.
  std::fill_n(hot[0].begin() + 500, 8, 1.0);
  for (std::size_t i = 60; i < 1000; i += 125) {
    hot[0][i] = 0;
  }
  const Reweighting joined = join();
  CHECK(joined.overlaps()[0] == Approx(2 * 0.008 / 1.008).epsilon(0.01));
  CHECK(joined.at(Temperature(1000)).value.mean_energy == Approx(0.992).epsilon(1e-6));
}

TEST_CASE("samples that cannot be joined are refused") {
  const Spectrum spectrum = ising("8");
  const Ladder ladder(spectrum, {0.3, 1e6});
  CHECK_THROWS_WITH(Reweighting(ladder.samples),
                    ContainsSubstring("0.3") && ContainsSubstring("1000000") && ContainsSubstring("overlap"));
  CHECK_THROWS_AS(Reweighting(std::vector<EnergySamples>{}), std::invalid_argument);
  const Ladder one(spectrum, {2.0});
  std::vector<EnergySamples> samples = one.samples;
  CHECK(Reweighting(samples).heat_capacity_peaks().empty());
  CHECK_THROWS_AS(Reweighting(samples, 1), std::invalid_argument);
  CHECK_THROWS_AS(Reweighting(samples, 20'001), std::invalid_argument);
  CHECK_THROWS_AS(Reweighting(samples).at(Temperature::zero()), std::invalid_argument);
  const std::vector<EnergySamples> many(Reweighting::most_temperatures + 1, samples[0]);
  CHECK_THROWS_WITH(Reweighting(many), ContainsSubstring("at most 1024"));
  samples.push_back(samples[0]);
  CHECK_THROWS_WITH(Reweighting(samples), ContainsSubstring("twice"));
  samples.pop_back();
  samples[0].tau = 0;
  CHECK_THROWS_AS(Reweighting(samples), std::invalid_argument);
  samples[0] = {.temperature = Temperature::zero(), .energies = one.energies[0]};
  CHECK_THROWS_AS(Reweighting(samples), std::invalid_argument);
}
