#include <memory>

#include "catch.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/sample/cluster.hpp"
#include "onedial/sample/potts_system.hpp"
#include "onedial/sample/reference_system.hpp"

using namespace onedial;

namespace {

/// A model of a user's own, which keeps nothing but its state.
struct Alternating {
  State state = State(12, 0);

  [[nodiscard]] Index size() const { return 12; }
  double place(const State& other) {
    state = other;
    double energy = 0;
    for (std::size_t i = 1; i < state.size(); ++i) {
      energy += state[i] == state[i - 1] ? 1 : 0;
    }
    return energy;
  }
  [[nodiscard]] double flip_energy(Index unit) const {
    const auto i = static_cast<std::size_t>(unit);
    double change = 0;
    for (const std::size_t j : {i - 1, i + 1}) {
      change += j < state.size() ? (state[i] == state[j] ? -1 : 1) : 0;
    }
    return change;
  }
  void flip(Index unit) { state[static_cast<std::size_t>(unit)] ^= 1; }
};

/// Saves `first` in the middle of a run and loads it into `second`; both must go on alike.
void check_goes_on(System& first, System& second) {
  const std::vector<Temperature> t(static_cast<std::size_t>(first.replicas()), Temperature(1.2));
  for (int sweep = 0; sweep < 30; ++sweep) {
    first.sweep(t);
  }
  second.sweep(t);
  StateArchive out;
  first.transfer(out);
  StateArchive in(out.bytes());
  second.transfer(in);
  in.require_end();
  for (int sweep = 0; sweep < 300; ++sweep) {
    REQUIRE(first.sweep(t).flips == second.sweep(t).flips);
    REQUIRE(std::vector(first.energies().begin(), first.energies().end()) ==
            std::vector(second.energies().begin(), second.energies().end()));
  }
  StateArchive cut(out.bytes().substr(1));
  CHECK_THROWS_AS(second.transfer(cut), std::invalid_argument);
}

}  // namespace

TEST_CASE("systems go on from a stored state with the same bits") {
  SECTION("a user's own model") {
    ReferenceSystem<Alternating> first({}, 5, 1);
    ReferenceSystem<Alternating> second({}, 5, 2);
    check_goes_on(first, second);
  }
  SECTION("a Potts model") {
    const auto model =
        std::make_shared<const PottsModel>(potts_lattice({.lattice = Lattice::square, .length = 4}, 3));
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      check_goes_on(*make_potts_system(model, kernel, 5, 1, 1), *make_potts_system(model, kernel, 5, 2, 2));
    }
  }
  SECTION("clusters in a field") {
    const auto model = std::make_shared<const PairwiseModel>(ising_lattice({.length = 4, .field = 0.05}));
    for (const ClusterKind kind : {ClusterKind::swendsen_wang, ClusterKind::wolff}) {
      check_goes_on(*make_cluster_system(model, kind, 5, 1, 1, 6),
                    *make_cluster_system(model, kind, 5, 2, 2, 6));
    }
  }
}
