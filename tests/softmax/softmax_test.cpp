#include "onedial/softmax/softmax.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "catch.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/entropy.hpp"
#include "reference_data.hpp"
#include "test_logits.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> logits_of(const nlohmann::json& list) {
  std::vector<double> logits;
  for (const auto& value : list) {
    logits.push_back(value.is_string() ? -infinity : value.get<double>());
  }
  return logits;
}

/// The greatest relative errors, by name. `scale` is the size of the terms that a value is a difference of;
/// weights below e^−460 are spared, since they feel that the file's decimal T is not quite a double.
class WorstErrors {
 public:
  void compare(const std::string& name, double value, double exact, double scale = 0) {
    const double magnitude = std::max(std::abs(exact), scale);
    const bool equal = value == exact || std::abs(value - exact) < 1e-200;  // both may be infinite
    const double error = equal ? 0.0 : std::abs(value - exact) / magnitude;
    worst_[name] = std::max(worst_[name], std::isfinite(error) ? error : infinity);
  }
  void check(double bound) const {
    for (const auto& [name, error] : worst_) {
      INFO(name << ": greatest relative error " << error);
      CHECK(error <= bound);
    }
  }
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const auto& [name, error] : worst_) {
      text += fmt::format("{} {:.2g}, ", name, error);
    }
    return text;
  }

 private:
  std::map<std::string, double> worst_;
};

void compare(WorstErrors& worst, const Thermodynamics& value, const Thermodynamics& exact,
             double energy_scale) {
  worst.compare("ln Z", value.log_z, exact.log_z);
  worst.compare("E", value.mean_energy, exact.mean_energy, energy_scale);
  worst.compare("F", value.free_energy, exact.free_energy, energy_scale);
  worst.compare("S", value.entropy, exact.entropy);
  worst.compare("Var", value.energy_variance, exact.energy_variance);
  worst.compare("C", value.heat_capacity, exact.heat_capacity);
  worst.compare("dS/dT", value.entropy_slope, exact.entropy_slope);
}

template <class Real>
Thermodynamics thermodynamics_of(const std::vector<Real>& logits, double t) {
  return softmax_thermodynamics(logits, Temperature(t));
}

}  // namespace

TEST_CASE("softmax in double agrees with 60-digit values") {
  const auto data = reference::load("softmax.json");
  WorstErrors worst;
  for (const auto& entry : data["cases"]) {
    const std::vector<double> logits = logits_of(entry["logits"]);
    const double scale = *std::max_element(logits.begin(), logits.end());
    for (const auto& row : entry["T"]) {
      const Temperature t(row["T"].get<double>());
      const auto number = [&](const char* key) { return row[key].get<double>(); };
      const Thermodynamics exact = {t,           number("logZ"), number("E"), number("varE"),
                                    number("S"), number("F"),    number("C"), number("dSdT")};
      const Thermodynamics thermo = softmax_thermodynamics(logits, t);
      compare(worst, thermo, exact, std::abs(scale));
      worst.compare("bits", bits_from_nats(thermo.entropy), number("H_bits"));
      worst.compare("perplexity", perplexity(thermo.entropy), number("perplexity"));
      const std::vector<double> p = softmax(logits, t);
      const std::vector<double> log_p = log_softmax(logits, t);
      for (std::size_t i = 0; i < p.size(); ++i) {
        worst.compare("p", p[i], row["p"][i].get<double>());
        if (row["logp"][i].is_number()) {
          worst.compare("ln p", log_p[i], row["logp"][i].get<double>());
        } else {
          CHECK(log_p[i] == -infinity);
        }
      }
    }
  }
  WARN("greatest relative errors in double: " << worst.text());
  worst.check(4e-15);
}

TEST_CASE("softmax in double agrees with 50-digit values") {
  WorstErrors worst;
  for (const char* name :
       {"cat_sat_toy", "float_subnormal_gap", "gap1e-12", "gap_1ulp", "n1", "n1_huge", "neg_inf_mixed",
        "neg_inf_single_left", "tie2", "tie3", "tie_all_uniform5", "two_level"}) {
    const auto data = reference::load(fmt::format("softmax50/{}.json", name).c_str());
    INFO(name);
    std::vector<double> logits;
    for (const auto& hex : data["logits_hex"]) {
      logits.push_back(std::strtod(hex.get<std::string>().c_str(), nullptr));
    }
    const double scale = std::abs(*std::max_element(logits.begin(), logits.end()));
    for (const auto& row : data["results"]) {
      const auto number = [&](const char* key) {
        return std::strtod(row[key].get<std::string>().c_str(), nullptr);
      };
      const Temperature t(number("T_hex"));
      const Thermodynamics exact = {
          t,           number("logZ"), number("mean_E"), number("var_E"), number("H_nats"),
          number("F"), number("C"),    number("dSdT")};
      compare(worst, softmax_thermodynamics(logits, t), exact, scale);
    }
  }
  WARN("greatest relative errors in double: " << worst.text());
  worst.check(4e-15);
}

