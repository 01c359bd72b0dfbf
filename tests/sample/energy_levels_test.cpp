#include "onedial/sample/energy_levels.hpp"

#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/local_fields.hpp"
#include "onedial/sample/level_table.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

EnergyLevels levels_of(const std::shared_ptr<const PairwiseModel>& model, double bin_width = 0,
                       EnergyRange range = {}) {
  return with_local_fields(model,
                           [&](const auto& fields) { return energy_levels(fields, bin_width, range, 1); });
}

std::shared_ptr<const PairwiseModel> lattice(const LatticeSettings& settings) {
  return std::make_shared<PairwiseModel>(ising_lattice(settings));
}

}  // namespace

TEST_CASE("the common step of energies is the largest that fits, in spite of rounding") {
  CHECK(common_step(std::vector<double>{4, -8, 12, 0}) == 4);
  CHECK(common_step(std::vector<double>{6, -10, 15}) == 1);
  CHECK(*common_step(std::vector<double>{0.1 + 0.2, -0.5, 0.7 + 1e-13}) == Approx(0.1).epsilon(1e-12));
  CHECK(*common_step(std::vector<double>{1e-7, 3e-7}) == Approx(1e-7).epsilon(1e-12));
  CHECK_FALSE(common_step(std::vector<double>{1, std::sqrt(2.0)}));
  CHECK_FALSE(common_step(std::vector<double>{5000, 1}));
  CHECK_FALSE(common_step(std::vector<double>{0, 0}));
  CHECK_FALSE(common_step(std::vector<double>{}));
}

TEST_CASE("every energy of a model of integer couplings has a level of its own") {
  std::vector<std::shared_ptr<const PairwiseModel>> models;
  for (const CouplingLaw law : {CouplingLaw::ferro, CouplingLaw::antiferro, CouplingLaw::plus_minus}) {
    models.push_back(lattice({.lattice = Lattice::chain, .length = 9, .couplings = law, .seed = 4}));
    models.push_back(lattice({.lattice = Lattice::triangular, .length = 3, .couplings = law, .seed = 4}));
    models.push_back(lattice({.lattice = Lattice::square, .length = 3, .couplings = law, .field = 0.25}));
  }
  for (const auto& model : models) {
    const EnergyLevels levels = levels_of(model);
    CHECK(levels.exact());
    CHECK_FALSE(levels.bounded());
    const std::vector<double> energies = enumerate(model);
    for (const double energy : energies) {
      REQUIRE(levels.middle(levels.nearest(energy)) == energy);
    }
  }
  CHECK(levels_of(models[0]).step() == 4);  // a chain
  CHECK(levels_of(models[3]).step() ==
        4);  // the antiferromagnetic one of 9 spins is frustrated: E = −7, −3 …
  CHECK(levels_of(models[3]).middle(levels_of(models[3]).nearest(-7.9)) == -7);
  CHECK(levels_of(models[2]).step() == 0.5);  // a square lattice of odd length in a field of ¼
}

TEST_CASE("a range takes the levels at its ends, and bins that start at its least energy") {
  const EnergyLevels steps = EnergyLevels::at_steps(3, 4, {-5, 7.5});
  CHECK(steps.bounded());
  CHECK(steps.middle(steps.first()) == -5);
  CHECK(steps.middle(steps.last()) == 7);
  CHECK(steps.contains(steps.nearest(3)));
  CHECK_FALSE(steps.contains(steps.nearest(11)));
  CHECK_FALSE(steps.contains(steps.nearest(-9)));
  CHECK(steps.unbounded().contains(steps.nearest(11)));
  CHECK_FALSE(steps.unbounded().bounded());

  const EnergyLevels bins = EnergyLevels::in_bins(0.5, {-1, 1.2});
  CHECK_FALSE(bins.exact());
  CHECK(bins.nearest(-1) == 0);
  CHECK(bins.nearest(-1 - 1e-12) == 0);  // rounding moves nothing out of the range
  CHECK(bins.nearest(-0.51) == 0);
  CHECK(bins.nearest(-0.5) == 1);
  CHECK_FALSE(bins.contains(bins.nearest(-1.001)));
  CHECK(bins.contains(bins.nearest(1.2)));
  CHECK(bins.contains(bins.nearest(1.4)));  // its bin is taken whole
  CHECK_FALSE(bins.contains(bins.nearest(1.501)));
  CHECK(bins.middle(2) == Approx(0.25));

  const EnergyLevels open = EnergyLevels::in_bins(2, {});
  CHECK_FALSE(open.bounded());
  CHECK(open.nearest(-0.5) == -1);
  CHECK(open.nearest(0) == 0);
  CHECK(open.nearest(1.9) == 0);
  CHECK(EnergyLevels::in_bins(1, {.most = 3}).contains(-1000));
}

