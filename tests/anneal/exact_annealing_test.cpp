#include "onedial/anneal/exact_annealing.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

const Temperature hot(3);
const Temperature cold(0.12);

std::vector<double> sk16_energies() {
  return enumerate(reference::sk16(reference::load("sk16.json")));
}

std::vector<double> six_energies() {
  const auto data = reference::load("kernels6.json");
  return enumerate(std::make_shared<const PairwiseModel>(Domain::spin, reference::matrix(data["W"]),
                                                         reference::vector(data["b"])));
}

std::vector<Temperature> table(const nlohmann::json& values) {
  std::vector<Temperature> temperatures;
  for (const auto& value : values) {
    temperatures.emplace_back(value.get<double>());
  }
  return temperatures;
}

}  // namespace

TEST_CASE("the master equation of SK16 is that of the reference, for every kind of schedule") {
  const auto energies = sk16_energies();
  const auto data = reference::load("annealing_sk16.json");
  int compared = 0;
  for (const auto& row : data["schedules"]) {
    if (row["T"].is_null()) {  // of longer schedules the file has the results only
      continue;
    }
    const ExactSweep last = exact_annealing(energies, table(row["T"]), hot).back();
    INFO(row["schedule"] << ", K = " << row["K_sweeps"]);
    CHECK(std::abs(last.mean_energy - row["final_E"].get<double>()) < 1e-9);
    CHECK(std::abs(last.ground_probability - row["p_ground"].get<double>()) < 1e-9);
    ++compared;
  }
  CHECK(compared == 14);
}

TEST_CASE("the exact ends of schedules are those of another reference") {
  const auto energies = sk16_energies();
  const double ground = reference::load("sk16.json")["instances"][0]["ground_energy"].get<double>();
  const auto data = reference::load("schedules_sk16.json");
  int compared = 0;
  for (const auto& row : data["rows"]) {
    const auto sweeps = row["K"].get<Index>();
    const auto name = row["schedule"].get<std::string>();
    if (sweeps > 30 || (name != "linear_T" && name != "geometric" && name != "linear_beta")) {
      continue;
    }
    const Schedule schedule = name == "linear_T"    ? Schedule(LinearSchedule{hot, cold})
                              : name == "geometric" ? Schedule(GeometricSchedule{hot, cold})
                                                    : Schedule(LinearBetaSchedule{hot, cold});
    std::vector<Temperature> temperatures;
    for (Index k = 1; k <= sweeps; ++k) {
      temperatures.push_back(temperature_at(schedule, {.sweep = k, .sweeps = sweeps + 1}));
    }
    const ExactSweep last = exact_annealing(energies, temperatures, hot).back();
    INFO(name);
    CHECK(std::abs(last.mean_energy - ground - row["final_E_minus_E0"].get<double>()) < 1e-9);
    CHECK(std::abs(last.ground_probability - row["p_ground"].get<double>()) < 1e-9);
    ++compared;
  }
  CHECK(compared == 3);
}

TEST_CASE("both kernels leave equilibrium as it is, at both ends of the dial too") {
  const auto energies = six_energies();
  const Spectrum spectrum(energies);
  for (const Temperature t :
       {Temperature::zero(), Temperature(0.3), Temperature(1), Temperature(7), Temperature::infinite()}) {
    const double exact = thermodynamics(spectrum, t).mean_energy;
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      const std::vector<Temperature> twice(2, t);
      const auto sweeps = exact_annealing(energies, twice, t, kernel);
      REQUIRE(sweeps.size() == 2);
      CHECK(sweeps[1].mean_energy == Approx(exact).epsilon(1e-12).margin(1e-12));
      CHECK(sweeps[1].temperature == t);
    }
  }
}

TEST_CASE("two coupled spins by hand: units in order, each with the kernel's own probability") {
  // E = −s₀s₁: states 00 and 11 at −1, 01 and 10 at +1. From T = ∞, a half is aligned. The first unit's
  // update aligns with p = 1/(1 + e^{−2/T}), whatever was before, and the second's does so again.
  const std::vector<double> energies = {-1, 1, 1, -1};
  const Temperature t(1.5);
  const double aligned = 1 / (1 + std::exp(-2 / 1.5));
  const std::vector<Temperature> once{t};
  const ExactSweep bath = exact_annealing(energies, once, Temperature::infinite()).front();
  CHECK(bath.ground_probability == Approx(aligned).epsilon(1e-14));
  CHECK(bath.mean_energy == Approx(1 - 2 * aligned).epsilon(1e-14));
  // Metropolis: an aligned pair breaks with p = e^{−2/T}, a broken one is always mended.
  const double p = std::exp(-2 / 1.5);
  double metropolis = 0.5;
  for (int unit = 0; unit < 2; ++unit) {
    metropolis = metropolis * (1 - p) + (1 - metropolis);
  }
  CHECK(exact_annealing(energies, once, Temperature::infinite(), KernelKind::metropolis)
            .front()
            .ground_probability == Approx(metropolis).epsilon(1e-14));
}

TEST_CASE("exact annealing refuses what is no list of states") {
  const std::vector<Temperature> once{Temperature(1)};
  CHECK_THROWS_WITH(exact_annealing(std::vector<double>(3), once, hot), ContainsSubstring("2^N"));
  CHECK_THROWS_AS(exact_annealing(std::vector<double>(1), once, hot), std::invalid_argument);
  CHECK_THROWS_AS(exact_annealing({}, once, hot), std::invalid_argument);
  CHECK_THROWS_AS(exact_annealing(std::vector<double>(std::size_t{1} << 21U), once, hot),
                  std::invalid_argument);
  CHECK_THROWS_WITH(
      exact_annealing(std::vector<double>{0, std::numeric_limits<double>::infinity()}, once, hot),
      ContainsSubstring("finite"));
  CHECK(exact_annealing(std::vector<double>{0, 1}, {}, hot).empty());
}
