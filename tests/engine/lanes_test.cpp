#include <cmath>

#include "catch.hpp"
#include "engine/byte_lanes.hpp"
#include "engine/spin_model.hpp"
#include "engine_cases.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "sample_statistics.hpp"

using namespace onedial;
using namespace onedial::engine_cases;

namespace {

/// Couplings between all pairs of 12 units, each up to `greatest`, and fields that fill the strength of every
/// unit up to `strength`.
std::shared_ptr<const PairwiseModel> all_pairs(int greatest, double strength) {
  const PairwiseModel::Dense couplings = random_couplings(12, 1, 3, [&](RandomStream& random) {
    return std::floor((2 * greatest + 1) * uniform01(random)) - greatest;
  });
  Eigen::VectorXd fields = strength - couplings.cwiseAbs().rowwise().sum().array();
  fields[3] = -fields[3];
  return sparse(Domain::spin, couplings, fields);
}

/// Pairs of units that feel nothing but each other and a field of 1.
std::shared_ptr<const PairwiseModel> strong_pairs(Index units, double coupling) {
  std::vector<Eigen::Triplet<double>> entries;
  for (int unit = 0; unit < units; ++unit) {
    entries.emplace_back(unit, unit ^ 1, coupling);
  }
  PairwiseModel::Sparse couplings(units, units);
  couplings.setFromTriplets(entries.begin(), entries.end());
  return std::make_shared<const PairwiseModel>(Domain::spin, couplings, Eigen::VectorXd::Ones(units));
}

}  // namespace

TEST_CASE("bytes hold units of strength 127, and stronger ones are swept as real numbers") {
  for (const double coupling : {126.0, 127.0}) {
    CAPTURE(coupling);
    const auto model = strong_pairs(1200, coupling);
    const auto spins = std::get<IntegerSpinModel>(make_spin_model(*model, {}));
    CHECK(byte_lanes_obstacle(spins).empty() == (coupling == 126));
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      // At T = infinity Metropolis flips every unit at every sweep, which moves energies as far as they go.
      const auto system = make_system(model, {.kernel = kernel, .engine = Engine::lanes, .replicas = 67}, 5);
      std::vector<Temperature> t(67, Temperature::infinite());
      State state;
      for (int sweep = 0; sweep < 6; ++sweep) {
        system->sweep(t);
        for (const Index replica : {0, 1, 15, 16, 63, 64, 66}) {
          system->read(replica, state);
          CHECK(system->energies()[static_cast<std::size_t>(replica)] == model->energy(state));
        }
        t.assign(67, Temperature(sweep % 2 == 0 ? 60 : 1e12));
      }
    }
  }
  CHECK_THAT(byte_lanes_obstacle(std::get<IntegerSpinModel>(make_spin_model(*strong_pairs(2, 200), {}))),
             ContainsSubstring("add up to 201 times their common divisor, at most 127 fit into a byte"));
}

TEST_CASE("lanes sample the exact distribution of strong integer couplings too") {
  constexpr Index replicas = 256;
  for (const double strength : {60.0, 127.0, 140.0}) {
    const auto model = all_pairs(static_cast<int>(strength / 16), strength);
    const std::vector<double> energies = enumerate(model);
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      for (const bool uniform : {true, false}) {
        CAPTURE(strength, kernel, uniform);
        const auto system =
            make_system(model, {.kernel = kernel, .engine = Engine::lanes, .replicas = replicas}, 9);
        const std::vector<double> rungs = {0.5 * strength, strength};
        std::vector<Temperature> t;
        for (std::size_t r = 0; r < replicas; ++r) {
          t.emplace_back(rungs[uniform ? 0 : r % rungs.size()]);
        }
        std::vector<double> means(replicas);
        constexpr int sweeps = 1000;
        for (int sweep = -50; sweep < sweeps; ++sweep) {
          system->sweep(t);
          for (std::size_t r = 0; r < replicas && sweep >= 0; ++r) {
            means[r] += system->energies()[r] / sweeps;
          }
        }
        for (std::size_t rung = 0; rung < (uniform ? 1 : rungs.size()); ++rung) {
          std::vector<double> of_rung;
          for (std::size_t r = rung; r < replicas; r += uniform ? 1 : rungs.size()) {
            of_rung.push_back(means[r]);
          }
          const Thermodynamics exact = thermodynamics(Spectrum(energies), Temperature(rungs[rung]));
          CHECK(std::abs(deviation(of_rung, exact.mean_energy)) < 5.5);
        }
      }
    }
  }
}

TEST_CASE("lanes of strong couplings have the same bits on every instruction set") {
  const std::string_view before = instruction_set();
  for (const double strength : {60.0, 127.0, 140.0}) {
    const auto model = all_pairs(static_cast<int>(strength / 16), strength);
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      std::vector<double> expected;
      Index expected_flips = 0;
      for (const std::string_view set : available_instruction_sets()) {
        CAPTURE(strength, kernel, set);
        use_instruction_set(set);
        const auto system =
            make_system(model, {.kernel = kernel, .engine = Engine::lanes, .replicas = 70}, 9);
        Index flips = 0;
        for (int sweep = 0; sweep < 300; ++sweep) {
          std::vector<Temperature> t(70, Temperature(strength));
          if (sweep % 2 == 0) {
            t.front() = Temperature::zero();
            t.back() = Temperature::infinite();
          }
          flips += system->sweep(t).flips;
        }
        const std::vector<double> energies(system->energies().begin(), system->energies().end());
        if (expected.empty()) {
          expected = energies;
          expected_flips = flips;
        }
        CHECK(energies == expected);
        CHECK(flips == expected_flips);
      }
    }
  }
  use_instruction_set(before);
}
