#include "onedial/anneal/replica_exchange.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/anneal/exact_annealing.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

const std::vector<Temperature> three{Temperature(0.5), Temperature(1), Temperature(2)};

struct SixUnits {
  nlohmann::json data = reference::load("kernels6.json");
  std::shared_ptr<const PairwiseModel> model = std::make_shared<const PairwiseModel>(
      Domain::spin, reference::matrix(data["W"]), reference::vector(data["b"]));

  [[nodiscard]] std::unique_ptr<System> system(Index replicas, Index threads = 1) const {
    return make_system(model, {.replicas = replicas, .threads = threads}, 7);
  }
};

std::size_t index_of(const State& state) {
  std::size_t index = 0;
  for (std::size_t i = 0; i < state.size(); ++i) {
    index |= static_cast<std::size_t>(state[i]) << i;
  }
  return index;
}

/// How many of its standard errors the mean of independent estimates is off.
double deviation(const std::vector<double>& estimates, double exact) {
  const auto count = static_cast<double>(estimates.size());
  const double mean = std::accumulate(estimates.begin(), estimates.end(), 0.0) / count;
  double squares = 0;
  for (const double estimate : estimates) {
    squares += (estimate - mean) * (estimate - mean);
  }
  return (mean - exact) / std::sqrt(squares / (count - 1) / count);
}

}  // namespace

TEST_CASE("exchange leaves every level in equilibrium, state by state, and swaps at the exact rate") {
  const SixUnits six;
  constexpr Index ladders = 64;
  const auto system = six.system(ladders * 3);
  ReplicaExchange exchange(*system, three, 7);
  REQUIRE(exchange.ladders() == ladders);
  for (int sweep = 0; sweep < 200; ++sweep) {
    exchange.sweep();
  }
  constexpr int sweeps = 3000;
  std::vector counts(3, std::vector(64, std::vector<double>(ladders)));  // [level][state][ladder]
  State state;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    exchange.sweep();
    for (Index ladder = 0; ladder < ladders; ++ladder) {
      for (Index level = 0; level < 3; ++level) {
        system->read(exchange.replica_at(ladder, level), state);
        REQUIRE(exchange.energy_at(ladder, level) == Approx(six.model->energy(state)).margin(1e-9));
        counts[static_cast<std::size_t>(level)][index_of(state)][static_cast<std::size_t>(ladder)] +=
            1.0 / sweeps;
      }
    }
  }
  const Spectrum spectrum(enumerate(six.model));
  for (std::size_t level = 0; level < 3; ++level) {
    const auto exact = boltzmann_probabilities(spectrum, three[level]);
    for (std::size_t i = 0; i < exact.size(); ++i) {
      if (exact[i] * sweeps * ladders > 2000) {  // enough events in each ladder for Student's t
        INFO("level " << level << ", state " << i);
        CHECK(std::abs(deviation(counts[level][i], exact[i])) < 6);
      }
    }
  }
  const auto rates = exchange.swap_rates();
  for (const auto& row : six.data["replica_exchange_mean_acceptance"]) {
    for (std::size_t k = 0; k < 2; ++k) {
      if (row["Ta"] == three[k].value() && row["Tb"] == three[k + 1].value()) {
        // 10⁵ tries whose rejections remember each other for a few sweeps.
        CHECK(rates[k] == Approx(row["mean_swap_acceptance"].get<double>()).margin(0.01));
      }
    }
  }
  CHECK(exchange.round_trips() > 1000);
}

