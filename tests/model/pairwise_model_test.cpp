#include "onedial/model/pairwise_model.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/local_fields.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

State state_of(std::size_t index, Index units) {
  State state(static_cast<std::size_t>(units));
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] = static_cast<Level>((index >> i) & 1U);
  }
  return state;
}

PairwiseModel sparse_copy(const PairwiseModel& model) {
  const auto& dense = std::get<PairwiseModel::Dense>(model.couplings());
  return {model.domain(), PairwiseModel::Sparse(dense.sparseView()), model.fields(), model.offset()};
}

}  // namespace

TEST_CASE("energies of the 12-unit machine agree with the reference in both domains") {
  const auto data = reference::load("boltzmann_machine12.json");
  for (const auto& [name, domain] : {std::pair{"01", Domain::binary}, std::pair{"pm1", Domain::spin}}) {
    const auto model = reference::model(data, domain);
    const auto sparse = std::make_shared<PairwiseModel>(sparse_copy(*model));
    const auto& exact = data["models"][name]["energies"];
    const std::vector<double> listed = enumerate(model);
    const std::vector<double> listed_sparse = enumerate(sparse);
    REQUIRE(listed.size() == exact.size());
    double worst = 0;
    for (std::size_t k = 0; k < listed.size(); ++k) {
      const double truth = exact[k].get<double>();
      worst = std::max({worst, std::abs(listed[k] - truth), std::abs(listed_sparse[k] - truth),
                        std::abs(model->energy(state_of(k, 12)) - truth)});
    }
    CHECK(worst < 1e-12);
  }
}

TEST_CASE("conversion between domains agrees with the reference and keeps every energy") {
  const auto data = reference::load("boltzmann_machine12.json");
  const auto binary = reference::model(data, Domain::binary);
  const PairwiseModel spins = binary->in_domain(Domain::spin);
  const auto& map = data["encoding_map_01_to_pm1"];
  CHECK((std::get<PairwiseModel::Dense>(spins.couplings()) - reference::matrix(map["W_pm1"]))
            .cwiseAbs()
            .maxCoeff() < 1e-15);
  CHECK((spins.fields() - reference::vector(map["b_pm1"])).cwiseAbs().maxCoeff() < 1e-14);
  CHECK(spins.offset() == Approx(map["const"].get<double>()).epsilon(1e-14));
  const PairwiseModel back = spins.in_domain(Domain::binary);
  const PairwiseModel sparse_spins = sparse_copy(*binary).in_domain(Domain::spin);
  double worst = 0;
  for (std::size_t k = 0; k < 4096; ++k) {
    const State state = state_of(k, 12);
    const double energy = binary->energy(state);
    worst = std::max({worst, std::abs(spins.energy(state) - energy), std::abs(back.energy(state) - energy),
                      std::abs(sparse_spins.energy(state) - energy)});
  }
  CHECK(worst < 1e-13);
}

TEST_CASE("conversion of integer couplings is exact to the last bit") {
  RandomStream random(3, 0);
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(9, 9);
  Eigen::VectorXd fields(9);
  const auto integer = [&random] { return static_cast<double>(random() % 201) - 100; };
  for (Index i = 0; i < 9; ++i) {
    fields[i] = integer();
    for (Index j = 0; j < i; ++j) {
      couplings(i, j) = couplings(j, i) = integer();
    }
  }
  const PairwiseModel binary(Domain::binary, couplings, fields, 17);
  const PairwiseModel spins = binary.in_domain(Domain::spin);
  const PairwiseModel back = spins.in_domain(Domain::binary);
  CHECK(std::get<PairwiseModel::Dense>(back.couplings()) == couplings);
  CHECK(back.fields() == fields);
  CHECK(back.offset() == 17);
  for (std::size_t k = 0; k < 512; ++k) {
    REQUIRE(binary.energy(state_of(k, 9)) == spins.energy(state_of(k, 9)));
  }
}

