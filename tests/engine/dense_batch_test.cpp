#include "engine/dense_batch.hpp"

#include <cmath>

#include "catch.hpp"
#include "engine/dense_batch_model.hpp"
#include "engine/spin_model.hpp"
#include "engine_cases.hpp"

using namespace onedial;
using namespace onedial::engine_cases;

namespace {

IntegerSpinModel integers(const PairwiseModel& model) {
  return std::get<IntegerSpinModel>(make_spin_model(model, {}));
}

std::shared_ptr<const PairwiseModel> dense(PairwiseModel::Dense couplings, const Eigen::VectorXd& fields) {
  return std::make_shared<const PairwiseModel>(Domain::spin, std::move(couplings), fields);
}

/// Unit 0 is coupled to every other one.
std::shared_ptr<const PairwiseModel> star(Index units) {
  std::vector<Eigen::Triplet<double>> entries;
  for (int unit = 1; unit < units; ++unit) {
    entries.emplace_back(0, unit, 1.0);
    entries.emplace_back(unit, 0, 1.0);
  }
  PairwiseModel::Sparse couplings(units, units);
  couplings.setFromTriplets(entries.begin(), entries.end());
  return std::make_shared<const PairwiseModel>(Domain::spin, couplings, Eigen::VectorXd::Zero(units));
}

void check_energies(const System& system, const PairwiseModel& model) {
  State state;
  for (const Index replica : {Index{0}, Index{9}, system.replicas() - 1}) {
    system.read(replica, state);
    CHECK(system.energies()[static_cast<std::size_t>(replica)] ==
          Approx(model.energy(state)).epsilon(1e-13).margin(1e-9));
  }
}

}  // namespace

TEST_CASE("rows of bits hold as many places as the couplings need") {
  const Eigen::VectorXd none = Eigen::VectorXd::Zero(12);
  const auto planes = [&](const PairwiseModel::Dense& couplings) {
    return make_dense_batch_model(integers(*dense(couplings, none))).planes;
  };
  CHECK(planes(random_couplings(12, 1, 1, [](RandomStream&) { return 3.0; })) == 0);
  CHECK(planes(random_couplings(12, 1, 1, random_sign)) == 1);
  CHECK(planes(random_couplings(12, 0.7, 1, random_sign)) == 2);  // 0 is a coupling too
  CHECK(planes(random_couplings(12, 1, 1, small_weight)) == 3);
}

TEST_CASE("dense_batch keeps energies of models that fill their blocks and of models that do not") {
  for (const Index units : {511, 512, 513, 1030}) {
    const auto weight = [](RandomStream& random) { return std::floor(201 * uniform01(random)) - 100; };
    const auto model = dense(random_couplings(units, 1, 2, weight), Eigen::VectorXd::Constant(units, 17));
    for (const UpdateOrder order : {UpdateOrder::sequential, UpdateOrder::random}) {
      CAPTURE(units, update_order_name(order));
      const auto system =
          make_system(model, {.engine = Engine::dense_batch, .order = order, .replicas = 70}, 3);
      check_energies(*system, *model);
      std::vector<Temperature> t(70, Temperature(2000));
      t.front() = Temperature::zero();
      t.back() = Temperature::infinite();
      for (int sweep = 0; sweep < 3; ++sweep) {
        system->sweep(t);
      }
      check_energies(*system, *model);
    }
  }
}

TEST_CASE("dense_batch counts further than bytes reach") {
  const auto model = star(17'000);
  const auto system = make_system(
      model, {.kernel = KernelKind::metropolis, .engine = Engine::dense_batch, .replicas = 64}, 3);
  const State up(17'000, 1);
  for (Index replica = 0; replica < 64; ++replica) {
    system->write(replica, up);
  }
  CHECK(system->energies().front() == -16'999);
  std::vector<Temperature> t(64, Temperature::zero());
  CHECK(system->sweep(t).flips == 0);
  t.assign(64, Temperature::infinite());  // Metropolis flips every unit
  CHECK(system->sweep(t).flips == 64 * 17'000);
  check_energies(*system, *model);
}

TEST_CASE("dense_batch says what it cannot hold") {
  CHECK_THAT(dense_batch_obstacle(integers(*star(300'000))),
             ContainsSubstring("the couplings of all pairs would take 10 GiB, at most 4 are allowed"));
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(3, 3);
  couplings(0, 1) = couplings(1, 0) = 1;
  couplings(1, 2) = couplings(2, 1) = 1 << 24;
  CHECK_THAT(dense_batch_obstacle(integers(*dense(couplings, Eigen::VectorXd::Zero(3)))),
             ContainsSubstring("add up to 16777217 times their common divisor"));
}
