#include "onedial/model/potts.hpp"

#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <stdexcept>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/enumerate.hpp"

using namespace onedial;

namespace {

/// 5 units with couplings of both signs, in eighths, so that every sum is exact.
PairwiseModel::Sparse mixed_couplings() {
  RandomStream random(17, 0);
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(5, 5);
  for (Index i = 0; i < 5; ++i) {
    for (Index j = 0; j < i; ++j) {
      couplings(i, j) = couplings(j, i) = std::floor(33 * uniform01(random) - 16) / 8;
    }
  }
  return couplings.sparseView();
}

/// hᵢ(a) of 5 units, in eighths.
PottsModel::SiteFields mixed_fields(Level levels) {
  RandomStream random(18, 0);
  return PottsModel::SiteFields::NullaryExpr(5, levels,
                                             [&] { return std::floor(33 * uniform01(random) - 16) / 8; });
}

/// E by its definition, over pairs.
double plain_energy(const PottsModel& model, const State& state) {
  double energy = 0;
  for (std::size_t i = 0; i < state.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      energy -=
          state[i] == state[j] ? model.couplings().coeff(static_cast<Index>(i), static_cast<Index>(j)) : 0;
    }
    energy -= state[i] == 0 ? model.field() : 0;
    if (model.site_fields().size() > 0) {
      energy -= model.site_fields()(static_cast<Index>(i), state[i]);
    }
  }
  return energy;
}

/// Calls `use(state)` for every state.
template <class Use>
void for_each_state(const PottsModel& model, Use use) {
  State state(static_cast<std::size_t>(model.size()), 0);
  for (;;) {
    use(state);
    std::size_t unit = 0;
    while (unit < state.size() && ++state[unit] == model.levels()) {
      state[unit++] = 0;
    }
    if (unit == state.size()) {
      return;
    }
  }
}

/// The number of states at each energy.
std::map<double, double> counts(const DensityOfStates& density) {
  std::map<double, double> result;
  for (std::size_t k = 0; k < density.energies().size(); ++k) {
    const double number = std::exp(density.log_states()[k]);
    REQUIRE(std::abs(number - std::round(number)) < 1e-8);
    result[density.energies()[k]] = std::round(number);
  }
  return result;
}

}  // namespace

TEST_CASE("3 x 3 Potts: the exact density of states, its thermodynamics and its peaks") {
  const auto reference = reference::load("potts3.json")["sizes"]["3"];
  const DensityOfStates density = enumerate_density(potts_lattice({.length = 3}, 3));
  std::map<double, double> exact;
  for (const auto& level : reference["dos"]) {
    exact[level[0]] = level[1];
  }
  CHECK(counts(density) == exact);
  for (const auto& row : reference["table"]) {
    const double t = row["T"];
    INFO("T " << t);
    const Thermodynamics found = thermodynamics(density, Temperature(t));
    CHECK(found.log_z == Approx(row["lnZ"].get<double>()).epsilon(1e-13));
    CHECK(found.mean_energy == Approx(row["E"].get<double>()).epsilon(1e-13));
    CHECK(found.free_energy == Approx(row["F"].get<double>()).epsilon(1e-13));
    CHECK(found.entropy == Approx(row["S"].get<double>()).epsilon(1e-11));
    CHECK(found.energy_variance == Approx(row["varE"].get<double>()).epsilon(1e-11));
    CHECK(found.heat_capacity == Approx(row["C"].get<double>()).epsilon(1e-11));
    CHECK(found.entropy_slope == Approx(row["dSdT"].get<double>()).epsilon(1e-11));
  }
  const auto check_peak = [](const std::vector<Peak>& peaks, const nlohmann::json& truth) {
    REQUIRE(peaks.size() == truth.size());
    CHECK(peaks[0].temperature.value() == Approx(truth[0]["T"].get<double>()).epsilon(1e-7));
    CHECK(peaks[0].value == Approx(truth[0]["value"].get<double>()).epsilon(1e-12));
  };
  check_peak(heat_capacity_peaks(density), reference["C_peaks"]);
  check_peak(entropy_slope_peaks(density), reference["dSdT_peaks"]);
}

TEST_CASE("every state of a Potts model has the energy of its definition") {
  constexpr double of_sites = 99;  // stands for a field of its own for each unit and level
  for (const double field : {0.0, 0.75, -0.375, of_sites}) {
    for (const Level levels : {2, 3, 5}) {
      const PottsModel model = field == of_sites ? PottsModel(levels, mixed_couplings(), mixed_fields(levels))
                                                 : PottsModel(levels, mixed_couplings(), field);
      std::map<double, double> listed;
      std::vector<double> at_level(static_cast<std::size_t>(levels));
      for_each_state(model, [&](State state) {
        const double energy = plain_energy(model, state);
        ++listed[energy];
        REQUIRE(model.energy(state) == energy);
        const Index unit = static_cast<Index>(listed.size()) % model.size();
        model.level_energies(state, unit, at_level);
        const double rest =
            energy - at_level[static_cast<std::size_t>(state[static_cast<std::size_t>(unit)])];
        for (Level level = 0; level < levels; ++level) {
          state[static_cast<std::size_t>(unit)] = level;
          REQUIRE(rest + at_level[static_cast<std::size_t>(level)] == plain_energy(model, state));
        }
      });
      INFO("field " << field << ", levels " << levels);
      CHECK(counts(enumerate_density(model)) == listed);
    }
  }
}