TEST_CASE("a table grows both ways and keeps what it holds") {
  LevelTable table(EnergyLevels::at_steps(0, 1, {}), LevelTable::unknown);
  REQUIRE(table.reach(5));
  table[5].log_states = 1;
  for (const Index level : {-700, 4000, 5, -3}) {
    REQUIRE(table.reach(level));
    table[level].log_states = static_cast<double>(level);
    CHECK(table[4].log_states == LevelTable::unknown);
  }
  CHECK(table[-700].log_states == -700);
  CHECK(table[5].log_states == 5);
  CHECK(table.known_ends() == std::pair<Index, Index>{-700, 4000});
  CHECK(table.least_log_states() == -700);
  const DensityOfStates density = table.density();
  CHECK(density.size() == 4);
  CHECK(density.energies()[1] == -3);
  table.normalise(2);
  CHECK(table[4000].log_states == Approx(2));
  CHECK(table[5].log_states == Approx(5 - 3998));
  table.fill_unknown(7);
  REQUIRE(table.reach(8000));
  CHECK(table[8000].log_states == 7);
  CHECK(table[-10].log_states == 7);

  LevelTable bounded(EnergyLevels::at_steps(0, 1, {-2, 2}), LevelTable::unknown);
  CHECK_FALSE(bounded.reach(3));
  CHECK(bounded.reach(2));
  CHECK(bounded.reach(-2));
  CHECK(bounded.end() - bounded.begin() == 5);
}

TEST_CASE("what is wrong with energy levels is named") {
  const auto sk16 = reference::sk16(reference::load("sk16.json"));
  CHECK_THROWS_WITH(levels_of(sk16), ContainsSubstring("give a bin_width"));
  CHECK_THROWS_WITH(levels_of(sk16, -0.1), ContainsSubstring("-0.1"));
  CHECK_THROWS_WITH(levels_of(sk16, 1e-300), ContainsSubstring("too fine"));
  CHECK_THROWS_WITH(levels_of(sk16, std::nan("")), ContainsSubstring("nan"));
  CHECK_THROWS_WITH(levels_of(sk16, 0.1, {2, 1}), ContainsSubstring("least energy of a range (2)"));
  CHECK_THROWS_WITH(levels_of(lattice({}), 0, {1, 3}), ContainsSubstring("no energy lies between 1 and 3"));
  CHECK_THROWS_WITH(EnergyLevels::at_steps(0, 0, {}), ContainsSubstring("(0)"));
  CHECK_THROWS_WITH(EnergyLevels::at_steps(INFINITY, 1, {}), ContainsSubstring("(inf)"));
  LevelTable table(EnergyLevels::in_bins(1e-6, {}), 0);
  REQUIRE(table.reach(0));
  CHECK_THROWS_WITH(table.reach(100'000'000), ContainsSubstring("larger bin_width"));
  LevelTable empty(EnergyLevels::in_bins(1, {}), LevelTable::unknown);
  CHECK_THROWS_WITH(empty.normalise(1), ContainsSubstring("no energy level is known"));
}
