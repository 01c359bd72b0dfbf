#include "onedial/softmax/token_system.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> cat_sat_logits() {
  return reference::load("softmax50/cat_sat_toy.json")["logits"].get<std::vector<double>>();
}

}  // namespace

TEST_CASE("annealing freezes a softmax into its argmax") {
  std::vector<double> logits = cat_sat_logits();
  std::swap(logits[0], logits[7]);  // so that it is not found by staying at 0
  TokenSystem system(logits, 50, 3);
  const auto result = anneal(system, GeometricSchedule{Temperature(10), Temperature(0.02)}, {.sweeps = 200});
  CHECK(result.best_state == State{7});
  CHECK(result.best_energy == -logits[7]);
  for (const double energy : result.last_energies) {
    CHECK(energy == -logits[7]);
  }
}

TEST_CASE("the fluctuation of sampled energies is the exact heat capacity") {
  const std::vector<double> logits = cat_sat_logits();
  constexpr Index replicas = 40;
  TokenSystem system(logits, replicas, 5);
  for (const double t : {0.3, 1.0, 4.0}) {
    const Thermodynamics exact = thermodynamics(Spectrum::from_logits(logits), Temperature(t));
    const std::vector<Temperature> temperatures(replicas, Temperature(t));
    std::vector<double> energies;
    for (int sweep = 0; sweep < 5000; ++sweep) {
      system.sweep(temperatures);
      energies.insert(energies.end(), system.energies().begin(), system.energies().end());
    }
    const auto n = static_cast<double>(energies.size());
    double mean = 0;
    for (const double e : energies) {
      mean += e / n;
    }
    double second = 0;
    double fourth = 0;
    for (const double e : energies) {
      second += (e - mean) * (e - mean) / n;
      fourth += std::pow(e - mean, 4) / n;
    }
    // Draws are independent: the variance of a sample variance is (µ₄ − σ⁴)/n.
    const double capacity = second / (t * t);
    const double error = std::sqrt((fourth - second * second) / n) / (t * t);
    INFO("T = " << t << ", C = " << capacity << " +- " << error << ", exact " << exact.heat_capacity);
    CHECK(std::abs(capacity - exact.heat_capacity) < 5 * error);
    CHECK(error < 0.03 * exact.heat_capacity);
    CHECK(std::abs(mean - exact.mean_energy) < 5 * std::sqrt(second / n));
  }
}

TEST_CASE("the ends of the dial are uniform over the ties and over all tokens that may occur") {
  const std::vector<double> logits = {2, -infinity, 3, 3, -5};
  TokenSystem system(logits, 2, 1);
  std::vector<double> cold(5);
  std::vector<double> hot(5);
  State state;
  for (int sweep = 0; sweep < 30'000; ++sweep) {
    system.sweep(std::vector<Temperature>{Temperature::zero(), Temperature::infinite()});
    system.read(0, state);
    cold[static_cast<std::size_t>(state[0])] += 1;
    system.read(1, state);
    hot[static_cast<std::size_t>(state[0])] += 1;
  }
  const double cold_error = std::sqrt(30'000 * 0.25);
  CHECK(cold[2] + cold[3] == 30'000);
  CHECK(std::abs(cold[2] - 15'000) < 5 * cold_error);
  CHECK(hot[1] == 0);
  for (const std::size_t token : {0U, 2U, 3U, 4U}) {
    CHECK(std::abs(hot[token] - 7'500) < 5 * cold_error);
  }
}

TEST_CASE("a token system keeps the contract of a system") {
  const std::vector<double> logits = {2, -infinity, 3};
  TokenSystem system(logits, 3, 1);
  CHECK(system.size() == 1);
  CHECK(system.replicas() == 3);
  system.write(2, {2});
  CHECK(system.energies()[2] == -3);
  State state;
  system.read(2, state);
  CHECK(state == State{2});
  CHECK_THROWS_AS(system.write(0, {0, 1}), std::invalid_argument);
  CHECK_THROWS_AS(system.write(0, {3}), std::invalid_argument);
  CHECK_THROWS_AS(system.write(0, {-1}), std::invalid_argument);
  CHECK_THROWS_AS(system.write(0, {1}), std::invalid_argument);
  CHECK_THROWS_AS(system.sweep(std::vector<Temperature>(2, Temperature(1))), std::invalid_argument);
  CHECK_THROWS_AS(TokenSystem(logits, 0, 1), std::invalid_argument);
  CHECK_THROWS_AS(TokenSystem(std::vector<double>{-infinity}, 1, 1), std::invalid_argument);

  TokenSystem one(cat_sat_logits(), 2, 9);
  TokenSystem other(cat_sat_logits(), 2, 0);
  other.randomize(9);
  const std::vector<Temperature> mixed = {Temperature(0.5), Temperature(2)};
  for (int sweep = 0; sweep < 20; ++sweep) {
    one.sweep(mixed);
    other.sweep(mixed);
    REQUIRE(one.energies()[0] == other.energies()[0]);
    REQUIRE(one.energies()[1] == other.energies()[1]);
  }
}