TEST_CASE("long walks do not gather rounding errors") {
  // 3^9 states of real couplings: the same ln Z as by the definition.
  const PottsModel model(3, lattice_couplings({.length = 3, .couplings = CouplingLaw::gaussian, .seed = 5}),
                         0.1);
  const DensityOfStates density = enumerate_density(model);
  std::vector<double> energies;
  for_each_state(model, [&](const State& state) { energies.push_back(plain_energy(model, state)); });
  const Temperature t(0.7);
  const Thermodynamics exact = thermodynamics(Spectrum(energies), t);
  CHECK(thermodynamics(density, t).log_z == Approx(exact.log_z).epsilon(1e-13));
  CHECK(thermodynamics(density, t).heat_capacity == Approx(exact.heat_capacity).epsilon(1e-11));
  CHECK(density.log_state_count() == Approx(9 * std::log(3.0)).epsilon(1e-13));
}

TEST_CASE("two levels are spins: E of J is E of the Ising model of J/2, less half the sum of J") {
  const PairwiseModel::Sparse couplings = mixed_couplings();
  const double field = 0.625;
  const PottsModel potts(2, couplings, field);
  // h δ(s, 0) = ½h (1 − σ), with σ = −1 for level 0.
  const double offset = -couplings.sum() / 4 - 5 * field / 2;
  const PairwiseModel ising(Domain::spin, PairwiseModel::Sparse(couplings / 2),
                            Eigen::VectorXd::Constant(5, -field / 2), offset);
  for_each_state(potts, [&](const State& state) { REQUIRE(potts.energy(state) == ising.energy(state)); });

  std::map<double, double> spins;
  for (const double energy : enumerate(std::make_shared<const PairwiseModel>(ising_lattice({.length = 4})))) {
    ++spins[energy - 32];  // 32 bonds
  }
  std::map<double, double> levels;
  for (const auto& [energy, number] : counts(enumerate_density(potts_lattice({.length = 4}, 2)))) {
    levels[2 * energy] = number;
  }
  CHECK(levels == std::map<double, double>(spins.begin(), spins.end()));
}

TEST_CASE("one Potts unit, and several without couplings") {
  const PottsModel single(4, PairwiseModel::Sparse(1, 1), 2.0);
  CHECK(counts(enumerate_density(single)) == std::map<double, double>{{-2, 1}, {0, 3}});
  const PottsModel free(4, PairwiseModel::Sparse(3, 3));
  CHECK(counts(enumerate_density(free)) == std::map<double, double>{{0, 64}});
}

TEST_CASE("Potts models that cannot be are refused") {
  const auto infinity = std::numeric_limits<double>::infinity();
  const auto pair = [](double here, double mirror) {
    PairwiseModel::Dense couplings{{0, here}, {mirror, 0}};
    return PairwiseModel::Sparse(couplings.sparseView());
  };
  CHECK_THROWS_WITH(PottsModel(1, pair(1, 1)), ContainsSubstring("levels (1) must be 2 to 65536"));
  CHECK_THROWS_AS(PottsModel(65'537, pair(1, 1)), std::invalid_argument);
  CHECK_THROWS_WITH(PottsModel(3, pair(1, 2)), ContainsSubstring("must be symmetric"));
  CHECK_THROWS_WITH(PottsModel(3, pair(infinity, infinity)), ContainsSubstring("(0, 1) is not finite"));
  CHECK_THROWS_WITH(PottsModel(3, pair(1, 1), infinity), ContainsSubstring("must be finite"));
  CHECK_THROWS_WITH(PottsModel(3, pair(1e308, 1e308)), ContainsSubstring("overflows"));
  CHECK_THROWS_WITH(PottsModel(3, PairwiseModel::Sparse(2, 3)), ContainsSubstring("must be square"));
  CHECK_THROWS_WITH(PottsModel(3, pair(1, 1), PottsModel::SiteFields::Zero(2, 2)),
                    ContainsSubstring("fields are 2 x 2; one a unit and level is expected, 2 x 3"));
  CHECK_THROWS_WITH(PottsModel(3, pair(1, 1), PottsModel::SiteFields::Constant(2, 3, infinity)),
                    ContainsSubstring("not finite"));
  CHECK_THROWS_WITH(PottsModel(3, pair(1, 1), PottsModel::SiteFields::Constant(2, 3, 1e308)),
                    ContainsSubstring("overflows"));
  PairwiseModel::Sparse diagonal(2, 2);
  diagonal.insert(1, 1) = 1;
  CHECK_THROWS_WITH(PottsModel(3, diagonal), ContainsSubstring("diagonal"));
  const PottsModel model(3, pair(1, 1));
  CHECK_THROWS_AS(model.energy(State(3)), std::invalid_argument);
  CHECK_THROWS_WITH(model.energy({0, 3}), ContainsSubstring("level 3 of unit 1 is not one of 0 to 2"));
  CHECK_THROWS_AS(model.energy({-1, 0}), std::invalid_argument);
  CHECK_THROWS_WITH(enumerate_density(potts_lattice({.length = 5}, 3)),
                    ContainsSubstring("25 units of 3 levels"));
  CHECK_THROWS_AS(enumerate_density(PottsModel(3, PairwiseModel::Sparse(0, 0))), std::invalid_argument);
}
