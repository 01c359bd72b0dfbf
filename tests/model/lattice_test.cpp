#include "onedial/model/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <utility>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"

using namespace onedial;

namespace {

std::map<Index, Index> neighbour_counts(const std::vector<Bond>& bonds) {
  std::map<Index, Index> counts;
  for (const Bond& bond : bonds) {
    ++counts[bond.first];
    ++counts[bond.second];
  }
  return counts;
}

/// The number of states at each energy.
std::map<double, double> density_of_states(const LatticeSettings& settings) {
  std::map<double, double> states;
  for (const double energy : enumerate(std::make_shared<const PairwiseModel>(ising_lattice(settings)))) {
    ++states[energy];
  }
  return states;
}

}  // namespace

TEST_CASE("every site of a periodic lattice has q neighbours, each once") {
  const std::map<Lattice, Index> coordination = {{Lattice::chain, 2},
                                                 {Lattice::square, 4},
                                                 {Lattice::triangular, 6},
                                                 {Lattice::honeycomb, 3},
                                                 {Lattice::cubic, 6}};
  for (const Lattice lattice : all_lattices) {
    for (const Index length : {3, 4}) {
      INFO(lattice_name(lattice) << " " << length);
      const auto bonds = lattice_bonds(lattice, length, true);
      const auto counts = neighbour_counts(bonds);
      CHECK(std::ssize(counts) == lattice_sites(lattice, length));
      for (const auto& [site, count] : counts) {
        CHECK(count == coordination.at(lattice));
      }
      std::set<std::pair<Index, Index>> distinct;
      for (const Bond& bond : bonds) {
        distinct.insert(std::minmax(bond.first, bond.second));
      }
      CHECK(std::ssize(distinct) == std::ssize(bonds));
    }
  }
}

TEST_CASE("open lattices lack the bonds across their edges") {
  CHECK(lattice_bonds(Lattice::chain, 5, false).size() == 4);
  CHECK(lattice_bonds(Lattice::square, 3, false).size() == 12);
  CHECK(lattice_bonds(Lattice::triangular, 3, false).size() == 12 + 4);
  CHECK(lattice_bonds(Lattice::honeycomb, 3, false).size() == 9 + 12);
  CHECK(lattice_bonds(Lattice::cubic, 3, false).size() == 3 * 18);
  CHECK(neighbour_counts(lattice_bonds(Lattice::cubic, 3, false)).at(13) == 6);  // the centre
}

TEST_CASE("triangular lattices hold triangles, honeycombs none, and hexagons") {
  // Three spins around an antiferromagnetic triangle leave one bond of it unsatisfied: E₀ = −N.
  LatticeSettings settings{.lattice = Lattice::triangular, .length = 3, .couplings = CouplingLaw::antiferro};
  CHECK(density_of_states(settings).begin()->first == -9);
  // A bipartite lattice has the same energies for both signs.
  settings.lattice = Lattice::honeycomb;
  const auto antiferro = density_of_states(settings);
  settings.couplings = CouplingLaw::ferro;
  CHECK(density_of_states(settings) == antiferro);
  CHECK(antiferro.begin()->first == -27);
}

TEST_CASE("4 x 4 ferromagnet: the integer density of states") {
  const auto reference = reference::load("ising2d.json")["sizes"]["4"];
  const auto states = density_of_states({.length = 4});
  double energy = reference["dos_E_first"];
  for (const auto& count : reference["dos"]) {
    const auto found = states.find(energy);
    CHECK((found == states.end() ? 0 : found->second) == std::stod(count.get<std::string>()));
    energy += reference["dos_E_step"].get<double>();
  }
}

TEST_CASE("L = 2 has doubled bonds") {
  const auto states = density_of_states({.length = 2});
  CHECK(states == std::map<double, double>{{-8, 2}, {0, 12}, {8, 2}});
}

TEST_CASE("rings in a field") {
  const auto data = reference::load("ring1d.json");
  for (const auto& row : data["cases"]) {
    const Index sites = row["N"];
    if (sites > 16) {
      continue;
    }
    const auto model = std::make_shared<const PairwiseModel>(
        ising_lattice({.lattice = Lattice::chain, .length = sites, .field = row["h"]}));
    const Temperature t(row["T"].get<double>());
    INFO("N " << sites << ", T " << t.value());
    const Thermodynamics exact = thermodynamics(Spectrum(enumerate(model)), t);
    CHECK(exact.log_z == Approx(row["lnZ"].get<double>()).epsilon(1e-12));
    CHECK(exact.heat_capacity ==
          Approx(static_cast<double>(sites) * row["C_N"].get<double>()).epsilon(1e-10));
  }
}

