#include "onedial/memory/retention.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/memory/ags_theory.hpp"

using namespace onedial;

TEST_CASE("memories last below the melting line and melt above it") {
  const RetentionTrials trials{
      .units = 500, .sets = 10, .cues = 8, .equilibration = 30, .sweeps = 60, .seed = 5, .threads = 2};
  const std::vector<Temperature> temperatures = {Temperature::zero(), Temperature(0.4), Temperature(1.3)};
  const auto readings = measure_retention(trials, 10, temperatures);
  REQUIRE(readings.size() == 3);
  for (std::size_t k = 0; k < 2; ++k) {
    const Retention& kept = readings[k];
    const auto theory = retrieval_state(0.02, kept.temperature);
    REQUIRE(theory);
    CHECK(kept.load == 0.02);
    CHECK(kept.overlap_error < 4e-3);
    CHECK(std::abs(kept.overlap - theory->overlap) < 5 * kept.overlap_error + 4e-3);  // terms of order 1/N
    CHECK(std::abs(kept.energy - theory->energy) < 5 * kept.energy_error + 4e-3);
  }
  CHECK(readings[2].temperature == Temperature(1.3));
  CHECK(std::abs(readings[2].overlap) < 0.2);
}

TEST_CASE("retention does not depend on threads, and can be ended") {
  RetentionTrials trials{.units = 100, .sets = 5, .cues = 3, .equilibration = 5, .sweeps = 5, .seed = 2};
  const std::vector<Temperature> temperatures = {Temperature(0.3), Temperature(0.6)};
  const auto one = measure_retention(trials, 4, temperatures);
  trials.threads = 4;
  const auto four = measure_retention(trials, 4, temperatures);
  for (std::size_t k = 0; k < 2; ++k) {
    CHECK(one[k].overlap == four[k].overlap);
    CHECK(one[k].energy == four[k].energy);
  }
  CHECK(measure_retention(trials, 4, temperatures, [](Index done) { return done < 4; }).empty());
  CHECK_THROWS_AS(measure_retention(trials, 4, {}), std::invalid_argument);
  trials.sets = 1;
  CHECK_THROWS_AS(measure_retention(trials, 4, temperatures), std::invalid_argument);
}
