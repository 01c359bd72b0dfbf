#include "onedial/anneal/exchange_search.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/anneal/isoenergetic_clusters.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "reference_data.hpp"
#include "sample/outcomes.hpp"

using namespace onedial;

namespace {

struct Instance {
  std::shared_ptr<const PairwiseModel> model;
  double ground;

  [[nodiscard]] std::unique_ptr<System> system(Index replicas, Index threads = 1) const {
    return make_system(model, {.replicas = replicas, .threads = threads}, 7);
  }
};

Instance sk16() {
  const auto data = reference::load("sk16.json");
  return {.model = reference::sk16(data), .ground = data["instances"][0]["ground_energy"].get<double>()};
}

std::vector<Temperature> eight_levels() {
  return spaced_ladder(LadderSpacing::geometric, Temperature(0.12), Temperature(3), 8);
}

/// Six units on a ring, with a chord and fields on two of them.
std::shared_ptr<const PairwiseModel> ring_in_fields() {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(6, 6);
  for (Index i = 0; i < 6; ++i) {
    couplings(i, (i + 1) % 6) = couplings((i + 1) % 6, i) = i % 2 == 0 ? 0.8 : -0.6;
  }
  couplings(0, 2) = couplings(2, 0) = 0.5;
  return std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Sparse(couplings.sparseView()),
                                               Eigen::VectorXd{{0.3, 0, 0, -0.4, 0, 0}});
}

}  // namespace

TEST_CASE("replica exchange finds the ground states of spin glasses on ladders planned for them") {
  std::vector<Instance> instances{sk16()};
  const auto cubes = reference::load("pmj3x3x3.json");
  for (const auto& cube : cubes["instances"]) {
    instances.push_back({.model = reference::cube3(cube), .ground = cube["ground_energy"].get<double>()});
  }
  for (const Instance& instance : instances) {
    const TemperatureRange range = temperature_range(*instance.model);
    const auto ladder = plan_ladder([&](Index replicas) { return instance.system(replicas); },
                                    {.coldest = range.cold, .hottest = range.hot, .seed = 3});
    const auto system = instance.system(4 * std::ssize(ladder));
    const ExchangeSearchResult result =
        exchange_search(*system, {.temperatures = ladder,
                                  .sweeps = 500,
                                  .limits = {.target_energy = instance.ground, .target_tolerance = 1e-9},
                                  .seed = 3});
    CHECK(result.run.best_energy == Approx(instance.ground).epsilon(1e-12));
    CHECK(instance.model->energy(result.run.best_state) == Approx(instance.ground).epsilon(1e-12));
    CHECK(result.ladders == 4);
    CHECK(result.ladder_hits == 4);
    CHECK(result.run.target_hits >= 4);
    CHECK(result.run.sweeps == 500);
    CHECK(result.run.updates == 500 * system->size() * system->replicas());
    CHECK(result.run.stop_reason == StopReason::schedule_finished);
    CHECK(result.round_trips > 0);
    CHECK(std::ssize(result.swap_rates) == std::ssize(ladder) - 1);
    CHECK(result.cluster_moves == 0);
    CHECK(std::isnan(result.mean_cluster));
  }
}