TEST_CASE("local fields stay true over many flips") {
  const auto data = reference::load("boltzmann_machine12.json");
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    const auto model = reference::model(data, domain);
    LocalFields<PairwiseModel::Dense> fields(model);
    State state(12, 0);
    double energy = fields.place(state);
    RandomStream random(4, 0);
    for (int flip = 0; flip < 1000; ++flip) {
      const auto unit = static_cast<std::size_t>(random() % 12);
      energy += fields.flip_energy(static_cast<Index>(unit));
      fields.flip(static_cast<Index>(unit));
      state[unit] ^= 1;
      REQUIRE(energy == Approx(model->energy(state)).epsilon(1e-11).margin(1e-11));
    }
  }
}

TEST_CASE("enumeration handles one unit, crosses its blocks, and has a limit") {
  const auto one = std::make_shared<PairwiseModel>(Domain::spin, PairwiseModel::Dense::Zero(1, 1),
                                                   Eigen::VectorXd::Constant(1, 2.0), 0.5);
  CHECK(enumerate(one) == std::vector<double>{2.5, -1.5});

  // 14 units in a ferromagnetic ring: four blocks of 4,096.
  PairwiseModel::Dense ring = PairwiseModel::Dense::Zero(14, 14);
  for (Index i = 0; i < 14; ++i) {
    ring(i, (i + 1) % 14) = ring((i + 1) % 14, i) = 1;
  }
  const auto model = std::make_shared<PairwiseModel>(Domain::spin, ring, Eigen::VectorXd::Zero(14));
  const std::vector<double> energies = enumerate(model);
  for (std::size_t k = 0; k < energies.size(); k += 37) {
    REQUIRE(energies[k] == model->energy(state_of(k, 14)));
  }
  // Z = λ₊ᴺ + λ₋ᴺ with λ± = e^β ± e^−β.
  const double t = 1.3;
  const double exact = std::log(std::pow(2 * std::cosh(1 / t), 14) + std::pow(2 * std::sinh(1 / t), 14));
  CHECK(log_partition_function(Spectrum(energies), Temperature(t)) == Approx(exact).epsilon(1e-14));

  const auto large =
      std::make_shared<PairwiseModel>(Domain::spin, PairwiseModel::Sparse(27, 27), Eigen::VectorXd::Zero(27));
  CHECK_THROWS_WITH(enumerate(large), ContainsSubstring("cannot enumerate 27 units; at most 26"));
}

TEST_CASE("bad models are refused") {
  const Eigen::VectorXd h = Eigen::VectorXd::Zero(2);
  PairwiseModel::Dense j = PairwiseModel::Dense::Zero(2, 2);
  const auto make = [&] { return PairwiseModel(Domain::spin, j, h); };
  const auto make_sparse = [&] {
    return PairwiseModel(Domain::spin, PairwiseModel::Sparse(j.sparseView()), h);
  };
  CHECK(make().size() == 2);
  j(0, 1) = 1;
  CHECK_THROWS_WITH(make(), ContainsSubstring("coupling (0, 1) differs from its mirror"));
  CHECK_THROWS_WITH(make_sparse(), ContainsSubstring("coupling (0, 1) differs from its mirror"));
  j(1, 0) = 1;
  CHECK(make().coupling_count() == 1);
  CHECK(make_sparse().coupling_count() == 1);
  j(1, 1) = 3;
  CHECK_THROWS_WITH(make(), ContainsSubstring("coupling (1, 1) lies on the diagonal"));
  j(1, 1) = 0;
  j(0, 1) = j(1, 0) = std::numeric_limits<double>::infinity();
  CHECK_THROWS_WITH(make(), ContainsSubstring("is not finite"));
  j(0, 1) = j(1, 0) = 1e308;
  CHECK_THROWS_WITH(make(), ContainsSubstring("overflows"));
  CHECK_THROWS_WITH(PairwiseModel(Domain::spin, PairwiseModel::Dense::Zero(3, 3), h),
                    ContainsSubstring("couplings are 3 x 3 but there are 2 fields"));
  CHECK_THROWS_WITH(PairwiseModel(Domain::spin, PairwiseModel::Dense::Zero(2, 2), h).energy(State(3)),
                    ContainsSubstring("state has 3 units"));
}
