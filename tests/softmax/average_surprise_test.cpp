#include "onedial/softmax/average_surprise.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/softmax/draw.hpp"
#include "onedial/softmax/softmax.hpp"
#include "test_logits.hpp"

using namespace onedial;

TEST_CASE("the average surprise of draws is the entropy while the temperature moves") {
  const auto logits = test::normal_logits<double>(300, 3, 31);
  RandomStream random(4, 0);
  AverageSurprise surprise;
  double entropy_sum = 0;
  double heat_capacity_sum = 0;
  const int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    const Temperature t(0.2 + 3.0 * i / draws);
    const Thermodynamics thermo = softmax_thermodynamics(logits, t);
    const auto token = static_cast<std::size_t>(draw_token(logits, t, random));
    surprise.add(log_softmax(logits, t)[token], thermo);
    entropy_sum += thermo.entropy;
    heat_capacity_sum += thermo.heat_capacity;
  }
  CHECK(surprise.count() == draws);
  CHECK(surprise.expected() == Approx(entropy_sum / draws).epsilon(1e-12));
  CHECK(surprise.standard_error() == Approx(std::sqrt(heat_capacity_sum) / draws).epsilon(1e-12));
  CHECK(surprise.z_score() ==
        Approx((surprise.mean() - surprise.expected()) / surprise.standard_error()).epsilon(1e-9));
  CHECK(std::abs(surprise.z_score()) < 5);
}

TEST_CASE("the variance of the surprise is the heat capacity") {
  const auto logits = test::normal_logits<double>(300, 3, 32);
  for (const double t : {0.3, 1.0, 5.0}) {
    const auto p = softmax(logits, Temperature(t));
    const auto log_p = log_softmax(logits, Temperature(t));
    const Thermodynamics thermo = softmax_thermodynamics(logits, Temperature(t));
    double mean = 0;
    double variance = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
      mean -= p[i] * log_p[i];
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
      variance += p[i] * (-log_p[i] - mean) * (-log_p[i] - mean);
    }
    CHECK(mean == Approx(thermo.entropy).epsilon(1e-13));
    CHECK(variance == Approx(thermo.heat_capacity).epsilon(1e-12));
  }
}

TEST_CASE("draws without choice have no surprise and no error") {
  AverageSurprise surprise;
  CHECK(std::isnan(surprise.mean()));
  surprise.add(0.0, softmax_thermodynamics(std::vector<double>{1.0}, Temperature(1)));
  CHECK(surprise.mean() == 0);
  CHECK(surprise.standard_error() == 0);
  CHECK(surprise.z_score() == 0);
}

TEST_CASE("a drawn token has a finite log-probability that is not above 0") {
  AverageSurprise surprise;
  const Thermodynamics thermo = softmax_thermodynamics(std::vector<double>{1.0, 2.0}, Temperature(1));
  for (const double bad : {0.1, -HUGE_VAL, std::numeric_limits<double>::quiet_NaN()}) {
    CHECK_THROWS_AS(surprise.add(bad, thermo), std::invalid_argument);
  }
  CHECK(surprise.count() == 0);
}