TEST_CASE("a large softmax in double agrees with the exact core") {
  WorstErrors worst;
  const auto logits = test::normal_logits<double>(131072, 3, 4, 100);
  const Spectrum spectrum = Spectrum::from_logits(logits);
  for (const double t : {0.05, 0.5, 1.0, 5.0, 1000.0}) {
    compare(worst, thermodynamics_of(logits, t), thermodynamics(spectrum, Temperature(t)), 13);
    const auto p = softmax(logits, Temperature(t));
    const auto weight = [&](double z) {
      return boltzmann_weight(-z, spectrum.ground_energy(), Temperature(t));
    };
    CompensatedSum total;
    for (const double z : logits) {
      total.add(weight(z));
    }
    for (std::size_t i = 0; i < p.size(); ++i) {
      worst.compare("p", p[i], weight(logits[i]) / total.value());
    }
  }
  WARN("greatest relative errors in double: " << worst.text());
  worst.check(2e-15);
}

TEST_CASE("softmax in float agrees with softmax in double") {
  double worst_p = 0;
  double worst_log = 0;
  WorstErrors cold;  // few tokens matter, with large d/T
  WorstErrors warm;
  for (const double t : {0.1, 0.3, 0.8, 1.0, 3.0, 100.0, 1e6, infinity}) {
    for (const std::size_t size : {100U, 5000U, 131072U}) {
      const auto logits = test::normal_logits<float>(size, 3, size, 50);
      const std::vector<double> same(logits.begin(), logits.end());
      const double maximum = *std::max_element(same.begin(), same.end());
      const auto p = softmax(std::span<const float>(logits), Temperature(t));
      const auto exact = softmax(std::span<const double>(same), Temperature(t));
      const auto log_p = log_softmax(std::span<const float>(logits), Temperature(t));
      const auto exact_log = log_softmax(std::span<const double>(same), Temperature(t));
      for (std::size_t i = 0; i < size; ++i) {
        const double reduced_gap = (maximum - same[i]) / t;
        if (p[i] > 0) {
          worst_p = std::max(
              worst_p, std::abs(static_cast<double>(p[i]) / exact[i] - 1) / (3e-7 + 1.2e-7 * reduced_gap));
          worst_log = std::max(worst_log, std::abs(static_cast<double>(log_p[i]) - exact_log[i]) /
                                              (1e-6 + std::abs(exact_log[i])));
        } else {
          CHECK((exact[i] < 1.4e-38 || reduced_gap > 86.99));
        }
      }
      compare(t < 0.5 ? cold : warm, thermodynamics_of(logits, t), thermodynamics_of(same, t), maximum);
    }
  }
  WARN("float p: " << worst_p << " of the bound; ln p: relative error " << worst_log
                   << "; T < 0.5: " << cold.text() << "T > 0.5: " << warm.text());
  CHECK(worst_p < 1);
  CHECK(worst_log < 2.4e-7);
  cold.check(4e-6);
  warm.check(2e-7);
}

TEST_CASE("float logits far apart or close together keep their digits") {
  WorstErrors worst;
  const auto compare_at = [&](const std::vector<float>& logits, double t) {
    const std::vector<double> same(logits.begin(), logits.end());
    compare(worst, thermodynamics_of(logits, t), thermodynamics_of(same, t), 1e-30);
  };
  compare_at({0.0F, -1e-20F, -2e-20F}, 1.0);
  compare_at({0.0F, -1e-20F, -2e-20F}, 1e-20);
  compare_at({3e38F, -3e37F, 0.0F}, infinity);
  compare_at({1e35F, 0.0F, -1e35F}, 1e35);
  compare_at({0.0F, -1.0F, -1.0F, -1.0F}, 1.0);
  compare_at(std::vector<float>(5000, 2.5F), 1.0);
  worst.check(3e-7);
}

TEST_CASE("sorted logits are as good as shuffled ones") {
  WorstErrors worst;
  auto logits = test::normal_logits<double>(100000, 3, 5);
  for (const double t : {0.2, 1.0, 20.0, infinity}) {
    const Thermodynamics shuffled = thermodynamics_of(logits, t);
    std::sort(logits.begin(), logits.end());
    compare(worst, thermodynamics_of(logits, t), shuffled, 13);
    std::reverse(logits.begin(), logits.end());
    compare(worst, thermodynamics_of(logits, t), shuffled, 13);
  }
  worst.check(4e-15);
}

