#include "onedial/core/peaks.hpp"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

std::vector<double> logits_of(const nlohmann::json& list) {
  std::vector<double> logits;
  for (const auto& value : list) {
    logits.push_back(value.is_string() ? -std::numeric_limits<double>::infinity() : value.get<double>());
  }
  return logits;
}

void check_peaks(const std::vector<Peak>& peaks, const nlohmann::json& entry, const char* key) {
  INFO(key);
  if (!entry.contains(key)) {
    CHECK(peaks.empty());
    return;
  }
  const auto& expected = entry[key];
  REQUIRE(peaks.size() == expected.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    CHECK(peaks[i].temperature.value() == Approx(expected[i]["T"].get<double>()).epsilon(4e-15));
    CHECK(peaks[i].value == Approx(expected[i]["value"].get<double>()).epsilon(4e-15));
  }
}

}  // namespace

TEST_CASE("all peaks of C and of dS/dT are found to the last digits") {
  const auto data = reference::load("softmax.json");
  for (const auto& entry : data["cases"]) {
    INFO(entry["name"].get<std::string>());
    const Spectrum spectrum = Spectrum::from_logits(logits_of(entry["logits"]));
    check_peaks(heat_capacity_peaks(spectrum), entry, "C_peaks");
    check_peaks(entropy_slope_peaks(spectrum), entry, "dSdT_peaks");
  }
}

TEST_CASE("the peaks of 50000 Zipf logits are found to the last digits") {
  const auto data = reference::load("softmax.json");
  std::vector<double> logits;
  for (int k = 1; k <= 50000; ++k) {
    logits.push_back(-(1.1 * std::log(static_cast<double>(k))));
  }
  const Spectrum spectrum = Spectrum::from_logits(logits);
  check_peaks(heat_capacity_peaks(spectrum), data["zipf50000"], "C_peaks");
  check_peaks(entropy_slope_peaks(spectrum), data["zipf50000"], "dSdT_peaks");
}

TEST_CASE("a dense scan of exact values finds the same peaks") {
  RandomStream random(51, 0);
  std::size_t total = 0;
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<double> energies(3 + static_cast<std::size_t>(trial) % 12);
    for (double& energy : energies) {
      energy = std::exp(12 * uniform01(random) - 6);
    }
    const Spectrum spectrum(energies);
    const double coldest = spectrum.first_gap() / 30;
    const double hottest = spectrum.largest_gap();
    constexpr int steps = 2000;
    std::size_t expected = 0;
    double before = 0;
    double here = 0;
    for (int i = 0; i <= steps; ++i) {
      const Temperature t(coldest * std::pow(hottest / coldest, static_cast<double>(i) / steps));
      const double after = thermodynamics(spectrum, t).heat_capacity;
      expected += here > before && here >= after ? 1 : 0;
      before = here;
      here = after;
    }
    CHECK(heat_capacity_peaks(spectrum).size() == expected);
    total += expected;
  }
  CHECK(total > 100);
}

TEST_CASE("one level has no peak, and the two of gap 1 have those of 50 digits") {
  CHECK(heat_capacity_peaks(Spectrum({4})).empty());
  CHECK(entropy_slope_peaks(Spectrum({4, 4})).empty());
  const auto exact = reference::load("softmax50/schottky.json");
  const auto number = [&](const char* key) {
    return std::strtod(exact[key].get<std::string>().c_str(), nullptr);
  };
  const Peak c = heat_capacity_peaks(Spectrum({0, 1})).at(0);
  CHECK(c.temperature.value() == Approx(number("T_peak_C")).epsilon(1e-15));
  CHECK(c.value == Approx(number("C_peak")).epsilon(1e-15));
  const Peak slope = entropy_slope_peaks(Spectrum({0, 1})).at(0);
  CHECK(slope.temperature.value() == Approx(number("T_peak_dSdT")).epsilon(1e-15));
}

TEST_CASE("two levels have the Schottky peaks") {
  const auto data = reference::load("softmax.json");
  const auto& rows = data["schottky"]["rows"];
  REQUIRE(rows.size() == 8);
  for (const double gap : {1.0, 1e-9, 3e200}) {
    for (const auto& row : rows) {
      const double ratio = row["g1_over_g0"].get<double>();
      INFO("gap " << gap << ", g1/g0 = " << ratio);
      const Spectrum spectrum({2 * gap, 3 * gap}, {1.0, ratio});
      const auto c = heat_capacity_peaks(spectrum);
      const auto s = entropy_slope_peaks(spectrum);
      REQUIRE(c.size() == 1);
      REQUIRE(s.size() == 1);
      const auto exact = [&](const char* curve, const char* field) {
        return row[curve][field].get<double>();
      };
      CHECK(c[0].temperature.value() / gap == Approx(exact("C", "T_star_over_Delta")).epsilon(4e-15));
      CHECK(c[0].value == Approx(exact("C", "max")).epsilon(4e-15));
      CHECK(s[0].temperature.value() / gap == Approx(exact("dSdT", "T_star_over_Delta")).epsilon(4e-15));
      CHECK(s[0].value * gap == Approx(exact("dSdT", "max")).epsilon(4e-15));
    }
  }
}
