#include "onedial/sample/cluster.hpp"

#include <array>
#include <cmath>
#include <vector>

#include "catch.hpp"
#include "engine/sample_statistics.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "reference_data.hpp"
#include "state_counts.hpp"

using namespace onedial;

namespace {

constexpr std::array both_kinds = {ClusterKind::swendsen_wang, ClusterKind::wolff};

std::shared_ptr<const PairwiseModel> ferromagnet(Index length) {
  return std::make_shared<const PairwiseModel>(ising_lattice({.length = length}));
}

}  // namespace

TEST_CASE("clusters of six units in fields have the exact distribution of states, in both domains") {
  const auto data = reference::load("kernels6.json");
  for (const ClusterKind kind : both_kinds) {
    for (const auto& [domain, t] :
         {std::pair{Domain::spin, 1.0}, std::pair{Domain::spin, 2.0}, std::pair{Domain::binary, 1.0}}) {
      const auto model = reference::model(data, domain);
      // A cluster of Wolff's is a few of the six units.
      const auto system = make_cluster_system(model, kind, 500, 1, 3, 6);
      const auto counts = outcomes::count_states(*system, 2, Temperature(t), 30, 40, 6);
      INFO("kind " << static_cast<int>(kind) << ", T " << t);
      CHECK(outcomes::p_value(counts, outcomes::boltzmann_law(*model, 2, Temperature(t))) > 1e-7);
    }
  }
}

TEST_CASE("clusters of a Potts model in a field have the exact distribution of states") {
  const auto model = std::make_shared<const PottsModel>(
      potts_lattice({.lattice = Lattice::triangular, .length = 2, .field = 0.4}, 3));
  for (const ClusterKind kind : both_kinds) {
    const auto system = make_cluster_system(model, kind, 500, 1, 4, 4);
    const auto counts = outcomes::count_states(*system, 3, Temperature(2.5), 30, 80, 6);
    INFO("kind " << static_cast<int>(kind));
    CHECK(outcomes::p_value(counts, outcomes::boltzmann_law(*model, 3, Temperature(2.5))) > 2e-7);
  }
}

// Each replica is one estimate, so that autocorrelation within it does not matter.
TEST_CASE("E and C of the 16 x 16 ferromagnet are Kaufman's below, at and above the transition") {
  constexpr Index replicas = 40;
  const double critical = ising_square_critical_temperature;
  for (const ClusterKind kind : both_kinds) {
    for (const double t : {1.8, 2.1, critical, 2.5, 3.0}) {
      const Index clusters = t < critical ? 2 : t < 2.4 ? 3 : 12;  // about 256 units a sweep
      const auto system = make_cluster_system(ferromagnet(16), kind, replicas, 1, 6, clusters);
      const Thermodynamics exact = ising_square(16, Temperature(t));
      const std::vector<Temperature> temperatures(replicas, Temperature(t));
      for (int k = 0; k < 50; ++k) {
        system->sweep(temperatures);
      }
      constexpr int sweeps = 400;
      std::vector<double> energy(replicas);
      std::vector<double> capacity(replicas);
      for (int k = 0; k < sweeps; ++k) {
        system->sweep(temperatures);
        for (std::size_t r = 0; r < energy.size(); ++r) {
          const double d = system->energies()[r] - exact.mean_energy;
          energy[r] += d / sweeps;
          capacity[r] += d * d / (t * t) / sweeps;
        }
      }
      INFO("kind " << static_cast<int>(kind) << ", T " << t);
      // Twenty comparisons, by Student's law of 39 degrees of freedom: one in 10⁶ seeds is off by more.
      CHECK(std::abs(engine_cases::deviation(energy, 0)) < 6.5);
      CHECK(std::abs(engine_cases::deviation(capacity, exact.heat_capacity)) < 6.5);
      CHECK(engine_cases::standard_error(energy) < 0.004 * std::abs(exact.mean_energy));
      CHECK(engine_cases::standard_error(capacity) < 0.04 * exact.heat_capacity);
    }
  }
}

