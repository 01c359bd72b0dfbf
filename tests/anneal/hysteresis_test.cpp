#include "onedial/anneal/hysteresis.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

constexpr double t_hot = 3;
const LinearSchedule cooling{Temperature(t_hot), Temperature(0.12)};

struct Sk16 {
  std::shared_ptr<const PairwiseModel> model = reference::sk16(reference::load("sk16.json"));
  std::vector<double> energies = enumerate(model);
  nlohmann::json loops = reference::load("annealing_sk16.json")["hysteresis_linear_T"];

  [[nodiscard]] std::unique_ptr<System> system(Index replicas) const {
    return make_system(model, {.replicas = replicas}, 23);
  }
};

/// The reference's loops are of K sweeps after equilibrium at T = 3, and K back: ours with K + 1
/// temperatures. Its area has no part in the first and the last of the K intervals; this is what they add,
/// the first energy being that of equilibrium.
double area_of_end_intervals(const nlohmann::json& row, double first_energy) {
  const std::size_t sweeps = row["K"].get<std::size_t>();
  const double half_step = (t_hot - 0.12) / static_cast<double>(sweeps) / 2;
  const auto gap = [&](std::size_t k) {  // at T_k, k = 1 … K − 1
    return row["E_cool"][k - 1].get<double>() - row["E_heat"][sweeps - 1 - k].get<double>();
  };
  const double hot_gap = first_energy - row["E_heat"][sweeps - 1].get<double>();
  return half_step * (hot_gap + gap(1) + gap(sweeps - 1));
}

}  // namespace

TEST_CASE("the exact loop of SK16 is the reference's, sweep by sweep") {
  const Sk16 sk;
  const double first = thermodynamics(Spectrum(sk.energies), Temperature(t_hot)).mean_energy;
  for (const auto& row : sk.loops) {
    const auto sweeps = row["K"].get<std::size_t>();
    if (sweeps > 20) {
      continue;
    }
    INFO("K = " << sweeps);
    const ExactLoop loop = exact_hysteresis(sk.energies, cooling, static_cast<Index>(sweeps) + 1);
    REQUIRE(loop.cooling.size() == sweeps + 1);
    REQUIRE(loop.heating.size() == sweeps + 1);
    CHECK(std::abs(loop.cooling[0].mean_energy - first) < 1e-9);
    CHECK(loop.heating[0].mean_energy == loop.cooling[sweeps].mean_energy);
    double worst = 0;
    for (std::size_t k = 0; k < sweeps; ++k) {
      worst = std::max({worst, std::abs(loop.cooling[k + 1].mean_energy - row["E_cool"][k].get<double>()),
                        std::abs(loop.heating[k + 1].mean_energy - row["E_heat"][k].get<double>()),
                        std::abs(loop.cooling[k + 1].temperature.value() - row["T_cool"][k].get<double>()),
                        std::abs(loop.heating[k + 1].temperature.value() - row["T_heat"][k].get<double>())});
    }
    CHECK(worst < 1e-9);
    const double area = row["loop_area_E_dT"].get<double>() + area_of_end_intervals(row, first);
    CHECK(std::abs(loop.area - area) < 1e-9);
    CHECK(std::abs(loop.largest_gap - row["max_gap"].get<double>()) < 1e-9);
    CHECK(std::abs(loop.largest_gap_temperature.value() - 0.696) < 1e-9);
  }
}

TEST_CASE(
    "a loop of many replicas is the exact one within its errors, which are no larger than they must be") {
  const Sk16 sk;
  constexpr Index replicas = 16'384;
  const double first = thermodynamics(Spectrum(sk.energies), Temperature(t_hot)).mean_energy;
  int compared = 0;
  double squares = 0;
  for (const auto& row : sk.loops) {
    const auto sweeps = row["K"].get<std::size_t>();
    INFO("K = " << sweeps);
    const auto system = sk.system(replicas);
    const HysteresisLoop loop =
        hysteresis(*system, cooling, {.sweeps = static_cast<Index>(sweeps) + 1, .equilibration = 30});
    CHECK(loop.stop_reason == StopReason::schedule_finished);
    CHECK(loop.updates == (30 + 2 * static_cast<Index>(sweeps) + 1) * 16 * replicas);
    REQUIRE(loop.cooling.size() == sweeps + 1);
    REQUIRE(loop.heating.size() == sweeps + 1);
    const auto compare = [&](const BranchPoint& point, const nlohmann::json& exact) {
      const double z = (point.mean_energy - exact.get<double>()) / point.standard_error;
      CHECK(std::abs(z) < 6);  // 5 sigma for all 776 together would be 6.1
      squares += z * z;
      ++compared;
    };
    compare(loop.cooling[0], first);
    CHECK(loop.heating[0].mean_energy == loop.cooling[sweeps].mean_energy);
    for (std::size_t k = 0; k < sweeps; ++k) {
      compare(loop.cooling[k + 1], row["E_cool"][k]);
      compare(loop.heating[k + 1], row["E_heat"][k]);
    }
    const double area = row["loop_area_E_dT"].get<double>() + area_of_end_intervals(row, first);
    CHECK(std::abs(loop.area - area) < 5 * loop.area_error);
    CHECK(loop.area > 5 * loop.area_error);
    // The place of the largest gap moves with the noise, and takes the noise's largest with it.
    CHECK(loop.largest_gap > row["max_gap"].get<double>() - 5 * loop.largest_gap_error);
    CHECK(loop.largest_gap < row["max_gap"].get<double>() + 8 * loop.largest_gap_error);
    double largest = 0;
    Temperature at = loop.cooling.back().temperature;
    for (std::size_t k = 0; k <= sweeps; ++k) {
      const double gap = loop.cooling[k].mean_energy - loop.heating[sweeps - k].mean_energy;
      at = gap > largest ? loop.cooling[k].temperature : at;
      largest = std::max(largest, gap);
    }
    CHECK(loop.largest_gap == Approx(largest).epsilon(1e-9));
    CHECK(loop.largest_gap_temperature == at);
  }
  CHECK(compared == 776);
  // Successive sweeps are correlated: some 100 independent z², each of mean 1 and variance 2.
  INFO("mean z² " << squares / compared);
  CHECK(squares / compared == Approx(1).margin(0.7));
}