TEST_CASE("with cluster moves every level stays in equilibrium state by state") {
  const auto model = ring_in_fields();
  const std::vector<Temperature> ladder{Temperature(0.5), Temperature(0.9), Temperature(2)};
  constexpr Index ladders = 65;  // an odd number: each turn, another one has no partner
  const auto system = make_system(model, {.replicas = ladders * 3}, 7);
  constexpr Index settling = 100;
  constexpr Index batches = 64;
  constexpr Index length = 60;
  // How often each state is seen in each batch of sweeps, by level.
  std::vector counts(3, std::vector(64, std::vector<double>(batches)));
  State state;
  double total = 0;
  const auto result =
      exchange_search(*system,
                      {.temperatures = ladder,
                       .sweeps = settling + batches * length,
                       .cluster_moves = ClusterMoves{.model = model, .hottest = Temperature(0.9), .every = 1},
                       .seed = 4},
                      [&](const ExchangeSweep& sweep) {
                        const Index measured = sweep.progress.sweep - settling;
                        for (Index m = 0; measured >= 0 && m < ladders; ++m) {
                          for (Index level = 0; level < 3; ++level) {
                            system->read(sweep.exchange.replica_at(m, level), state);
                            counts[static_cast<std::size_t>(level)][outcomes::index_of(state, 2)]
                                  [static_cast<std::size_t>(measured / length)] += 1.0 / (length * ladders);
                            total += std::abs(sweep.exchange.energy_at(m, level) - model->energy(state));
                          }
                        }
                        return true;
                      });
  CHECK(total < 1e-6);
  CHECK(result.cluster_moves > 10'000);
  CHECK(result.mean_cluster > 1);
  CHECK(result.mean_cluster < 3);
  const Spectrum spectrum(enumerate(model));
  int compared = 0;
  for (std::size_t level = 0; level < 3; ++level) {
    const auto exact = boltzmann_probabilities(spectrum, ladder[level]);
    for (std::size_t i = 0; i < exact.size(); ++i) {
      if (exact[i] * length * ladders > 10) {  // enough in each batch for Student's t
        Accumulator means;
        for (const double count : counts[level][i]) {
          means.add(count);
        }
        INFO("level " << level << ", state " << i);
        CHECK(std::abs(means.mean() - exact[i]) < 5.5 * std::sqrt(means.variance() / batches));
        ++compared;
      }
    }
  }
  CHECK(compared > 100);
}

TEST_CASE("cluster moves speed up the search of a spin glass in two dimensions") {
  const auto model = std::make_shared<const PairwiseModel>(
      ising_lattice({.length = 16, .couplings = CouplingLaw::plus_minus, .seed = 2}));
  const auto ladder = spaced_ladder(LadderSpacing::geometric, Temperature(0.25), Temperature(2), 16);
  constexpr double ground = -338;  // found by every search, and nothing below it
  constexpr int searches = 16;
  const auto log_sweeps = [&](bool with_clusters) {
    Accumulator logs;
    for (std::uint64_t seed = 0; seed < searches; ++seed) {
      const auto system = make_system(model, {.replicas = 2 * 16}, seed);
      ExchangeSearchSettings settings{.temperatures = ladder,
                                      .sweeps = 20'000,
                                      .limits = {.target_energy = ground, .stop_at_target = true},
                                      .seed = seed};
      if (with_clusters) {
        settings.cluster_moves =
            ClusterMoves{.model = model, .hottest = Temperature(coupling_scale(*model)), .every = 1};
      }
      const ExchangeSearchResult result = exchange_search(*system, settings);
      CHECK(result.run.stop_reason == StopReason::target_reached);
      CHECK(result.run.best_energy == ground);
      CHECK((result.cluster_moves > 0) == with_clusters);
      logs.add(std::log(static_cast<double>(result.run.sweeps)));
    }
    return logs;
  };
  const Accumulator without = log_sweeps(false);
  const Accumulator with = log_sweeps(true);
  const double error = std::sqrt((without.variance() + with.variance()) / searches);
  INFO("ln of the sweeps: " << without.mean() << " without, " << with.mean() << " with");
  CHECK(without.mean() - with.mean() > 5 * error);
}

TEST_CASE("a search gives the same bits for any number of threads and others for other seeds") {
  const auto model = std::make_shared<const PairwiseModel>(
      ising_lattice({.length = 6, .couplings = CouplingLaw::gaussian, .seed = 1}));
  const auto run = [&](Index threads, std::uint64_t seed) {
    const auto system = make_system(model, {.replicas = 4 * 8, .threads = threads}, 7);
    return exchange_search(
               *system, {.temperatures = eight_levels(),
                         .sweeps = 100,
                         .cluster_moves = ClusterMoves{.model = model, .hottest = Temperature(1), .every = 3},
                         .seed = seed})
        .run.last_energies;
  };
  CHECK(run(1, 5) == run(2, 5));
  CHECK(run(1, 5) != run(1, 6));
}

TEST_CASE("a search ends early for the target or the clock or its observer and keeps what it found") {
  const Instance sk = sk16();
  const auto hit = exchange_search(
      *sk.system(16),
      {.temperatures = eight_levels(),
       .limits = {.target_energy = sk.ground, .target_tolerance = 1e-9, .stop_at_target = true}});
  CHECK(hit.run.stop_reason == StopReason::target_reached);
  CHECK(hit.run.sweeps == hit.run.best_sweep);
  CHECK(hit.run.sweeps < 1000);
  CHECK(hit.ladder_hits >= 1);

  const auto late = exchange_search(
      *sk.system(16),
      {.temperatures = eight_levels(), .sweeps = 1'000'000'000, .limits = {.time_limit_seconds = 0.02}});
  CHECK(late.run.stop_reason == StopReason::time_limit);
  CHECK(late.ladder_hits == 0);  // without a target there are none

  const auto stopped = exchange_search(*sk.system(16), {.temperatures = eight_levels()},
                                       [](const ExchangeSweep& sweep) { return sweep.progress.sweep < 9; });
  CHECK(stopped.run.stop_reason == StopReason::interrupted);
  CHECK(stopped.run.sweeps == 10);
  CHECK(sk.model->energy(stopped.run.best_state) == Approx(stopped.run.best_energy).epsilon(1e-12));
}

TEST_CASE("searches that make no sense are refused") {
  const Instance sk = sk16();
  const auto refuses = [&](Index replicas, const ExchangeSearchSettings& settings, const char* why) {
    CHECK_THROWS_WITH(exchange_search(*sk.system(replicas), settings), ContainsSubstring(why));
  };
  const auto ladder = eight_levels();
  const Temperature one(1);
  refuses(16, {}, "at least 2 temperatures");
  refuses(15, {.temperatures = ladder}, "15 replicas");
  refuses(16, {.temperatures = ladder, .sweeps = 0}, "sweeps (0)");
  refuses(16, {.temperatures = ladder, .limits = {.target_tolerance = -1}}, "tolerance");
  refuses(8, {.temperatures = ladder, .cluster_moves = ClusterMoves{.model = sk.model, .hottest = one}},
          "at least 2 ladders");
  refuses(
      16,
      {.temperatures = ladder, .cluster_moves = ClusterMoves{.model = sk.model, .hottest = one, .every = 0}},
      "between cluster moves (0)");
  refuses(16,
          {.temperatures = ladder, .cluster_moves = ClusterMoves{.model = ring_in_fields(), .hottest = one}},
          "6 units for a system of 16");
}