TEST_CASE("E and C of the 3 x 3 Potts model by clusters are those of its density of states") {
  constexpr Index replicas = 40;
  const auto model = std::make_shared<const PottsModel>(potts_lattice({.length = 3}, 3));
  const DensityOfStates density = enumerate_density(*model);
  for (const ClusterKind kind : both_kinds) {
    for (const double t : {0.6, 1.0, 1.5}) {
      const auto system = make_cluster_system(model, kind, replicas, 1, 16, 3);
      const Thermodynamics exact = thermodynamics(density, Temperature(t));
      const std::vector<Temperature> temperatures(replicas, Temperature(t));
      for (int k = 0; k < 100; ++k) {
        system->sweep(temperatures);
      }
      constexpr int sweeps = 4000;
      std::vector<double> energy(replicas);
      std::vector<double> capacity(replicas);
      for (int k = 0; k < sweeps; ++k) {
        system->sweep(temperatures);
        for (std::size_t r = 0; r < energy.size(); ++r) {
          const double d = system->energies()[r] - exact.mean_energy;
          energy[r] += d / sweeps;
          capacity[r] += d * d / (t * t) / sweeps;
        }
      }
      INFO("kind " << static_cast<int>(kind) << ", T " << t);
      CHECK(std::abs(engine_cases::deviation(energy, 0)) < 6.3);
      CHECK(std::abs(engine_cases::deviation(capacity, exact.heat_capacity)) < 6.3);
    }
  }
}

TEST_CASE("each replica feels its own temperature, from T = 0 to T = ∞") {
  // At T = 0 a ferromagnet that is all up turns as a whole for ever; at T = ∞ spins are free.
  const std::vector<Temperature> ladder = {Temperature::zero(), Temperature(2.0), Temperature::infinite()};
  for (const ClusterKind kind : both_kinds) {
    const auto system = make_cluster_system(ferromagnet(16), kind, 3, 1, 8, 3);
    for (Index r = 0; r < 3; ++r) {
      system->write(r, State(256, 1));
    }
    State state;
    int turned = 0;
    double between = 0;
    double free = 0;
    for (int k = 0; k < 200; ++k) {
      system->sweep(ladder);
      REQUIRE(system->energies()[0] == -512);
      system->read(0, state);
      turned += state[0] == 0 ? 1 : 0;
      between += system->energies()[1] / 200;
      free += system->energies()[2] / 200;
    }
    // Wolff turns it three times a sweep, Swendsen and Wang every other time.
    CHECK((kind == ClusterKind::wolff ? turned == 100 : std::abs(turned - 100) < 36));
    CHECK(between == Approx(ising_square(16, Temperature(2.0)).mean_energy).epsilon(0.05));
    CHECK((kind == ClusterKind::wolff || std::abs(free) < 5 * std::sqrt(512.0 / 200)));
  }
}

TEST_CASE("clusters at T = ∞ reach all states equally often") {
  const auto model = reference::model(reference::load("kernels6.json"), Domain::spin);
  const Eigen::VectorXd uniform = Eigen::VectorXd::Constant(64, 1.0 / 64);
  const auto hot = make_cluster_system(model, ClusterKind::swendsen_wang, 500, 1, 9);
  CHECK(outcomes::p_value(outcomes::count_states(*hot, 2, Temperature::infinite(), 1, 40, 1), uniform) >
        2e-7);
  // Wolff flips exactly one unit each time, so that two sets of states take turns: an odd number of sweeps
  // between looks shows either equally often.
  const auto wolff = make_cluster_system(model, ClusterKind::wolff, 500, 1, 9);
  CHECK(outcomes::p_value(outcomes::count_states(*wolff, 2, Temperature::infinite(), 30, 40, 29), uniform) >
        2e-7);
}

TEST_CASE("clusters forget the temperature before, and the ghost its turns") {
  // At T = ∞ a field does not hold the ghost; a state that is written is to be read as it is.
  const auto model = reference::model(reference::load("kernels6.json"), Domain::spin);
  const State state = {1, 0, 1, 1, 0, 0};
  State back;
  for (const ClusterKind kind : both_kinds) {
    const auto system = make_cluster_system(model, kind, 500, 1, 11, 6);
    const std::vector<Temperature> hot(500, Temperature::infinite());
    for (int k = 0; k < 5; ++k) {
      system->sweep(hot);
      for (Index r = 0; r < 500; ++r) {
        system->write(r, state);
        system->read(r, back);
        REQUIRE(back == state);
        REQUIRE(system->energies()[static_cast<std::size_t>(r)] == Approx(model->energy(state)));
      }
    }
    const auto counts = outcomes::count_states(*system, 2, Temperature(1.0), 30, 20, 6);
    CHECK(outcomes::p_value(counts, outcomes::boltzmann_law(*model, 2, Temperature(1.0))) > 2e-7);
  }
}

