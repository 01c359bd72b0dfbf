#include "viewer/ground_energy.hpp"

#include <algorithm>
#include <memory>

#include "catch.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/spin_glass.hpp"
#include "viewer/race_problem.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

double by_enumeration(const PairwiseModel& model) {
  return enumerate_density(std::make_shared<const PairwiseModel>(model)).energies().front();
}

}  // namespace

TEST_CASE("The ground energy is the least of all states: lattices, random graphs, fields, dense models") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    const LatticeSettings square{
        .length = 4, .periodic = seed == 2, .couplings = CouplingLaw::plus_minus, .seed = seed};
    CHECK(ground_energy(ising_lattice(square)) == by_enumeration(ising_lattice(square)));
    const RandomRegularSettings graph{.units = 18, .seed = seed};
    CHECK(ground_energy(random_regular(graph)) == by_enumeration(random_regular(graph)));
    const RandomRegularSettings with_field{
        .units = 12, .couplings = CouplingLaw::gaussian, .field = 0.3, .seed = seed};
    CHECK(ground_energy(random_regular(with_field)) ==
          Approx(by_enumeration(random_regular(with_field))).epsilon(1e-12));
    const SherringtonKirkpatrickSettings dense{.units = 12, .seed = seed};
    CHECK(ground_energy(sherrington_kirkpatrick(dense)) ==
          Approx(by_enumeration(sherrington_kirkpatrick(dense))).epsilon(1e-12));
  }
}

TEST_CASE("The ground energy of a ferromagnet is that of all spins alike, with and without a boundary") {
  CHECK(ground_energy(ising_lattice({.length = 8, .periodic = true})) == -128);
  CHECK(ground_energy(ising_lattice({.length = 16, .periodic = false})) == -480);
  CHECK_THROWS_AS(ground_energy(ising_lattice({.length = 32})), std::invalid_argument);
}

TEST_CASE("The optimum of every instance of a race is within reach") {
  for (std::uint64_t instance = 1; instance <= 40; ++instance) {
    CAPTURE(instance);
    CHECK_NOTHROW(race_problem("max_cut", instance));
    CHECK_NOTHROW(race_problem("random_3_regular", instance));
  }
}
