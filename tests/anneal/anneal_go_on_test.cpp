#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/heat_capacity_curve.hpp"
#include "onedial/engine/make_system.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

constexpr Index sweeps = 300;
const Schedule cooling = GeometricSchedule{Temperature(3), Temperature(0.2)};

std::unique_ptr<System> sk16_system(Engine engine) {
  return make_system(reference::sk16(reference::load("sk16.json")), {.engine = engine, .replicas = 20}, 11);
}

void check_equal(const AnnealResult& one, const AnnealResult& other) {
  CHECK(one.stop_reason == other.stop_reason);
  CHECK(one.sweeps == other.sweeps);
  CHECK(one.updates == other.updates);
  CHECK(one.best_energy == other.best_energy);
  CHECK(one.best_state == other.best_state);
  CHECK(one.best_replica == other.best_replica);
  CHECK(one.best_sweep == other.best_sweep);
  CHECK(one.is_feasible == other.is_feasible);
  CHECK(one.replica_best_energies == other.replica_best_energies);
  CHECK(one.last_energies == other.last_energies);
  CHECK(one.target_hits == other.target_hits);
  CHECK(one.state == other.state);
}

/// The result of a run that is interrupted after `first` sweeps, and gone on with by another system.
AnnealResult in_two_parts(Engine engine, const AnnealSettings& settings, Index first) {
  const auto before = sk16_system(engine);
  const AnnealResult part = anneal(
      *before, cooling, settings, [&](const AnnealSweep& sweep) { return sweep.progress.sweep + 1 < first; });
  REQUIRE(part.stop_reason == StopReason::interrupted);
  REQUIRE(part.sweeps == first);
  const auto after = sk16_system(engine);
  return anneal(*after, cooling, settings, {}, part.state);
}

}  // namespace

TEST_CASE("an interrupted run goes on to the result of one that never was") {
  for (const Engine engine : {Engine::reference, Engine::chain, Engine::lanes}) {
    CAPTURE(engine_name(engine));
    const AnnealSettings settings{.sweeps = sweeps, .limits = {.target_energy = -20}};
    const AnnealResult whole = anneal(*sk16_system(engine), cooling, settings);
    CHECK(whole.stop_reason == StopReason::schedule_finished);
    CHECK(whole.state.empty());
    for (const Index first : {Index{1}, Index{150}, Index{257}, sweeps}) {
      check_equal(in_two_parts(engine, settings, first), whole);
    }
  }
}

TEST_CASE("a run that was stored when it reached its target ends there") {
  const auto system = sk16_system(Engine::chain);
  constexpr double nearly_ground = -9.5;
  const AnnealSettings settings{.sweeps = sweeps,
                                .limits = {.target_energy = nearly_ground, .stop_at_target = true}};
  std::string stored;
  const AnnealResult whole = anneal(*system, cooling, settings, [&](const AnnealSweep& sweep) {
    stored = sweep.result_so_far().state;
    return true;
  });
  REQUIRE(whole.stop_reason == StopReason::target_reached);
  REQUIRE(whole.sweeps > 1);
  check_equal(anneal(*sk16_system(Engine::chain), cooling, settings, {}, stored), whole);
}

TEST_CASE("what a run is stored as does not disturb it, and its time goes on") {
  const AnnealSettings settings{.sweeps = sweeps};
  const AnnealResult whole = anneal(*sk16_system(Engine::chain), cooling, settings);
  AnnealResult seen;
  const AnnealResult watched =
      anneal(*sk16_system(Engine::chain), cooling, settings, [&](const AnnealSweep& sweep) {
        seen = sweep.result_so_far();
        return true;
      });
  check_equal(watched, whole);
  CHECK(seen.stop_reason == StopReason::interrupted);
  CHECK(seen.best_state == whole.best_state);
  const AnnealResult more = anneal(*sk16_system(Engine::chain), cooling, settings, {}, seen.state);
  CHECK(more.seconds >= seen.seconds);
}

TEST_CASE("a state of a run of another size is refused") {
  const auto part =
      anneal(*sk16_system(Engine::chain), cooling, {.sweeps = 10}, [](const AnnealSweep&) { return false; });
  for (const std::string& state :
       {part.state.substr(0, 5), part.state.substr(0, part.state.size() - 1), part.state + "x"}) {
    CHECK_THROWS_AS(anneal(*sk16_system(Engine::chain), cooling, {.sweeps = 10}, {}, state),
                    std::invalid_argument);
  }
}

TEST_CASE("a curve of C goes on to the same points") {
  HeatCapacityCurve whole(cooling, sweeps);
  HeatCapacityCurve first(cooling, sweeps);
  HeatCapacityCurve second(cooling, sweeps);
  RandomStream random(3, 0);
  for (Index k = 0; k < sweeps; ++k) {
    std::vector<double> energies(6);
    for (double& energy : energies) {
      energy = uniform01(random);
    }
    const Temperature t = temperature_at(cooling, {.sweep = k, .sweeps = sweeps});
    if (k == 100) {
      StateArchive out;
      first.transfer(out);
      StateArchive in(out.bytes());
      second.transfer(in);
      in.require_end();
    }
    whole.add(t, energies);
    (k < 100 ? first : second).add(t, energies);
  }
  const auto expected = whole.points();
  const auto points = second.points();
  REQUIRE(points.size() == expected.size());
  for (std::size_t k = 0; k < points.size(); ++k) {
    CHECK(points[k].sweeps == expected[k].sweeps);
    CHECK(points[k].heat_capacity == expected[k].heat_capacity);
    CHECK(points[k].standard_error == expected[k].standard_error);
    CHECK(points[k].energy_slope == expected[k].energy_slope);
  }
}
