#include "onedial/measure/order_parameter.hpp"

#include <cmath>
#include <stdexcept>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "series.hpp"

using namespace onedial;

TEST_CASE("moments, Binder cumulant and susceptibility of the 4 x 4 ferromagnet within their errors") {
  const auto reference = reference::load("ising2d.json")["sizes"]["4"];
  std::vector<Temperature> temperatures;
  for (const auto& row : reference["magnetisation"]) {
    temperatures.emplace_back(row["T"].get<double>());
  }
  OrderParameter meter(temperatures, 16);
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    // Independent magnetisations from the exact number of states of each E and M.
    std::vector<double> cumulated;
    std::vector<double> values;
    double sum = 0;
    for (const auto& level : reference["joint_dos_E_M_count"]) {
      sum += level[2].get<double>() * std::exp(-(level[0].get<double>() + 32) / temperatures[k].value());
      cumulated.push_back(sum);
      values.push_back(level[1].get<double>() / 16);
    }
    RandomStream random(61, k);
    for (int sweep = 0; sweep < 10'000; ++sweep) {
      std::vector<double> replicas;
      for (int r = 0; r < 4; ++r) {
        const auto level = std::upper_bound(cumulated.begin(), cumulated.end(), sum * uniform01(random));
        replicas.push_back(values[static_cast<std::size_t>(level - cumulated.begin())]);
      }
      meter.add(static_cast<Index>(k), replicas);
    }
  }
  const auto readings = meter.readings();
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    const auto& row = reference["magnetisation"][k];
    INFO("T = " << temperatures[k].value());
    const auto check = [](const JackknifeEstimate& estimate, double exact) {
      CHECK(std::abs(estimate.value - exact) < 5 * estimate.standard_error + 1e-9);
    };
    CHECK(readings[k].samples == 40'000);
    if (temperatures[k].value() < 0.8) {
      continue;  // too few events for a normal distribution
    }
    check(readings[k].mean_absolute, row["absm"]);
    check(readings[k].mean_square, row["m2"]);
    REQUIRE(readings[k].binder_cumulant.has_value());
    check(*readings[k].binder_cumulant, row["binder_U4"]);
    check(readings[k].susceptibility, row["chi_abs_N"]);
    CHECK(readings[k].binder_cumulant->standard_error < 0.02);
  }
}

TEST_CASE("an order parameter that is always 0 has no Binder cumulant") {
  OrderParameter meter({Temperature(0.2), Temperature(0.3), Temperature(1)}, 16);
  for (int sweep = 0; sweep < 1000; ++sweep) {
    meter.add(0, std::vector<double>{0, 0});
    meter.add(1, std::vector<double>{sweep == 500 ? 0.125 : 0.0, 0});
    meter.add(2, std::vector<double>{sweep % 2 == 0 ? 0.5 : -0.5, 0});
  }
  const auto readings = meter.readings();
  CHECK_FALSE(readings[0].binder_cumulant.has_value());
  CHECK(readings[0].mean_square.value == 0);
  CHECK(readings[0].susceptibility.value == 0);
  CHECK_FALSE(readings[1].binder_cumulant.has_value());  // a single block would decide
  REQUIRE(readings[2].binder_cumulant.has_value());
  CHECK(readings[2].binder_cumulant->value == Approx(1 - 2.0 / 3));  // ⟨m⁴⟩ = ⟨m²⟩/4 = 1/32
}

TEST_CASE("an order parameter refuses what makes no sense") {
  CHECK_THROWS_AS(OrderParameter({}, 4), std::invalid_argument);
  CHECK_THROWS_AS(OrderParameter({Temperature(1)}, 0), std::invalid_argument);
  CHECK_THROWS_WITH(OrderParameter({Temperature(0)}, 4), ContainsSubstring("T = 0"));
  OrderParameter meter({Temperature(1)}, 4);
  CHECK_THROWS_AS(meter.readings(), std::logic_error);
  CHECK_THROWS_AS(meter.add(0, {}), std::invalid_argument);
  CHECK_THROWS_AS(meter.add(0, std::vector<double>{std::nan("")}), std::invalid_argument);
  CHECK_THROWS_AS(meter.add(1, std::vector<double>{0.5}), std::out_of_range);
}