TEST_CASE("exchange takes a frozen level to states that it would never reach alone") {
  // At T = 0.4 a ferromagnetic square of 4 × 4 keeps its sign for e^{20} sweeps.
  const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = 4}));
  const auto system = make_system(model, {.replicas = 64 * 6}, 3);
  std::vector<Temperature> ladder;
  for (const double t : {0.4, 1.0, 1.6, 2.3, 3.3, 6.0}) {
    ladder.emplace_back(t);
  }
  const State up(16, 1);
  for (Index replica = 0; replica < system->replicas(); ++replica) {
    system->write(replica, up);
  }
  ReplicaExchange exchange(*system, ladder, 3);
  for (int sweep = 0; sweep < 500; ++sweep) {
    exchange.sweep();
  }
  double magnetisation = 0;
  State state;
  for (Index m = 0; m < 64; ++m) {
    system->read(exchange.replica_at(m, 0), state);
    magnetisation += (2.0 * std::accumulate(state.begin(), state.end(), 0.0) - 16) / 16 / 64;
  }
  CHECK(std::abs(magnetisation) < 5.0 / 8);  // of 64 independent signs
}

TEST_CASE("both ends of the dial are levels: T = 0 holds the colder energy after every swap") {
  const SixUnits six;
  const auto system = six.system(2 * 8);
  ReplicaExchange exchange(*system, {Temperature::zero(), Temperature::infinite()}, 1);
  for (int sweep = 0; sweep < 20; ++sweep) {
    exchange.sweep();
    for (Index ladder = 0; sweep % 2 == 0 && ladder < 8; ++ladder) {
      CHECK(exchange.energy_at(ladder, 0) <= exchange.energy_at(ladder, 1));
    }
  }
}

TEST_CASE("replicas without energies ride a conveyor belt: the flow and the round trips are known exactly") {
  // Every swap is made, so that a replica moves a level a sweep, rests a sweep at each end and is back after
  // 2K sweeps; at each level between the ends as many come from the one as from the other.
  const auto idle = std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Dense::Zero(2, 2),
                                                          Eigen::VectorXd::Zero(2));
  constexpr Index levels = 4;
  const auto system = make_system(idle, {.engine = Engine::reference, .replicas = 3 * levels}, 1);
  ReplicaExchange exchange(*system, {Temperature(1), Temperature(2), Temperature(3), Temperature(4)}, 1);
  CHECK(std::isnan(exchange.hot_fractions()[1]));
  CHECK(std::isnan(exchange.mean_round_trip_sweeps()));
  const auto ride = [&](Index sweeps) {
    for (Index sweep = 0; sweep < sweeps; ++sweep) {
      exchange.sweep();
    }
  };
  ride(1);
  CHECK(exchange.hot_fractions().front() == 0);
  CHECK(exchange.hot_fractions().back() == 1);
  ride(19);  // all have been at both ends
  exchange.reset_statistics();
  CHECK(exchange.round_trips() == 0);
  CHECK(std::isnan(exchange.swap_rates()[0]));
  CHECK(std::isnan(exchange.hot_fractions()[0]));
  ride(2 * levels);
  // Replicas that were under way when the counting began have arrived too.
  CHECK(exchange.round_trips() == 3 * levels);
  CHECK(exchange.mean_round_trip_sweeps() == 2 * levels);
  CHECK(exchange.hot_fractions() == std::vector<double>{0, 0.5, 0.5, 1});
  CHECK(exchange.swap_rates() == std::vector<double>{1, 1, 1});
}

TEST_CASE("a replica that begins at the hot end has made no round trip when it reaches the cold one") {
  const auto idle = std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Dense::Zero(2, 2),
                                                          Eigen::VectorXd::Zero(2));
  const auto system = make_system(idle, {.engine = Engine::reference, .replicas = 2}, 1);
  ReplicaExchange exchange(*system, {Temperature(1), Temperature(2)}, 1);
  exchange.sweep();
  CHECK(exchange.round_trips() == 0);
  exchange.sweep();  // no pair is tried in an odd turn
  exchange.sweep();
  CHECK(exchange.round_trips() == 1);  // of the one that began at the cold end
}

