#include "onedial/sample/potts_system.hpp"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "catch.hpp"
#include "onedial/model/lattice.hpp"
#include "outcomes.hpp"
#include "state_counts.hpp"

using namespace onedial;

namespace {

/// All pairs of four units coupled, with both signs.
PottsModel mixed_model(Level levels, double field) {
  const PairwiseModel::Dense couplings{
      {0, 0.7, -1.1, 0.4}, {0.7, 0, 0.9, -0.3}, {-1.1, 0.9, 0, 1.3}, {0.4, -0.3, 1.3, 0}};
  return {levels, couplings.sparseView(), field};
}

template <class Kernel>
Eigen::MatrixXd sweep_matrix(const PottsModel& model, Temperature t) {
  std::vector<double> scratch(2 * static_cast<std::size_t>(model.levels()));
  return outcomes::transition_matrix(
      model.levels(), model.size(), [&](State state, outcomes::Outcomes& decide) {
        double energy = model.energy(state);
        sweep_levels_sequentially<Kernel>(model, state, t, scratch, decide,
                                          [&](double change) { energy += change; });
        REQUIRE(energy == Approx(model.energy(state)).margin(1e-14));
        return state;
      });
}

template <class Kernel>
void check_kernel() {
  for (const double field : {0.0, 0.6, -0.6}) {
    const PottsModel model = mixed_model(3, field);
    for (const double value : {0.5, 1.0, 3.0}) {
      INFO("T " << value << ", field " << field);
      const Temperature t(value);
      const Eigen::VectorXd law = outcomes::boltzmann_law(model, 3, t);
      const Eigen::MatrixXd p = sweep_matrix<Kernel>(model, t);
      CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-13);
      CHECK(outcomes::drift(p, law) < 1e-13);
      CHECK(outcomes::drift(sweep_matrix<Kernel>(model, Temperature(1.01 * value)), law) > 1e-5);
    }
  }
}

std::shared_ptr<const PottsModel> shared(const PottsModel& model) {
  return std::make_shared<const PottsModel>(model);
}

}  // namespace

TEST_CASE("a heat-bath sweep of three levels leaves the Boltzmann distribution unchanged to 1e-13") {
  check_kernel<LevelHeatBath>();
}

TEST_CASE("a Metropolis sweep of three levels leaves the Boltzmann distribution unchanged to 1e-13") {
  check_kernel<LevelMetropolis>();
}

TEST_CASE("at T = ∞ heat bath forgets every level, and Metropolis the one that a unit had") {
  const PottsModel model = mixed_model(3, 0.6);
  const Eigen::MatrixXd heat_bath = sweep_matrix<LevelHeatBath>(model, Temperature::infinite());
  CHECK((heat_bath.array() - 1.0 / 81).abs().maxCoeff() < 1e-15);
  const Eigen::MatrixXd metropolis = sweep_matrix<LevelMetropolis>(model, Temperature::infinite());
  CHECK(metropolis.diagonal().maxCoeff() == 0);  // every unit leaves its level
  CHECK(metropolis.maxCoeff() == Approx(1.0 / 16));
}

TEST_CASE("at T = 0 ties are drawn with equal probability, and nothing else is") {
  // Level 0 is dear, 1 and 2 are tied; no couplings.
  const PottsModel model(3, PairwiseModel::Sparse(1, 1), -1.0);
  const Eigen::MatrixXd heat_bath = sweep_matrix<LevelHeatBath>(model, Temperature::zero());
  CHECK(heat_bath == Eigen::MatrixXd{{0, 0.5, 0.5}, {0, 0.5, 0.5}, {0, 0.5, 0.5}});
  const Eigen::MatrixXd metropolis = sweep_matrix<LevelMetropolis>(model, Temperature::zero());
  CHECK(metropolis == Eigen::MatrixXd{{0, 0.5, 0.5}, {0, 0.5, 0.5}, {0, 0.5, 0.5}});
}

TEST_CASE("replicas of a Potts model have the exact distribution of states, for both kernels") {
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    for (const auto& [levels, t] : {std::pair{2, 1.5}, std::pair{3, 2.0}, std::pair{5, 3.0}}) {
      const PottsModel model = mixed_model(levels, 0.6);
      const auto system = make_potts_system(shared(model), kernel, 500, 1, 11);
      const auto counts = outcomes::count_states(*system, levels, Temperature(t), 50, 60, 6);
      INFO("levels " << levels << ", kernel " << static_cast<int>(kernel));
      // Five standard deviations, of six comparisons.
      CHECK(outcomes::p_value(counts, outcomes::boltzmann_law(model, levels, Temperature(t))) > 1e-7);
    }
  }
}

