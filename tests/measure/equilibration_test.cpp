#include "onedial/measure/equilibration.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "catch.hpp"
#include "series.hpp"

using namespace onedial;
using Replicas = std::vector<std::vector<double>>;

namespace {

/// AR(1) of τ = 2 about a start that decays with `time`.
Replicas relaxing(double start, double time, Index length) {
  Replicas replicas;
  for (std::uint64_t r = 0; r < 8; ++r) {
    RandomStream random(41, r);
    replicas.push_back(series::ar1(random, series::phi_of_tau(2), length));
    for (std::size_t t = 0; t < replicas.back().size(); ++t) {
      replicas.back()[t] += start * std::exp(-static_cast<double>(t) / time);
    }
  }
  return replicas;
}

}  // namespace

TEST_CASE("the cut falls where the start is forgotten") {
  // 20 e^{−t/50} falls below the noise of the mean of the rest, 2·10⁻², at t = 345.
  const auto cut = equilibration_length(relaxing(20, 50, 5000));
  REQUIRE(cut);
  CHECK(*cut >= 150);
  CHECK(*cut <= 500);
}

TEST_CASE("a series in equilibrium loses little") {
  const auto cut = equilibration_length(relaxing(0, 1, 5000));
  REQUIRE(cut);
  CHECK(*cut < 1000);
}

TEST_CASE("a series that is still on its way has no equilibrium") {
  CHECK_FALSE(equilibration_length(relaxing(20, 3000, 5000)));
}

TEST_CASE("noise without memory is no drift, of whatever length and law") {
  constexpr int runs = 2000;
  for (const std::size_t length : {std::size_t{64}, std::size_t{500}}) {
    int alarms = 0;
    int rare_alarms = 0;
    for (std::uint64_t run = 0; run < runs; ++run) {
      RandomStream random(42, run);
      Replicas noise(1);
      Replicas rare(1);  // an event in a hundred samples, as in the cold
      for (std::size_t t = 0; t < length; ++t) {
        noise[0].push_back(series::normal(random));
        rare[0].push_back(uniform01(random) < 0.01 ? 1 : 0);
      }
      alarms += equilibration_length(noise) ? 0 : 1;
      rare_alarms += equilibration_length(rare) ? 0 : 1;
    }
    INFO(length);
    // Twenty temperatures share the 1 % of false alarms that a run may have.
    CHECK(alarms <= runs / 2000);
    CHECK(rare_alarms <= runs / 2000);
  }
}

TEST_CASE("a drift is found in noise, rising or falling, as a line or as a slow decay") {
  constexpr int runs = 100;
  int lines = 0;
  int decays = 0;
  for (std::uint64_t run = 0; run < runs; ++run) {
    RandomStream random(43, run);
    const double sign = run % 2 == 0 ? 1 : -1;
    Replicas line(1);
    Replicas decay(1);
    for (int t = 0; t < 500; ++t) {
      line[0].push_back(series::normal(random) + sign * 5 * t / 500);
      decay[0].push_back(series::normal(random) + sign * 10 * std::exp(-t / 300.0));
    }
    lines += equilibration_length(line) ? 0 : 1;
    decays += equilibration_length(decay) ? 0 : 1;
  }
  CHECK(lines >= runs * 9 / 10);
  CHECK(decays >= runs * 9 / 10);
}

TEST_CASE("a frozen series is cut nowhere") {
  CHECK(equilibration_length(Replicas{std::vector<double>(100, 2.0)}) == 0);
}

TEST_CASE("an equilibration needs replicas of one length and twenty samples") {
  CHECK_THROWS_AS(equilibration_length(Replicas{}), std::invalid_argument);
  CHECK_THROWS_AS(equilibration_length(Replicas{std::vector<double>(19)}), std::invalid_argument);
  CHECK_THROWS_AS(equilibration_length(Replicas{std::vector<double>(30), std::vector<double>(31)}),
                  std::invalid_argument);
}

TEST_CASE("split R is that of the definition") {
  const Replicas replicas{{1, 3, 2, 6}, {4, 6, 5, 5}};
  // Halves: means 2, 4, 5, 5 and variances 2, 8, 2, 0: W = 3, B/n = 2.
  CHECK(split_r_hat(replicas) == Approx(std::sqrt(0.5 + 2.0 / 3)));
}

TEST_CASE("split R tells replicas that agree from those that do not, and a drift") {
  Replicas replicas = relaxing(0, 1, 5000);
  CHECK(split_r_hat(replicas) < 1.01);
  for (double& x : replicas[3]) {
    x += 1;
  }
  CHECK(split_r_hat(replicas) > 1.03);
  CHECK(split_r_hat(relaxing(20, 3000, 5000)) > 1.5);
}

TEST_CASE("split R where nothing moves") {
  CHECK(split_r_hat(Replicas{{1, 1, 1, 1}, {1, 1, 1, 1}}) == 1);
  CHECK(split_r_hat(Replicas{{1, 1, 1, 1}, {2, 2, 2, 2}}) == std::numeric_limits<double>::infinity());
  CHECK_THROWS_AS(split_r_hat(Replicas{{1, 2, 3}}), std::invalid_argument);
}
