#include "../../src/viewer/rivals.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/softmax/softmax.hpp"

using namespace onedial;
using onedial::viewer::RivalWalk;

TEST_CASE("rivals keep the sum and the mean energy, and no probability falls below 0") {
  const std::vector<double> energies = {-6.2, -4.9, -4.6, -4.1, -3.6, -3.3, -2.8, -2.2, -1.6, -0.9, 0.4, 2.5};
  for (const double t : {0.3, 1.0, 8.0}) {
    const std::vector<double> start = boltzmann_probabilities(Spectrum(energies), Temperature(t));
    const double target = std::inner_product(start.begin(), start.end(), energies.begin(), 0.0);
    std::vector<double> logits(energies.size());
    std::transform(energies.begin(), energies.end(), logits.begin(), [](double e) { return -e; });
    const std::vector<double> log_b = log_softmax(logits, Temperature(t));
    RivalWalk walk(energies, start);
    RandomStream random(1, 0);
    const double ceiling = entropy_nats(start);
    double worst = 0;
    for (int step = 0; step < 20'000; ++step) {
      walk.step(random, false);
      const auto& r = walk.distribution();
      worst = std::max({worst, std::abs(std::accumulate(r.begin(), r.end(), -1.0)),
                        std::abs(std::inner_product(r.begin(), r.end(), energies.begin(), -target))});
      REQUIRE(*std::min_element(r.begin(), r.end()) >= 0);
      REQUIRE(walk.entropy() <= ceiling + 1e-12);
      REQUIRE(walk.entropy() == Approx(entropy_nats(r)).epsilon(1e-12));
      // S − S_r = D(r‖b), the identity behind the principle.
      REQUIRE(viewer::divergence(r, log_b) == Approx(ceiling - walk.entropy()).margin(1e-12));
    }
    INFO("T = " << t);
    CHECK(worst < 1e-13);
  }
}

TEST_CASE("rivals of three levels are uniform on their segment") {
  // E = 0, 1, 2 and U = 1: p = (a, 1 − 2a, a) with a uniform in [0, ½], and each step is an independent draw.
  RivalWalk walk(std::vector<double>{0, 1, 2}, std::vector<double>{0.3, 0.4, 0.3});
  RandomStream random(2, 0);
  constexpr int draws = 20'000;
  std::vector<double> cells(20);
  for (int k = 0; k < draws; ++k) {
    REQUIRE(walk.step(random, false));
    cells.at(static_cast<std::size_t>(walk.distribution()[0] * 40)) += 1;
  }
  double chi2 = 0;
  for (const double count : cells) {
    chi2 += (count - draws / 20.0) * (count - draws / 20.0) / (draws / 20.0);
  }
  INFO("chi2 = " << chi2 << " of 19");
  CHECK(chi2 < 19 * std::pow(1 - 2 / 171.0 + 5 * std::sqrt(2 / 171.0), 3));
}

TEST_CASE("rivals without an energy are uniform on the simplex") {
  // Dirichlet(1, 1, 1, 1): p has the mean 1/4 and the variance 3/80, and S the mean 1/2 + 1/3 + 1/4.
  constexpr int replicas = 64;
  constexpr int steps = 4'000;
  std::vector<double> squares;
  std::vector<double> entropies;
  for (int replica = 0; replica < replicas; ++replica) {
    RivalWalk walk(std::vector<double>(4, 1.0), std::vector<double>(4, 0.25));
    RandomStream random(3, static_cast<std::uint64_t>(replica));
    double square = 0;
    double entropy = 0;
    for (int k = -100; k < steps; ++k) {
      walk.step(random, false);
      square += k < 0 ? 0 : walk.distribution()[2] * walk.distribution()[2] / steps;
      entropy += k < 0 ? 0 : walk.entropy() / steps;
    }
    squares.push_back(square);
    entropies.push_back(entropy);
  }
  const auto check = [](const std::vector<double>& values, double exact) {
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double variance = 0;
    for (const double x : values) {
      variance += (x - mean) * (x - mean) / (n - 1);
    }
    const double error = std::sqrt(variance / n);
    INFO(mean << " +- " << error << ", exact " << exact);
    CHECK(std::abs(mean - exact) < 5 * error);
    CHECK(error < 0.01 * exact);
  };
  check(squares, 3.0 / 80 + 1.0 / 16);
  check(entropies, 13.0 / 12);
}

TEST_CASE("rivals that climb become the Boltzmann distribution") {
  const std::vector<double> energies = {1, 2, 3, 4, 5, 6};
  const std::vector<double> b = boltzmann_probabilities(Spectrum(energies), Temperature(1.5));
  RivalWalk walk(energies, b);
  RandomStream random(4, 0);
  for (int step = 0; step < 200; ++step) {
    walk.step(random, false);
  }
  REQUIRE(walk.entropy() < entropy_nats(b) - 0.01);
  double before = walk.entropy();
  for (int step = 0; step < 20'000; ++step) {
    walk.step(random, true);
    REQUIRE(walk.entropy() >= before);
    before = walk.entropy();
  }
  CHECK(walk.entropy() == Approx(entropy_nats(b)).margin(1e-6));
  for (std::size_t i = 0; i < b.size(); ++i) {
    CHECK(walk.distribution()[i] == Approx(b[i]).margin(1e-3));
  }
}

TEST_CASE("two levels leave no room for rivals") {
  RivalWalk walk(std::vector<double>{0, 1}, std::vector<double>{0.7, 0.3});
  RandomStream random(5, 0);
  for (int step = 0; step < 100; ++step) {
    CHECK_FALSE(walk.step(random, false));
  }
  CHECK(walk.distribution() == std::vector<double>{0.7, 0.3});
  CHECK_THROWS_AS(RivalWalk(std::vector<double>{0, 1}, std::vector<double>{1}), std::invalid_argument);
  CHECK_THROWS_AS(RivalWalk(std::vector<double>{}, std::vector<double>{}), std::invalid_argument);
}