TEST_CASE("a ladder may be changed while it runs, and comes into equilibrium at its new temperatures") {
  const SixUnits six;
  constexpr Index ladders = 64;
  const auto system = six.system(ladders * 3);
  ReplicaExchange exchange(*system, three, 9);
  for (int sweep = 0; sweep < 51; ++sweep) {
    exchange.sweep();
  }
  const std::vector<Temperature> moved{Temperature(0.8), Temperature(1.5), Temperature(5)};
  exchange.set_temperatures(moved);
  CHECK(exchange.temperatures() == moved);
  CHECK(exchange.round_trips() == 0);
  CHECK(std::isnan(exchange.swap_rates()[0]));
  std::vector energies(3, std::vector<double>(ladders));
  for (int sweep = 0; sweep < 20'200; ++sweep) {
    exchange.sweep();
    for (Index ladder = 0; sweep >= 200 && ladder < ladders; ++ladder) {
      for (Index level = 0; level < 3; ++level) {
        energies[static_cast<std::size_t>(level)][static_cast<std::size_t>(ladder)] +=
            exchange.energy_at(ladder, level) / 20'000;
      }
    }
  }
  const Spectrum spectrum(enumerate(six.model));
  for (std::size_t level = 0; level < 3; ++level) {
    CHECK(std::abs(deviation(energies[level], thermodynamics(spectrum, moved[level]).mean_energy)) < 5.5);
  }
  CHECK_THROWS_WITH(exchange.set_temperatures({Temperature(1), Temperature(2)}),
                    ContainsSubstring("2 temperatures"));
  CHECK_THROWS_WITH(exchange.set_temperatures({Temperature(1), Temperature(3), Temperature(2)}),
                    ContainsSubstring("level 2"));
  CHECK(exchange.temperatures() == moved);
}

TEST_CASE("the first sweep on a changed ladder is made at its new temperatures") {
  const SixUnits six;
  constexpr Index ladders = 1000;
  const auto system = six.system(ladders * 3);
  ReplicaExchange exchange(*system, three, 4);
  for (int sweep = 0; sweep < 51; ++sweep) {  // an odd number: next in turn are levels 1 and 2
    exchange.sweep();
  }
  exchange.set_temperatures({Temperature(0.05), Temperature(5), Temperature(50)});
  exchange.sweep();
  std::vector<double> energies;
  for (Index ladder = 0; ladder < ladders; ++ladder) {
    energies.push_back(exchange.energy_at(ladder, 0));
  }
  const std::vector<Temperature> once{Temperature(0.05)};
  const ExactSweep exact = exact_annealing(enumerate(six.model), once, three[0]).front();
  CHECK(std::abs(deviation(energies, exact.mean_energy)) < 5);
}

TEST_CASE("exchange gives the same bits for any number of threads, and other ones for other seeds") {
  const SixUnits six;
  const auto run = [&](Index threads, std::uint64_t seed) {
    const auto system = six.system(30, threads);
    ReplicaExchange exchange(*system, three, seed);
    std::vector<Index> path;
    for (int sweep = 0; sweep < 50; ++sweep) {
      exchange.sweep();
      path.push_back(exchange.replica_at(4, 0));
    }
    return path;
  };
  CHECK(run(1, 5) == run(2, 5));
  CHECK(run(1, 5) != run(1, 6));
}

TEST_CASE("ladders that cannot be are refused") {
  const SixUnits six;
  const auto system = six.system(6);
  CHECK_THROWS_AS(ReplicaExchange(*system, {Temperature(1)}, 1), std::invalid_argument);
  CHECK_THROWS_WITH(ReplicaExchange(*system, {Temperature(1), Temperature(1)}, 1),
                    ContainsSubstring("level 1"));
  CHECK_THROWS_AS(ReplicaExchange(*system, {Temperature(2), Temperature(1)}, 1), std::invalid_argument);
  CHECK_THROWS_WITH(
      ReplicaExchange(*system, {Temperature(1), Temperature(2), Temperature(3), Temperature(4)}, 1),
      ContainsSubstring("6 replicas"));
  const ReplicaExchange untried(*system, three, 1);
  CHECK(std::isnan(untried.swap_rates()[0]));
}
