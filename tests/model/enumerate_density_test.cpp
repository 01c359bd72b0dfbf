#include <cmath>
#include <map>

#include "../reference_data.hpp"
#include "catch.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/spin_glass.hpp"

using namespace onedial;

namespace {

std::shared_ptr<const PairwiseModel> shared(PairwiseModel model) {
  return std::make_shared<const PairwiseModel>(std::move(model));
}

/// The number of states at each energy, from the list of all energies.
std::map<double, double> listed_levels(const std::shared_ptr<const PairwiseModel>& model) {
  std::map<double, double> levels;
  for (const double energy : enumerate(model)) {
    const auto near = levels.lower_bound(energy - 1e-9);
    ++levels[near != levels.end() && near->first < energy + 1e-9 ? near->first : energy];
  }
  return levels;
}

void check_levels(const DensityOfStates& states, const std::map<double, double>& expected) {
  REQUIRE(states.size() == std::ssize(expected));
  std::size_t i = 0;
  for (const auto& [energy, count] : expected) {
    REQUIRE(states.energies()[i] == Approx(energy).epsilon(1e-12).margin(1e-12));
    REQUIRE(std::exp(states.log_states()[i]) == Approx(count).epsilon(1e-11));
    ++i;
  }
}

void check_peaks(const std::vector<Peak>& peaks, const nlohmann::json& expected) {
  REQUIRE(peaks.size() == expected.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    CHECK(peaks[i].temperature.value() == Approx(expected[i]["T"].get<double>()).epsilon(1e-7));
    CHECK(peaks[i].value == Approx(expected[i]["value"].get<double>()).epsilon(1e-11));
  }
}

}  // namespace

TEST_CASE("the 27 spins of the cube: integer densities of states and all peaks") {
  const auto data = reference::load("pmj3x3x3.json");
  REQUIRE(data["instances"].size() == 2);
  for (const auto& instance : data["instances"]) {
    INFO(instance["name"].get<std::string>());
    const DensityOfStates states = enumerate_density(reference::cube3(instance));
    std::map<double, double> expected;
    for (const auto& level : instance["dos"]) {
      expected[level[0].get<double>()] = level[1].get<double>();
    }
    check_levels(states, expected);
    CHECK(states.energies().front() == instance["ground_energy"].get<double>());
    CHECK(states.log_state_count() == Approx(27 * std::log(2.0)).epsilon(1e-14));
    check_peaks(heat_capacity_peaks(states), instance["C_peaks"]);
    check_peaks(entropy_slope_peaks(states), instance["dSdT_peaks"]);
    for (const auto& row : instance["table"]) {
      const Thermodynamics exact = thermodynamics(states, Temperature(row["T"].get<double>()));
      CHECK(exact.log_z == Approx(row["lnZ"].get<double>()).epsilon(1e-13));
      CHECK(exact.mean_energy == Approx(row["E"].get<double>()).epsilon(1e-13));
      CHECK(exact.heat_capacity == Approx(row["C"].get<double>()).epsilon(1e-11));
    }
  }
}

TEST_CASE("the Sherrington-Kirkpatrick instance has the peaks of the reference") {
  const auto data = reference::load("sk16.json");
  const auto& instance = data["instances"][0];
  const DensityOfStates states = enumerate_density(reference::sk16(data));
  CHECK(states.energies().front() == Approx(instance["ground_energy"].get<double>()).epsilon(1e-14));
  CHECK(states.energies()[1] - states.energies()[0] ==
        Approx(instance["first_excitation_gap"].get<double>()).epsilon(1e-12));
  CHECK(std::exp(states.log_states()[0]) == Approx(2));
  check_peaks(heat_capacity_peaks(states), instance["C_peaks"]);
  check_peaks(entropy_slope_peaks(states), instance["dSdT_peaks"]);
}

TEST_CASE("25 spins of the square lattice are those of the exact density of states") {
  const DensityOfStates counted = enumerate_density(shared(ising_lattice({.length = 5})));
  const DensityOfStates exact = ising_square_density(5);
  REQUIRE(counted.size() == exact.size());
  for (std::size_t i = 0; i < counted.energies().size(); ++i) {
    CHECK(counted.energies()[i] == exact.energies()[i]);
    CHECK(counted.log_states()[i] == Approx(exact.log_states()[i]).epsilon(1e-14));
  }
}

TEST_CASE("levels are those of the list of all energies, whatever the couplings") {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(8, 8);
  Eigen::VectorXd fields(8);
  RandomStream random(5, 0);
  for (Index i = 0; i < 8; ++i) {
    fields[i] = 0.3 * static_cast<double>(random() % 5);
    for (Index j = 0; j < i; ++j) {
      // Multiples of 0.1 that are none of any of them, and not exact in binary.
      couplings(i, j) = couplings(j, i) = 0.2 * static_cast<double>(1 + random() % 2) - 0.5;
    }
  }
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(8);
  const std::vector<PairwiseModel> models = {
      PairwiseModel(Domain::spin, couplings, fields, 3.25),
      PairwiseModel(Domain::spin, couplings, none, -1.5),
      PairwiseModel(Domain::binary, couplings, fields, 0.75),
      PairwiseModel(Domain::binary, 8 * couplings, none),
      PairwiseModel(Domain::spin, PairwiseModel::Dense::Zero(8, 8), none, 2),
      PairwiseModel(Domain::spin, PairwiseModel::Dense::Zero(1, 1), Eigen::VectorXd::Zero(1)),
      PairwiseModel(Domain::spin, PairwiseModel::Dense::Zero(1, 1), Eigen::VectorXd::Constant(1, 0.4)),
      ising_lattice({.lattice = Lattice::triangular, .length = 3, .field = 0.1}),
      sherrington_kirkpatrick({.units = 10, .couplings = CouplingLaw::plus_minus, .seed = 2}),
      sherrington_kirkpatrick({.units = 10, .seed = 2}),
      sherrington_kirkpatrick({.units = 10, .field = 0.2, .seed = 2}),
      curie_weiss(14, 0.3),
  };
  for (std::size_t i = 0; i < models.size(); ++i) {
    INFO("model " << i);
    const auto model = shared(models[i]);
    check_levels(enumerate_density(model), listed_levels(model));
    check_levels(enumerate_density(shared(model->in_domain(Domain::binary))), listed_levels(model));
  }
}

TEST_CASE("couplings that are nearly integers have more levels than integers") {
  // Each differs from 1 by less than the tolerance of 3·10⁻¹¹; their sums do not.
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(8, 8);
  RandomStream random(6, 0);
  for (Index i = 0; i < 8; ++i) {
    for (Index j = 0; j < i; ++j) {
      couplings(i, j) = couplings(j, i) = 1 + 2e-11 * uniform01(random);
    }
  }
  CHECK(enumerate_density(shared({Domain::spin, couplings, Eigen::VectorXd::Zero(8)})).size() > 10);
  CHECK(enumerate_density(shared(curie_weiss(8, 0))).size() == 5);
}

TEST_CASE("a density of states is enumerated for one unit more where no field acts") {
  const auto independent = [](Index units, double field) {
    return shared(
        {Domain::spin, PairwiseModel::Sparse(units, units), Eigen::VectorXd::Constant(units, field)});
  };
  CHECK_THROWS_WITH(enumerate_density(independent(28, 0)),
                    ContainsSubstring("cannot enumerate 28 units; at most 26, and one more without fields"));
  CHECK_THROWS_WITH(enumerate_density(independent(27, 1)), ContainsSubstring("cannot enumerate 27 units"));
}
