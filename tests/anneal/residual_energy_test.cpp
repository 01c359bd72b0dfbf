#include "onedial/anneal/residual_energy.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

/// Residual energies that follow a law, with errors of 3 %.
template <class Law>
std::vector<ResidualEnergy> measured(const Law& law, RandomStream& random) {
  constexpr double relative_error = 0.03;
  std::vector<ResidualEnergy> points;
  for (Index sweeps = 8; sweeps <= 8192; sweeps *= 2) {
    const double truth = law(static_cast<double>(sweeps));
    points.push_back({.sweeps = sweeps,
                      .energy = {.value = truth * (1 + relative_error * draw_normal(random)),
                                 .error = relative_error * truth}});
  }
  return points;
}

}  // namespace

TEST_CASE("the mean of replicas has the error of their spread") {
  const std::array<double, 4> values = {1, 2, 3, 6};
  CHECK(mean_of_replicas(values).value == 3);
  CHECK(mean_of_replicas(values).error == Approx(std::sqrt(14.0 / 3 / 4)));
  CHECK(std::isnan(mean_of_replicas(std::span(values).first(1)).error));
  CHECK_THROWS(mean_of_replicas({}));
}

TEST_CASE("the exponents of both laws are found within their errors") {
  constexpr double zeta = 0.4;
  constexpr int sets = 400;
  RandomStream random(3, 0);
  double power = 0;
  double logarithmic = 0;
  int preferred = 0;
  for (int set = 0; set < sets; ++set) {
    const auto first = fit_residual_energy(measured([](double k) { return 2 * std::pow(k, -zeta); }, random));
    REQUIRE(first);
    CHECK(first->points == 11);
    power += std::abs(first->power.exponent.value - zeta) < first->power.exponent.error ? 1 : 0;
    preferred += first->log_odds_of_power() > 3 ? 1 : 0;
    const auto second =
        fit_residual_energy(measured([](double k) { return 0.5 * std::pow(std::log(k), -1.5); }, random));
    REQUIRE(second);
    logarithmic += std::abs(second->logarithmic.exponent.value - 1.5) < second->logarithmic.exponent.error;
    preferred += second->log_odds_of_power() < -3 ? 1 : 0;
  }
  // Errors allow for scatter but are never cut for want of it, so that they cover somewhat more than one σ.
  constexpr double one_sigma = 0.6827;
  const double allowed = 5 * std::sqrt(one_sigma * (1 - one_sigma) / sets);
  CHECK(power / sets > one_sigma - allowed);
  CHECK(power / sets < 0.78 + allowed);
  CHECK(logarithmic / sets > one_sigma - allowed);
  CHECK(logarithmic / sets < 0.78 + allowed);
  CHECK(preferred > 1.9 * sets);
}

TEST_CASE("laws go through exact points and points without logarithms are left out") {
  std::vector<ResidualEnergy> points = {{.sweeps = 1, .energy = {.value = 9, .error = 0.1}},
                                        {.sweeps = 10, .energy = {.value = 0.3, .error = 0.01}},
                                        {.sweeps = 100, .energy = {.value = 0.03, .error = 0.001}},
                                        {.sweeps = 1000, .energy = {.value = 0.003, .error = 0.0001}},
                                        {.sweeps = 10000, .energy = {.value = 0.001, .error = 0.0005}},
                                        {.sweeps = 20000, .energy = {.value = 0, .error = 0}}};
  const auto laws = fit_residual_energy(points);
  REQUIRE(laws);
  CHECK(laws->points == 3);
  CHECK(laws->power.exponent.value == Approx(1));
  CHECK(laws->power.amplitude == Approx(3));
  CHECK(power_at(laws->power, 50) == Approx(0.06));
  CHECK(logarithmic_at({.amplitude = 2, .exponent = {.value = 2}}, std::exp(4)) == Approx(0.125));
  CHECK(laws->log_odds_of_power() > 3);
  points.erase(points.begin() + 1);
  CHECK(!fit_residual_energy(points));
}