TEST_CASE("disorder follows its law and its seed") {
  const auto couplings = [](CouplingLaw law, std::uint64_t seed) {
    const PairwiseModel model =
        ising_lattice({.lattice = Lattice::cubic, .length = 20, .couplings = law, .seed = seed});
    std::vector<double> values;
    for (Index i = 0; i < model.size(); ++i) {
      for_each_coupling(model, i, [&](Index j, double coupling) {
        if (i < j) {
          values.push_back(coupling);
        }
      });
    }
    return values;
  };
  const auto moment = [](const std::vector<double>& values, int power) {
    double sum = 0;
    for (const double value : values) {
      sum += std::pow(value, power) / static_cast<double>(values.size());
    }
    return sum;
  };
  const auto glass = couplings(CouplingLaw::plus_minus, 1);
  REQUIRE(glass.size() == 24'000);
  CHECK(moment(glass, 2) == Approx(1));
  CHECK(std::abs(moment(glass, 1)) < 5 / std::sqrt(24'000));
  CHECK(glass == couplings(CouplingLaw::plus_minus, 1));
  CHECK(glass != couplings(CouplingLaw::plus_minus, 2));
  const auto normal = couplings(CouplingLaw::gaussian, 1);
  CHECK(std::abs(moment(normal, 1)) < 5 / std::sqrt(24'000));
  CHECK(std::abs(moment(normal, 2) - 1) < 5 * std::sqrt(2.0 / 24'000));
  CHECK(std::abs(moment(normal, 4) - 3) < 5 * std::sqrt(96.0 / 24'000));
}

TEST_CASE("disorder keeps its bits") {
  const auto couplings = [](CouplingLaw law) {
    const PairwiseModel chain =
        ising_lattice({.lattice = Lattice::chain, .length = 4, .couplings = law, .seed = 7});
    const auto& matrix = std::get<PairwiseModel::Sparse>(chain.couplings());
    return std::vector{matrix.coeff(0, 1), matrix.coeff(1, 2), matrix.coeff(2, 3), matrix.coeff(3, 0)};
  };
  CHECK(couplings(CouplingLaw::plus_minus) == std::vector<double>{-1, 1, -1, -1});
  CHECK(couplings(CouplingLaw::gaussian) == std::vector{-0x1.572047b48e6eep+0, -0x1.f9baa3456b9a3p-1,
                                                        -0x1.468729b69102cp-1, 0x1.2eebfc5b7cc46p+0});
}

TEST_CASE("the energy counts every pair of neighbours once, at the edges too") {
  // The neighbours by their places instead of by the lattice's steps: one coordinate differs by 1, in a
  // periodic lattice also by L − 1.
  RandomStream random(12, 0);
  for (const Lattice lattice : {Lattice::chain, Lattice::square, Lattice::cubic}) {
    for (const bool periodic : {false, true}) {
      for (const Index length : {3, 4, 5}) {
        INFO(lattice_name(lattice) << " " << length << (periodic ? " periodic" : " open"));
        const PairwiseModel model =
            ising_lattice({.lattice = lattice, .length = length, .periodic = periodic});
        State state(static_cast<std::size_t>(model.size()));
        std::generate(state.begin(), state.end(), [&] { return static_cast<Level>(random() % 2); });
        double energy = 0;
        for (Index i = 0; i < model.size(); ++i) {
          for (Index j = 0; j < i; ++j) {
            Index steps = 0;
            for (Index place = 1; place < model.size(); place *= length) {
              const Index distance = std::abs(i / place % length - j / place % length);
              steps += periodic ? std::min(distance, length - distance) : distance;
            }
            if (steps == 1) {
              energy -= state[static_cast<std::size_t>(i)] == state[static_cast<std::size_t>(j)] ? 1 : -1;
            }
          }
        }
        CHECK(model.energy(state) == energy);
      }
    }
  }
}

TEST_CASE("doubled bonds are known beforehand") {
  for (const Lattice lattice : all_lattices) {
    for (const bool periodic : {false, true}) {
      for (const Index length : {2, 3, 4}) {
        INFO(lattice_name(lattice) << " " << length << (periodic ? " periodic" : " open"));
        std::set<std::pair<Index, Index>> pairs;
        const auto bonds = lattice_bonds(lattice, length, periodic);
        for (const Bond& bond : bonds) {
          pairs.insert(std::minmax(bond.first, bond.second));
        }
        CHECK(has_doubled_bonds(lattice, length, periodic) == (pairs.size() < bonds.size()));
      }
    }
  }
  CHECK_THROWS_WITH(has_doubled_bonds(Lattice::square, 1, true), ContainsSubstring("at least 2"));
}

TEST_CASE("lattices that cannot be are refused") {
  CHECK_THROWS_WITH(lattice_sites(Lattice::square, 1), ContainsSubstring("at least 2"));
  CHECK_THROWS_AS(lattice_bonds(Lattice::cubic, 1291, true), std::invalid_argument);
  CHECK(lattice_sites(Lattice::cubic, 1290) == 2'146'689'000);
  CHECK_THROWS_AS(ising_lattice({.field = std::numeric_limits<double>::infinity()}), std::invalid_argument);
}
