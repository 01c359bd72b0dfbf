#include "onedial/softmax/calibration.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/spectrum.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Data {
  std::vector<double> logits;
  std::vector<Level> labels;
  Index classes;
  [[nodiscard]] LabelledLogits view() const { return {logits, labels, classes}; }
};

/// Labels drawn from softmax(logits/t): the T to be found is near `t`.
Data honest_data(std::size_t n, std::size_t classes, double t, double width, std::uint64_t seed) {
  RandomStream random(seed, 0);
  Data data{{}, {}, static_cast<Index>(classes)};
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> row(classes);
    for (double& z : row) {
      z = width * (2 * uniform01(random) - 1);
    }
    const auto p = boltzmann_probabilities(Spectrum::from_logits(row), Temperature(t));
    double u = uniform01(random);
    std::size_t label = 0;
    for (; label + 1 < classes && u >= p[label]; ++label) {
      u -= p[label];
    }
    data.logits.insert(data.logits.end(), row.begin(), row.end());
    data.labels.push_back(static_cast<Level>(label));
  }
  return data;
}

double plain_nll(const Data& data, double t) {
  const auto k = static_cast<std::size_t>(data.classes);
  long double sum = 0;
  for (std::size_t i = 0; i < data.labels.size(); ++i) {
    long double z = 0;
    const long double label = data.logits[i * k + static_cast<std::size_t>(data.labels[i])];
    for (std::size_t j = 0; j < k; ++j) {
      z += std::exp((data.logits[i * k + j] - label) / t);
    }
    sum += std::log(z);
  }
  return static_cast<double>(sum / static_cast<long double>(data.labels.size()));
}

}  // namespace

TEST_CASE("temperature scaling finds the temperature that labels were drawn at") {
  for (const double t : {0.3, 1.0, 2.5}) {
    const Data data = honest_data(20'000, 8, t, 4 * t, 11);
    const Calibration found = calibrate_temperature(data.view());
    INFO("T = " << t << ", found " << found.temperature.value());
    CHECK(found.temperature.value() == Approx(t).epsilon(0.03));
    CHECK(found.iterations < 12);
    CHECK(found.after.ece < 0.012);
    CHECK(found.after.nll <= found.before.nll);
    if (t != 1.0) {
      CHECK(found.before.ece > 0.1);
      CHECK(found.after.brier < found.before.brier);
    }
    // The minimum of a smooth curve: to first order nothing changes around it.
    const double best = found.temperature.value();
    CHECK(found.after.nll == Approx(plain_nll(data, best)).epsilon(1e-13));
    CHECK(found.after.nll < plain_nll(data, best * 1.001));
    CHECK(found.after.nll < plain_nll(data, best * 0.999));
    const double h = 1e-4 * best;
    CHECK(std::abs(plain_nll(data, best + h) - plain_nll(data, best - h)) / (2 * h) * best < 1e-6);
  }
}

TEST_CASE("the scores are those of a table worked out by hand") {
  // Two examples, p = (0.8, 0.2) with label 0 and p = (0.4, 0.6) with label 0.
  const Data data{{std::log(4.0), 0, std::log(2.0), std::log(3.0)}, {0, 0}, 2};
  const CalibrationScore score = calibration_score(data.view(), Temperature(1.0));
  CHECK(score.nll == Approx(-(std::log(0.8) + std::log(0.4)) / 2));
  CHECK(score.brier == Approx((0.04 + 0.04 + 0.36 + 0.36) / 2));
  CHECK(score.ece == Approx((0.2 + 0.6) / 2));
  // Two examples of one bin: their errors cancel before the absolute value.
  const Data same{{std::log(3.0), 0, std::log(3.0), 0, std::log(3.0), 0, std::log(3.0), 0}, {0, 0, 0, 1}, 2};
  CHECK(calibration_score(same.view(), Temperature(1.0)).ece == Approx(0).margin(1e-15));
  const CalibrationScore cold = calibration_score(same.view(), Temperature::zero());
  CHECK(cold.nll == infinity);
  CHECK(cold.brier == Approx(0.5));
  const CalibrationScore hot = calibration_score(same.view(), Temperature::infinite());
  CHECK(hot.nll == Approx(std::log(2.0)).epsilon(1e-15));
}

TEST_CASE("calibration goes to the ends of the dial where the labels ask for it") {
  const Data certain{{3, 1, 0, 2, 2, -infinity}, {0, 1}, 3};
  const Calibration cold = calibrate_temperature(certain.view());
  CHECK(cold.temperature.is_zero());
  CHECK(cold.after.nll == Approx(std::log(2.0) / 2).epsilon(1e-15));  // the tie remains

  const Data wrong{{3, 1, 0, 0, 5, 5}, {2, 0}, 3};
  const Calibration hot = calibrate_temperature(wrong.view());
  CHECK(hot.temperature.is_infinite());
  CHECK(hot.after.nll == Approx(std::log(3.0)).epsilon(1e-15));

  const Data flat{{1, 1, 1, 4, 4, 4}, {0, 2}, 3};
  CHECK(calibrate_temperature(flat.view()).temperature.value() == 1.0);
}

TEST_CASE("calibration scales with the logits") {
  const Data data = honest_data(500, 5, 1.0, 3, 2);
  const double t = calibrate_temperature(data.view()).temperature.value();
  for (const double scale : {1e-6, 1e-3, 1e4}) {
    Data scaled = data;
    for (double& z : scaled.logits) {
      z *= scale;
    }
    CHECK(calibrate_temperature(scaled.view()).temperature.value() == Approx(t * scale).epsilon(1e-10));
  }
}

TEST_CASE("bad labels and logits are refused") {
  const auto refusal = [](const Data& data) -> std::string {
    try {
      calibrate_temperature(data.view());
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "accepted";
  };
  CHECK_THAT(refusal({{}, {}, 2}), ContainsSubstring("no labelled examples"));
  CHECK_THAT(refusal({{1, 2, 3}, {0}, 2}), ContainsSubstring("3 logits are not 1 examples of 2 classes"));
  CHECK_THAT(refusal({{1, 2}, {2}, 2}), ContainsSubstring("label 2 of example 0 must be from 0 to 1"));
  CHECK_THAT(refusal({{1, 2, 3, std::nan("")}, {0, 0}, 2}), ContainsSubstring("logits of example 1"));
  CHECK_THAT(refusal({{1, -infinity}, {1}, 2}), ContainsSubstring("label of example 0 has a logit of -inf"));
}