TEST_CASE("whole couplings and fields are swept with the same draws as any others") {
  const LatticeSettings glass{.length = 6, .couplings = CouplingLaw::plus_minus, .seed = 3};
  PottsModel::SiteFields fields(36, 4);
  for (Index i = 0; i < 36; ++i) {
    for (Index a = 0; a < 4; ++a) {
      fields(i, a) = static_cast<double>((7 * i + 3 * a) % 5 - 2);
    }
  }
  const std::vector<PottsModel> models = {
      potts_lattice(glass, 4), {4, lattice_couplings(glass), -3.0}, {4, lattice_couplings(glass), fields}};
  for (const PottsModel& model : models) {
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      const auto system = make_potts_system(shared(model), kernel, 1, 1, 5);
      RandomStream random(5, 0);
      RandomDecision decide(random);
      State expected(36);
      for (Level& level : expected) {
        level = static_cast<Level>(decide.below(4));
      }
      std::vector<double> scratch(8);
      for (const double value : {0.0, 0.3, 1.0, 1.0, 4.0, std::numeric_limits<double>::infinity(), 0.5}) {
        const Temperature t(value);
        Index flips = 0;
        const auto count = [&](double) { ++flips; };
        if (kernel == KernelKind::heat_bath) {
          sweep_levels_sequentially<LevelHeatBath>(model, expected, t, scratch, decide, count);
        } else {
          sweep_levels_sequentially<LevelMetropolis>(model, expected, t, scratch, decide, count);
        }
        CHECK(system->sweep(std::vector<Temperature>{t}).flips == flips);
        State state;
        system->read(0, state);
        REQUIRE(state == expected);
        CHECK(system->energies()[0] == model.energy(expected));
      }
    }
  }
}

TEST_CASE("replicas of whole couplings and fields have the exact distribution of states") {
  PairwiseModel::Dense couplings{{0, 1, -2, 1}, {1, 0, 1, -1}, {-2, 1, 0, 2}, {1, -1, 2, 0}};
  PottsModel::SiteFields fields{{1, 0, -1}, {0, 2, 0}, {0, 0, 1}, {-1, 0, 0}};
  const PottsModel model(3, couplings.sparseView(), fields);
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    const auto system = make_potts_system(shared(model), kernel, 500, 1, 13);
    const auto counts = outcomes::count_states(*system, 3, Temperature(3.0), 50, 60, 6);
    // Five standard deviations, of two comparisons.
    CHECK(outcomes::p_value(counts, outcomes::boltzmann_law(model, 3, Temperature(3.0))) > 3e-7);
    system->write(0, {0, 1, 2, 0});
    CHECK(system->energies()[0] == model.energy({0, 1, 2, 0}));
    CHECK_THROWS_AS(system->write(0, {0, 1, 3, 0}), std::invalid_argument);
  }
}

TEST_CASE("Potts replicas at T = ∞ and at T = 0") {
  const PottsModel model = mixed_model(3, 0.6);
  const auto system = make_potts_system(shared(model), KernelKind::heat_bath, 500, 1, 12);
  const auto counts = outcomes::count_states(*system, 3, Temperature::infinite(), 1, 40, 1);
  CHECK(outcomes::p_value(counts, Eigen::VectorXd::Constant(81, 1.0 / 81)) > 5e-7);

  const std::vector<Temperature> cold(500, Temperature::zero());
  std::vector<double> before(system->energies().begin(), system->energies().end());
  Index flips = -1;
  for (int k = 0; k < 20; ++k) {
    flips = system->sweep(cold).flips;
    for (std::size_t r = 0; r < before.size(); ++r) {
      REQUIRE(system->energies()[r] <= before[r] + 1e-12);
    }
    before.assign(system->energies().begin(), system->energies().end());
  }
  CHECK(flips == 0);  // real couplings leave no ties
}

TEST_CASE("each Potts replica has its own temperature, and the same bits on two threads") {
  const auto model =
      shared(potts_lattice({.length = 16, .couplings = CouplingLaw::gaussian, .field = 0.1}, 4));
  const auto one = make_potts_system(model, KernelKind::heat_bath, 12, 1, 5);
  const auto two = make_potts_system(model, KernelKind::heat_bath, 12, 2, 5);
  std::vector<Temperature> t;
  t.reserve(12);
  for (int r = 0; r < 12; ++r) {
    t.emplace_back(0.2 * r);
  }
  State left;
  State right;
  for (int k = 0; k < 300; ++k) {  // past a refresh
    one->sweep(t);
    two->sweep(t);
  }
  for (Index r = 0; r < 12; ++r) {
    one->read(r, left);
    two->read(r, right);
    REQUIRE(left == right);
    CHECK(one->energies()[static_cast<std::size_t>(r)] == two->energies()[static_cast<std::size_t>(r)]);
    CHECK(one->energies()[static_cast<std::size_t>(r)] == Approx(model->energy(left)).margin(1e-10));
  }
  CHECK(one->energies()[1] < one->energies()[11] - 100);
}

TEST_CASE("Potts systems refuse what they cannot sweep") {
  const auto model = shared(mixed_model(3, 0));
  const auto system = make_potts_system(model, KernelKind::heat_bath, 2, 1, 1);
  system->write(1, {2, 0, 1, 2});
  State back;
  system->read(1, back);
  CHECK(back == State{2, 0, 1, 2});
  CHECK(system->energies()[1] == model->energy(back));
  CHECK_THROWS_WITH(system->write(1, {0, 0, 3, 0}), ContainsSubstring("level 3 of unit 2"));
  system->read(1, back);
  CHECK(back == State{2, 0, 1, 2});
  CHECK_THROWS_AS(system->write(0, State(3)), std::invalid_argument);
  CHECK_THROWS_AS(system->sweep(std::vector<Temperature>(3, Temperature(1))), std::invalid_argument);
  CHECK_THROWS_AS(make_potts_system(model, KernelKind::heat_bath, 0, 1, 1), std::invalid_argument);
  CHECK_THROWS_AS(make_potts_system(model, KernelKind::heat_bath, 1, 0, 1), std::invalid_argument);
}