TEST_CASE("energies stay those of the states, through changes of T and past refreshes") {
  const auto glass = std::make_shared<const PairwiseModel>(
      ising_lattice({.length = 8, .couplings = CouplingLaw::gaussian, .field = 0.2, .seed = 3}));
  const auto potts = std::make_shared<const PottsModel>(potts_lattice({.length = 8, .field = 0.2}, 5));
  for (const ClusterKind kind : both_kinds) {
    const auto spins = make_cluster_system(glass, kind, 2, 1, 10, 3);
    const auto levels = make_cluster_system(potts, kind, 2, 1, 10, 3);
    State state;
    for (int k = 0; k < 600; ++k) {
      const std::vector<Temperature> t = {Temperature(k < 200 ? 3.0 : 1.0), Temperature(0.01 * k)};
      for (System* system : {spins.get(), levels.get()}) {
        const SweepStats stats = system->sweep(t);
        REQUIRE(stats.flips <= stats.attempts);
      }
      for (Index r = 0; r < 2; ++r) {
        spins->read(r, state);
        REQUIRE(spins->energies()[static_cast<std::size_t>(r)] == Approx(glass->energy(state)).margin(1e-10));
        levels->read(r, state);
        REQUIRE(levels->energies()[static_cast<std::size_t>(r)] ==
                Approx(potts->energy(state)).margin(1e-10));
      }
    }
  }
}

TEST_CASE("cluster updates give the same bits on one thread and on two") {
  for (const ClusterKind kind : both_kinds) {
    const auto one = make_cluster_system(ferromagnet(32), kind, 8, 1, 77, 2);
    const auto two = make_cluster_system(ferromagnet(32), kind, 8, 2, 77, 2);
    std::vector<Temperature> t;
    t.reserve(8);
    for (int r = 0; r < 8; ++r) {
      t.emplace_back(1.8 + 0.2 * r);
    }
    for (int k = 0; k < 100; ++k) {
      one->sweep(t);
      two->sweep(t);
    }
    State left;
    State right;
    for (Index r = 0; r < 8; ++r) {
      one->read(r, left);
      two->read(r, right);
      CHECK(left == right);
    }
  }
}

TEST_CASE("cluster systems refuse what they cannot sweep") {
  const auto spins = ferromagnet(4);
  const auto make = [&](Index replicas, Index threads, Index clusters) {
    return make_cluster_system(spins, ClusterKind::wolff, replicas, threads, 1, clusters);
  };
  CHECK_THROWS_WITH(make(1, 1, 0), ContainsSubstring("clusters_per_sweep (0) must be at least 1"));
  CHECK_THROWS_WITH(make(0, 1, 1), ContainsSubstring("replicas (0) must be at least 1"));
  CHECK_THROWS_WITH(make(1, 0, 1), ContainsSubstring("threads (0) must be at least 1"));
  const auto antiferro = std::make_shared<const PottsModel>(
      potts_lattice({.length = 4, .couplings = CouplingLaw::antiferro}, 3));
  CHECK_THROWS_WITH(make_cluster_system(antiferro, ClusterKind::wolff, 1, 1, 1),
                    ContainsSubstring("coupling (0, 1) is -1") && ContainsSubstring("3 levels"));
  const auto field = std::make_shared<const PottsModel>(potts_lattice({.length = 4, .field = -1}, 3));
  CHECK_THROWS_WITH(make_cluster_system(field, ClusterKind::swendsen_wang, 1, 1, 1),
                    ContainsSubstring("the field is -1"));
  const auto sites = std::make_shared<const PottsModel>(3, lattice_couplings({.length = 4}),
                                                        PottsModel::SiteFields::Ones(16, 3));
  CHECK_THROWS_WITH(make_cluster_system(sites, ClusterKind::wolff, 1, 1, 1),
                    ContainsSubstring("fields that differ from unit to unit"));
  const auto system = make(2, 1, 1);
  CHECK_THROWS_AS(system->sweep(std::vector<Temperature>(3, Temperature(1))), std::invalid_argument);
  CHECK_THROWS_AS(system->write(0, State(15)), std::invalid_argument);
  CHECK_THROWS_WITH(system->write(0, State(16, 2)), ContainsSubstring("level 2 of unit 0"));
}