TEST_CASE("softmax at T = 0 is uniform over ties, at T = ∞ over finite logits") {
  const std::vector<double> logits = {2, 5, -infinity, 5, 1};
  CHECK(softmax(logits, Temperature::zero()) == std::vector<double>{0, 0.5, 0, 0.5, 0});
  CHECK(softmax(logits, Temperature::infinite()) == std::vector<double>{0.25, 0.25, 0, 0.25, 0.25});
  const auto log_cold = log_softmax(logits, Temperature::zero());
  CHECK(log_cold[1] == Approx(-std::log(2.0)).epsilon(1e-15));
  CHECK(log_cold[0] == -infinity);
  const auto log_hot = log_softmax(logits, Temperature::infinite());
  CHECK(log_hot[0] == Approx(-std::log(4.0)).epsilon(1e-15));
  CHECK(log_hot[2] == -infinity);
  const Thermodynamics frozen = thermodynamics_of(logits, 0);
  CHECK(frozen.entropy == Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(frozen.free_energy == -5);
  CHECK(frozen.heat_capacity == 0);
  CHECK(frozen.entropy_slope == 0);
  const Thermodynamics boiling = thermodynamics_of(logits, infinity);
  CHECK(boiling.entropy == Approx(std::log(4.0)).epsilon(1e-15));
  CHECK(boiling.mean_energy == Approx(-3.25).epsilon(1e-15));
  CHECK(boiling.heat_capacity == 0);
  const std::vector<float> low = {1e-40F, 0.0F};
  CHECK(softmax(low, Temperature(1e-37)) == std::vector<float>{1, 0});
}

TEST_CASE("no probability is denormal, and log-probabilities go on below the least one") {
  std::vector<float> logits(3000);
  for (std::size_t i = 0; i < logits.size(); ++i) {
    logits[i] = -0.05F * static_cast<float>(i);
  }
  std::vector<float> rising(logits.rbegin(), logits.rend());
  for (const auto& z : {logits, rising}) {
    const auto p = softmax(z, Temperature(1));
    CHECK(std::all_of(p.begin(), p.end(),
                      [](float x) { return x == 0 || x >= std::numeric_limits<float>::min(); }));
    CHECK(std::count(p.begin(), p.end(), 0.0F) > 1000);
    CHECK(log_softmax(z, Temperature(1))[z == logits ? 2900 : 99] ==
          Approx(-145 - std::log(1 / (1 - std::exp(-0.05)))));
  }
}

TEST_CASE("results may replace the logits") {
  for (const std::size_t size : {1U, 31U, 2048U, 5001U}) {
    const auto logits = test::normal_logits<float>(size, 3, 8, 11);
    auto in_place = logits;
    softmax(in_place, Temperature(0.7), in_place);
    CHECK(in_place == softmax(logits, Temperature(0.7)));
    in_place = logits;
    log_softmax(in_place, Temperature(0.7), in_place);
    CHECK(in_place == log_softmax(logits, Temperature(0.7)));
  }
}

TEST_CASE("floats whose span a float cannot hold are summed in doubles") {
  const std::vector<float> wide = {3e38F, -3e38F};
  const Thermodynamics hot = softmax_thermodynamics(std::span<const float>(wide), Temperature::infinite());
  CHECK(hot.entropy == Approx(std::log(2.0)).epsilon(1e-12));
  CHECK(hot.mean_energy == Approx(0).margin(1e30));
  const Thermodynamics warm = softmax_thermodynamics(std::span<const float>(wide), Temperature(3e38));
  CHECK(std::isfinite(warm.energy_variance));
}

TEMPLATE_TEST_CASE("bad logits are refused with the index of what is wrong", "", float, double) {
  constexpr TestType inf = std::numeric_limits<TestType>::infinity();
  const TestType not_a_number = std::numeric_limits<TestType>::quiet_NaN();
  const Temperature t(1);
  const auto refuses = [&](const std::vector<TestType>& logits, const std::string& text) {
    CHECK_THROWS_WITH(softmax(logits, t), ContainsSubstring(text));
    CHECK_THROWS_WITH(log_softmax(logits, t), ContainsSubstring(text));
    CHECK_THROWS_WITH(softmax_thermodynamics(logits, t), ContainsSubstring(text));
  };
  refuses({}, "no logits");
  refuses({1, not_a_number}, "logit 1 is NaN");
  refuses({1, 2, inf}, "logit 2 is +inf");
  refuses({-inf, -inf}, "all 2 logits are -inf, the first at index 0");
  for (const std::size_t bad : {0U, 15U, 16U, 33U, 2047U, 2048U, 4999U}) {
    for (const TestType value : {not_a_number, -not_a_number, inf}) {
      std::vector<TestType> logits(5000, -inf);
      logits[bad] = value;
      refuses(logits, fmt::format("logit {} is {}", bad, value > 0 ? "+inf" : "NaN"));
      logits[4998] = 3;
      refuses(logits, fmt::format("logit {} is {}", bad, value > 0 ? "+inf" : "NaN"));
      std::fill(logits.begin(), logits.end(), TestType{1});
      logits[bad] = value;
      refuses(logits, fmt::format("logit {} is {}", bad, value > 0 ? "+inf" : "NaN"));
    }
  }
  std::vector<TestType> out(3);
  CHECK_THROWS_WITH(softmax(std::vector<TestType>{1, 2}, t, out),
                    ContainsSubstring("2 logits, but room for 3"));
  const std::vector<TestType> loud(100, std::numeric_limits<TestType>::max());  // their sum overflows
  CHECK(softmax(loud, t)[7] == static_cast<TestType>(0.01));
}
