#include "onedial/anneal/schedule.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"

using namespace onedial;

namespace {

double at(const Schedule& schedule, Index sweep, Index sweeps) {
  return temperature_at(schedule, {.sweep = sweep, .sweeps = sweeps}).value();
}

}  // namespace

TEST_CASE("every schedule follows its formula") {
  const Temperature hot(8.0);
  const Temperature cold(0.5);
  CHECK(at(ConstantSchedule{hot}, 3, 11) == 8.0);
  CHECK(at(LinearSchedule{hot, cold}, 3, 11) == Approx(8 - 7.5 * 0.3).epsilon(1e-15));
  CHECK(at(LinearBetaSchedule{hot, cold}, 3, 11) == Approx(1 / (0.125 + 1.875 * 0.3)).epsilon(1e-15));
  CHECK(at(GeometricSchedule{hot, cold}, 3, 11) == Approx(8 * std::pow(1.0 / 16, 0.3)).epsilon(1e-15));
  CHECK(at(ExponentialSchedule{hot, cold, 4.0}, 3, 11) ==
        Approx(0.5 + 7.5 * (std::exp(-1.2) - std::exp(-4.0)) / (1 - std::exp(-4.0))).epsilon(1e-14));
  CHECK(at(LogarithmicSchedule{hot}, 3, 11) == Approx(8 * std::log(2) / std::log(5)).epsilon(1e-15));
  const TableSchedule table{{Temperature(4), Temperature(1), Temperature(2)}};
  CHECK(at(table, 0, 9) == 4.0);
  CHECK(at(table, 2, 9) == 2.5);
  CHECK(at(table, 4, 9) == 1.0);
  CHECK(at(table, 6, 9) == 1.5);
  CHECK(at(table, 8, 9) == 2.0);
  CHECK(at(TableSchedule{{Temperature(3)}}, 5, 9) == 3.0);
}

TEST_CASE("schedules meet both ends exactly and fall in between") {
  const Temperature hot(28.6);
  const Temperature cold(0.0887);
  const std::vector<Schedule> schedules = {LinearSchedule{hot, cold}, LinearBetaSchedule{hot, cold},
                                           GeometricSchedule{hot, cold}, ExponentialSchedule{hot, cold, 5.0}};
  for (const Schedule& schedule : schedules) {
    INFO(schedule_name(schedule));
    CHECK(at(schedule, 0, 1000) == Approx(hot.value()).epsilon(1e-15));
    CHECK(at(schedule, 999, 1000) == Approx(cold.value()).epsilon(1e-14));
    for (Index k = 1; k < 1000; ++k) {
      REQUIRE(at(schedule, k, 1000) < at(schedule, k - 1, 1000));
    }
    CHECK(at(schedule, 0, 1) == Approx(cold.value()).epsilon(1e-15));
  }
  CHECK(at(LogarithmicSchedule{hot}, 0, 1000) == Approx(hot.value()).epsilon(1e-15));
}

TEST_CASE("schedules that may end at T = 0 do, and linear_beta may start at T = ∞") {
  CHECK(at(LinearSchedule{Temperature(2), Temperature::zero()}, 9, 10) == 0.0);
  CHECK(at(ExponentialSchedule{Temperature(2), Temperature::zero(), 3}, 9, 10) == 0.0);
  const LinearBetaSchedule from_infinity{Temperature::infinite(), Temperature(0.5)};
  CHECK(std::isinf(at(from_infinity, 0, 11)));
  CHECK(at(from_infinity, 5, 11) == Approx(1.0).epsilon(1e-15));
}

TEST_CASE("schedules outside their domain are refused") {
  const Temperature one(1.0);
  const Temperature zero = Temperature::zero();
  const Temperature infinite = Temperature::infinite();
  CHECK_THROWS_AS(validate(GeometricSchedule{one, zero}), std::invalid_argument);
  CHECK_THROWS_AS(validate(GeometricSchedule{infinite, one}), std::invalid_argument);
  CHECK_THROWS_AS(validate(LinearBetaSchedule{one, zero}), std::invalid_argument);
  CHECK_THROWS_AS(validate(LinearSchedule{infinite, one}), std::invalid_argument);
  CHECK_THROWS_AS(validate(ConstantSchedule{infinite}), std::invalid_argument);
  CHECK_THROWS_AS(validate(ExponentialSchedule{one, zero, 0.0}), std::invalid_argument);
  CHECK_THROWS_AS(validate(ExponentialSchedule{one, zero, std::numeric_limits<double>::quiet_NaN()}),
                  std::invalid_argument);
  CHECK_THROWS_AS(validate(LogarithmicSchedule{infinite}), std::invalid_argument);
  CHECK_THROWS_AS(validate(TableSchedule{}), std::invalid_argument);
  CHECK_THROWS_AS(validate(TableSchedule{{infinite}}), std::invalid_argument);
  CHECK_NOTHROW(validate(LinearBetaSchedule{infinite, one}));
  CHECK_NOTHROW(validate(LinearSchedule{one, zero}));
}

TEST_CASE("a cycled schedule is reheated to its part of the way and always ends cold") {
  const CycledSchedule schedule = cycled(GeometricSchedule{Temperature(16), Temperature(1)}, 3, 0.5);
  CHECK(schedule_name(schedule) == "geometric");
  // 11 sweeps: cycles of 4, 4 and 3, from 16, and from 4 = 1·16^½ twice.
  const std::vector<double> expected = {16,
                                        std::pow(16, 2.0 / 3),
                                        std::pow(16, 1.0 / 3),
                                        1,
                                        4,
                                        std::pow(4, 2.0 / 3),
                                        std::pow(4, 1.0 / 3),
                                        1,
                                        4,
                                        2,
                                        1};
  for (Index k = 0; k < 11; ++k) {
    CHECK(at(schedule, k, 11) == Approx(expected[static_cast<std::size_t>(k)]).epsilon(1e-14));
  }
  CHECK(at(schedule, 0, 1) == 1);
  CHECK(at(cycled(LinearSchedule{Temperature(3), Temperature(1)}, 1, 0.5), 0, 10) == 3);
  CHECK_THROWS_AS(cycled(LinearSchedule{Temperature(3), Temperature::zero()}, 2, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(cycled(LinearSchedule{Temperature(3), Temperature(1)}, 0, 0.5), std::invalid_argument);
  CHECK_THROWS_AS(cycled(LinearSchedule{Temperature(3), Temperature(1)}, 2, 0), std::invalid_argument);
}

TEST_CASE("the ends of a run leave out temperatures without a logarithm") {
  const auto [coldest, hottest] = coldest_and_hottest(LinearSchedule{Temperature(2), Temperature::zero()}, 5);
  CHECK(coldest == Temperature(0.5));
  CHECK(hottest == Temperature(2));
  CHECK(coldest_and_hottest(ConstantSchedule{Temperature::zero()}, 5).second.is_zero());
}
