#include "onedial/softmax/distillation.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "catch.hpp"
#include "onedial/core/random.hpp"

using namespace onedial;

namespace {

std::vector<double> random_logits(std::size_t n, double width, RandomStream& random) {
  std::vector<double> z(n);
  for (double& x : z) {
    x = width * (2 * uniform01(random) - 1);
  }
  return z;
}

long double plain_loss(const std::vector<double>& z, const std::vector<double>& v, long double t) {
  const auto log_sum = [&](const std::vector<double>& x) {
    long double sum = 0;
    for (const double a : x) {
      sum += std::exp(a / t);
    }
    return std::log(sum);
  };
  const long double log_p = log_sum(z);
  const long double log_q = log_sum(v);
  long double kl = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    kl += std::exp(v[i] / t - log_q) * ((v[i] - z[i]) / t - log_q + log_p);
  }
  return t * t * kl;
}

}  // namespace

TEST_CASE("the distillation gradient is the derivative of the loss, the factor T squared included") {
  RandomStream random(1, 0);
  for (const double t : {0.5, 1.0, 4.0, 20.0}) {
    for (int round = 0; round < 20; ++round) {
      const auto v = random_logits(6, 5, random);
      auto z = random_logits(6, round % 2 == 0 ? 5 : 1, random);
      const DistillationLoss loss = distillation_loss(z, v, Temperature(t));
      REQUIRE(loss.value == Approx(static_cast<double>(plain_loss(z, v, t))).epsilon(1e-11));
      const auto q = soft_targets(v, Temperature(t));
      const auto p = soft_targets(z, Temperature(t));
      for (std::size_t i = 0; i < z.size(); ++i) {
        const double h = 1e-4 * t;
        const double at = z[i];
        z[i] = at + h;
        const long double above = plain_loss(z, v, t);
        z[i] = at - h;
        const long double below = plain_loss(z, v, t);
        z[i] = at;
        REQUIRE(loss.gradient[i] == Approx(static_cast<double>((above - below) / (2 * h))).margin(1e-7 * t));
        REQUIRE(loss.gradient[i] == Approx(t * (p[i] - q[i])).margin(1e-13 * t));
      }
      REQUIRE(std::accumulate(loss.gradient.begin(), loss.gradient.end(), 0.0) ==
              Approx(0).margin(1e-14 * t));
    }
  }
}

TEST_CASE("at high T the student matches the teacher's logits") {
  RandomStream random(2, 0);
  const auto v = random_logits(8, 3, random);
  const auto z = random_logits(8, 3, random);
  double mean = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    mean += (z[i] - v[i]) / 8;
  }
  const DistillationLoss limit = distillation_loss(z, v, Temperature::infinite());
  double squares = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK(limit.gradient[i] == Approx((z[i] - v[i] - mean) / 8).epsilon(1e-14));
    squares += (z[i] - v[i] - mean) * (z[i] - v[i] - mean);
  }
  CHECK(limit.value == Approx(squares / 16).epsilon(1e-14));
  // The difference falls as 1/T, down to the last digits: nothing cancels.
  for (const double t : {1e2, 1e4, 1e6, 1e9, 1e12, 1e15, 1e18}) {
    const DistillationLoss hot = distillation_loss(z, v, Temperature(t));
    INFO("T = " << t);
    CHECK(hot.value == Approx(limit.value).epsilon(10 / t + 1e-14));
    for (std::size_t i = 0; i < 8; ++i) {
      CHECK(hot.gradient[i] == Approx(limit.gradient[i]).margin(10 / t + 1e-14));
      // Without the factor T squared: Hinton's (z − v)/(N T²) for logits of mean 0.
      CHECK(hot.gradient[i] / (t * t) ==
            Approx((z[i] - v[i] - mean) / (8 * t * t)).margin((10 / t + 1e-14) / (t * t)));
    }
  }
}

TEST_CASE("the distillation loss is 0 for equal distributions and never negative") {
  RandomStream random(3, 0);
  const auto v = random_logits(5, 30, random);
  auto z = v;
  for (double& x : z) {
    x += 4;  // a shift changes nothing
  }
  CHECK(distillation_loss(z, v, Temperature(2)).value == Approx(0).margin(1e-25));
  CHECK(distillation_loss(v, v, Temperature(2)).value == 0);
  for (int round = 0; round < 200; ++round) {
    const auto other = random_logits(5, 60, random);
    for (const double t : {0.1, 1.0, 30.0, 1e5}) {
      const DistillationLoss loss = distillation_loss(other, v, Temperature(t));
      REQUIRE(loss.value >= 0);
      REQUIRE(std::isfinite(loss.value));
      REQUIRE(loss.value == Approx(static_cast<double>(plain_loss(other, v, t))).epsilon(1e-6).margin(1e-12));
    }
  }
}

TEST_CASE("the distillation loss is finite wherever its limit is") {
  const auto loss = [](const std::vector<double>& student, const std::vector<double>& teacher,
                       Temperature t) { return distillation_loss(student, teacher, t).value; };
  // KL to a certain teacher is −ln p of its choice.
  CHECK(loss({0, -10}, {0, -800}, Temperature(1)) == Approx(std::log1p(std::exp(-10.0))).epsilon(1e-12));
  CHECK(loss({0, 800}, {0, -800}, Temperature(1)) == Approx(800).epsilon(1e-14));
  CHECK(loss({1, 2}, {9, 0}, Temperature(0.01)) == Approx(1e-4 * 100).epsilon(1e-12));
  CHECK(loss({1, 0}, {0, 0}, Temperature(1e200)) == Approx(0.125).epsilon(1e-15));
  CHECK(loss({1, 0}, {0, 0}, Temperature::infinite()) == Approx(0.125).epsilon(1e-15));
}

TEST_CASE("distillation refuses what has no gradient") {
  const std::vector<double> three = {1, 2, 3};
  const std::vector<double> two = {1, 2};
  const std::vector<double> bad = {1, std::numeric_limits<double>::infinity(), 3};
  CHECK_THROWS_AS(distillation_loss(three, three, Temperature::zero()), std::invalid_argument);
  CHECK_THROWS_AS(distillation_loss(three, two, Temperature(1)), std::invalid_argument);
  CHECK_THROWS_AS(distillation_loss({}, {}, Temperature(1)), std::invalid_argument);
  CHECK_THROWS_AS(distillation_loss(three, bad, Temperature(1)), std::invalid_argument);
}