TEST_CASE("the error of the area is the scatter of loops") {
  const Sk16 sk;
  constexpr int loops = 200;
  const auto system = sk.system(16);
  double sum = 0;
  double squares = 0;
  double variances = 0;
  for (int i = 0; i < loops; ++i) {
    system->randomize(static_cast<std::uint64_t>(i));
    const HysteresisLoop loop = hysteresis(*system, cooling, {.sweeps = 11, .equilibration = 20});
    sum += loop.area;
    squares += loop.area * loop.area;
    variances += loop.area_error * loop.area_error / loops;
  }
  const double scatter = (squares - sum * sum / loops) / (loops - 1);
  // Var(s²)/σ⁴ = 2/(loops − 1): 10 % a standard error, with little to add from 200 × 15 degrees of freedom.
  CHECK(variances / scatter == Approx(1).margin(0.5));
}

TEST_CASE("in equilibrium a loop has no area, and a table may turn on its way") {
  const Sk16 sk;
  const auto system = sk.system(1024);
  // Hot enough for a sweep to forget everything.
  const TableSchedule table{{Temperature(40), Temperature(50), Temperature(30)}};
  std::vector<double> seen;
  const HysteresisLoop loop =
      hysteresis(*system, table, {.sweeps = 5, .equilibration = 3}, [&](const HysteresisSweep& sweep) {
        seen.push_back(sweep.temperature.value());
        CHECK(sweep.energies.size() == 1024);
        return true;
      });
  CHECK(seen == std::vector<double>{40, 40, 40, 40, 45, 50, 40, 30, 40, 50, 45, 40});
  CHECK(std::abs(loop.area) < 5 * loop.area_error);
  CHECK(loop.area_error > 0);
  // The branches know nothing of each other, so that the errors of their energies add up in the gap's.
  const double error = std::hypot(loop.cooling[0].standard_error, loop.heating[4].standard_error);
  CHECK(loop.largest_gap_error == Approx(error).epsilon(0.15));
}

TEST_CASE("an observer sees every part of a loop and may end it") {
  const Sk16 sk;
  const auto end_after = [&](LoopPart part, Index sweep) {
    const auto system = sk.system(4);
    return hysteresis(*system, cooling, {.sweeps = 6, .equilibration = 4}, [&](const HysteresisSweep& seen) {
      CHECK(seen.progress.sweeps ==
            (seen.part == LoopPart::equilibration ? 4 : (seen.part == LoopPart::cooling ? 6 : 5)));
      CHECK(seen.stats.attempts == 4 * 16);
      return !(seen.part == part && seen.progress.sweep == sweep);
    });
  };
  const HysteresisLoop early = end_after(LoopPart::equilibration, 1);
  CHECK(early.stop_reason == StopReason::interrupted);
  CHECK(early.updates == 2 * 4 * 16);
  CHECK(early.cooling.empty());
  const HysteresisLoop half = end_after(LoopPart::heating, 2);
  CHECK(half.cooling.size() == 6);
  CHECK(half.heating.size() == 4);
  CHECK(std::isnan(half.area));
  CHECK(std::isnan(half.largest_gap));
  const HysteresisLoop whole = end_after(LoopPart::heating, 4);
  CHECK(whole.heating.size() == 6);
  CHECK_FALSE(std::isnan(whole.area));
}

TEST_CASE("loops that cannot be are refused") {
  const Sk16 sk;
  const auto system = sk.system(4);
  CHECK_THROWS_WITH(hysteresis(*system, cooling, {.sweeps = 1}), ContainsSubstring("at least 2"));
  CHECK_THROWS_WITH(hysteresis(*system, cooling, {.equilibration = -1}), ContainsSubstring("equilibration"));
  CHECK_THROWS_AS(hysteresis(*system, TableSchedule{}, {}), std::invalid_argument);
  const auto few = sk.system(3);
  CHECK_THROWS_WITH(hysteresis(*few, cooling, {}), ContainsSubstring("4 replicas"));
  CHECK_THROWS_AS(exact_hysteresis(sk.energies, cooling, 1), std::invalid_argument);
  CHECK_THROWS_AS(exact_hysteresis(std::vector<double>(3), cooling, 5), std::invalid_argument);
}
