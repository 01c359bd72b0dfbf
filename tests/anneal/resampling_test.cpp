#include "onedial/anneal/resampling.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

/// The energies of all states: a population that represents T = ∞ without any noise.
std::vector<double> all_energies() {
  return enumerate(reference::model(reference::load("kernels6.json"), Domain::spin));
}

}  // namespace

TEST_CASE("systematic resampling is unbiased: copies average to the weights and are always as many") {
  const std::vector<double> weights{0.3, 0, 2.5, 1e-9, 0.7, 0.7, 4.1, 0, 0.05};
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  const auto count = static_cast<double>(weights.size());
  std::vector<double> sums(weights.size());
  constexpr int offsets = 1 << 14;
  for (int k = 0; k < offsets; ++k) {
    const auto copies = systematic_copies(weights, (k + 0.5) / offsets);
    REQUIRE(copies.size() == weights.size());
    REQUIRE(std::accumulate(copies.begin(), copies.end(), Index{0}) == std::ssize(weights));
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double expected = count * weights[i] / total;
      REQUIRE(std::abs(static_cast<double>(copies[i]) - expected) < 1);
      REQUIRE((weights[i] > 0 || copies[i] == 0));
      sums[i] += static_cast<double>(copies[i]) / offsets;
    }
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    // The average over a grid of offsets: the number of copies jumps twice at most.
    CHECK(std::abs(sums[i] - count * weights[i] / total) <= 2.0 / offsets);
  }
}

TEST_CASE("resampling keeps its number where rounding puts a point on the end of the sum") {
  const double largest = std::nextafter(1.0, 0.0);
  for (const std::size_t members : {1U, 7U, 1000U, 100'000U}) {
    for (const double offset : {0.0, 0.5, largest}) {
      const auto copies = systematic_copies(std::vector<double>(members, 0.1), offset);
      CHECK(std::accumulate(copies.begin(), copies.end(), Index{0}) == static_cast<Index>(members));
      std::vector<double> one(members, 0);
      one[members / 2] = 1e-300;
      CHECK(systematic_copies(one, offset)[members / 2] == static_cast<Index>(members));
    }
  }
}

TEST_CASE("the weights of a step lead from one partition function to another") {
  const std::vector<double> energies = all_energies();
  const Spectrum spectrum(energies);
  const auto log_states = std::log(static_cast<double>(energies.size()));
  for (const double t : {5.0, 1.0, 0.3}) {
    const StepWeights step = step_weights(energies, Temperature::infinite(), Temperature(t));
    CHECK(log_states + step.log_mean ==
          Approx(log_partition_function(spectrum, Temperature(t))).epsilon(1e-13));
    const auto law = boltzmann_probabilities(spectrum, Temperature(t));
    for (std::size_t i = 0; i < law.size(); ++i) {
      CHECK(step.weights[i] / step.sum == Approx(law[i]).epsilon(1e-12));
    }
  }
  const StepWeights step = step_weights(energies, Temperature(2), Temperature(0.8));
  double mean = 0;
  for (const double energy : energies) {
    mean += std::exp(-(1 / 0.8 - 1 / 2.0) * energy) / static_cast<double>(energies.size());
  }
  CHECK(step.log_mean == Approx(std::log(mean)).epsilon(1e-13));
}

TEST_CASE("the overlap is that of the two laws and a step goes as far as it allows") {
  const std::vector<double> energies = all_energies();
  for (const double t : {5.0, 1.0, 0.3}) {
    double overlap = 0;
    for (const double p : boltzmann_probabilities(Spectrum(energies), Temperature(t))) {
      overlap += std::min(p, 1.0 / static_cast<double>(energies.size()));
    }
    CHECK(energy_overlap(energies, Temperature::infinite(), Temperature(t)) ==
          Approx(overlap).epsilon(1e-12));
  }
  for (const double wanted : {0.5, 0.85, 0.99}) {
    for (const Temperature from : {Temperature::infinite(), Temperature(1.5)}) {
      const Temperature to = next_temperature(energies, from, Temperature(0.01), wanted);
      const double reached = energy_overlap(energies, from, to);
      CHECK(reached >= wanted);
      CHECK(reached < wanted + 2e-3 * (1 - wanted));
    }
  }
  // Of energies 0 and 1 in equal parts, ½ + x/(1 + x) overlaps, with x = e^{−β}.
  const std::vector<double> two{0, 1};
  const Temperature to = next_temperature(two, Temperature::infinite(), Temperature(0.1), 0.85);
  CHECK(1 / to.value() == Approx(std::log(0.65 / 0.35)).epsilon(2e-3));
}

TEST_CASE("a step ends at the coldest temperature where nothing keeps it from getting there") {
  const std::vector<double> energies = all_energies();
  CHECK(next_temperature(energies, Temperature(10), Temperature(9.9), 0.85) == Temperature(9.9));
  CHECK(next_temperature(std::vector<double>(5, -3.0), Temperature::infinite(), Temperature(0.01), 0.99) ==
        Temperature(0.01));
}

TEST_CASE("steps that cannot be are refused") {
  const std::vector<double> energies{1, 2};
  CHECK_THROWS_WITH(step_weights({}, Temperature(2), Temperature(1)), ContainsSubstring("no energies"));
  CHECK_THROWS_WITH(step_weights(energies, Temperature(1), Temperature(1)), ContainsSubstring("must fall"));
  CHECK_THROWS_AS(energy_overlap(energies, Temperature(1), Temperature(2)), std::invalid_argument);
  CHECK_THROWS_AS(next_temperature(energies, Temperature(1), Temperature::zero(), 0.9),
                  std::invalid_argument);
  CHECK_THROWS_WITH(next_temperature(energies, Temperature(2), Temperature(1), 1.0),
                    ContainsSubstring("overlap (1)"));
}
