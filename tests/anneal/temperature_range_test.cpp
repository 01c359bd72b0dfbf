#include "onedial/anneal/temperature_range.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/core/random.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

/// A random graph of `units` units with couplings ±`strength` and fields drawn from −1, 0, 1 times `field`.
std::shared_ptr<const PairwiseModel> random_model(Index units, double strength, double field,
                                                  std::uint64_t seed) {
  RandomStream random(seed, 0);
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  Eigen::VectorXd fields(units);
  for (Index i = 0; i < units; ++i) {
    fields[i] = field * (static_cast<double>(random() % 3) - 1);
    for (Index j = 0; j < i; ++j) {
      couplings(i, j) = couplings(j, i) = random() % 2 == 0 ? 0 : (random() % 2 == 0 ? strength : -strength);
    }
  }
  return std::make_shared<PairwiseModel>(Domain::spin, couplings, fields);
}

/// The smallest |ΔE| > 0 of any flip from any state.
double true_smallest_gap(const std::shared_ptr<const PairwiseModel>& model) {
  const auto energies = enumerate(model);
  double gap = 1e300;
  for (std::size_t state = 0; state < energies.size(); ++state) {
    for (Index unit = 0; unit < model->size(); ++unit) {
      const double delta =
          std::abs(energies[state ^ (std::size_t{1} << static_cast<unsigned>(unit))] - energies[state]);
      if (delta > 1e-9) {
        gap = std::min(gap, delta);
      }
    }
  }
  return gap;
}

}  // namespace

TEST_CASE("the cold end freezes the smallest gap that exists") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto model = random_model(10, 0.5, seed % 2 == 0 ? 0.0 : 0.5, seed);
    const double cold = temperature_range(*model).cold.value();
    const double gap = cold * std::log(100.0 * 10);
    INFO("seed " << seed);
    CHECK(gap == Approx(true_smallest_gap(model)).epsilon(1e-12));
  }
}

TEST_CASE("at the hot end nearly every move is accepted, at the cold end almost none") {
  const auto model = random_model(60, 1.0, 2.0, 5);
  const TemperatureRange range = temperature_range(*model);
  const auto system =
      make_system(model, {.kernel = KernelKind::metropolis, .engine = Engine::reference, .replicas = 20}, 3);
  const auto acceptance = [&](Temperature t, int sweeps) {
    const std::vector<Temperature> all(20, t);
    double flips = 0;
    double attempts = 0;
    for (int k = 0; k < sweeps; ++k) {
      const SweepStats stats = system->sweep(all);
      flips += static_cast<double>(stats.flips);
      attempts += static_cast<double>(stats.attempts);
    }
    return flips / attempts;
  };
  CHECK(acceptance(range.hot, 200) > 0.9);
  acceptance(range.cold, 1000);
  // Moves that cost nothing are always accepted; what must not happen is an excitation: the energy stands
  // still.
  const std::vector<double> before(system->energies().begin(), system->energies().end());
  acceptance(range.cold, 10);
  int excited = 0;
  for (std::size_t r = 0; r < before.size(); ++r) {
    excited += system->energies()[r] > before[r] + 1e-9 ? 1 : 0;
  }
  CHECK(excited <= 1);
}

TEST_CASE("both domains of one problem get the same temperatures") {
  for (const double field : {0.0, 1.0}) {
    const auto spins = random_model(30, 1.0, field, 8);
    const TemperatureRange a = temperature_range(*spins);
    const TemperatureRange b = temperature_range(spins->in_domain(Domain::binary));
    CHECK(a.hot == b.hot);
    CHECK(a.cold == b.cold);
  }
  const auto continuous = reference::sk16(reference::load("sk16.json"));
  const TemperatureRange a = temperature_range(*continuous);
  const TemperatureRange b = temperature_range(continuous->in_domain(Domain::binary));
  CHECK(a.hot.value() == Approx(b.hot.value()).epsilon(1e-12));
  CHECK(a.cold.value() == Approx(b.cold.value()).epsilon(1e-12));
}

TEST_CASE("temperatures scale with the energies") {
  const auto one = temperature_range(*random_model(30, 1.0, 1.0, 8));
  const auto thousand = temperature_range(*random_model(30, 1024.0, 1024.0, 8));
  CHECK(thousand.hot.value() == Approx(1024 * one.hot.value()).epsilon(1e-14));
  CHECK(thousand.cold.value() == Approx(1024 * one.cold.value()).epsilon(1e-14));
}

TEST_CASE("temperatures do not depend on the unit of energy, decimals included") {
  for (const double field : {0.0, 2.0}) {
    const auto one = temperature_range(*random_model(30, 1.0, field, 8));
    for (const double unit : {0.1, 1.0 / 3, 1e-9, 1e9}) {
      const auto spins = random_model(30, unit, field * unit, 8);
      for (const auto& range :
           {temperature_range(*spins), temperature_range(spins->in_domain(Domain::binary))}) {
        CHECK(range.hot.value() == Approx(unit * one.hot.value()).epsilon(1e-9));
        CHECK(range.cold.value() == Approx(unit * one.cold.value()).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("one odd unit does not set the schedule of all") {
  const auto usual = random_model(100, 1.0, 0.0, 8);
  Eigen::VectorXd fields = Eigen::VectorXd::Zero(100);
  fields[7] = 1e-9;
  const PairwiseModel odd(Domain::spin, std::get<PairwiseModel::Dense>(usual->couplings()), fields);
  const double cold = temperature_range(*usual).cold.value();
  CHECK(temperature_range(odd).cold.value() > cold / 4);
  CHECK(temperature_range(odd).cold.value() < cold * 4);
}

TEST_CASE("penalties of any size leave the cold end to the weights") {
  // Independent sets with weights near 0.7, and one-hot constraints with weights up to 1: Σ wx +
  // A·constraint.
  RandomStream random(3, 0);
  for (const double penalty : {10.0, 1e3, 1e5}) {
    constexpr Index units = 100;
    PairwiseModel::Dense independent = PairwiseModel::Dense::Zero(units, units);
    PairwiseModel::Dense one_hot = PairwiseModel::Dense::Zero(units, units);
    Eigen::VectorXd weights(units);
    Eigen::VectorXd constrained(units);
    for (Index i = 0; i < units; ++i) {
      weights[i] = 0.5 + 0.5 * uniform01(random);
      constrained[i] = penalty + weights[i];
      for (Index j = 0; j < i; ++j) {
        independent(i, j) = independent(j, i) = random() % 10 == 0 ? -penalty : 0;
        one_hot(i, j) = one_hot(j, i) = i / 10 == j / 10 ? -2 * penalty : 0;
      }
    }
    for (const PairwiseModel& bits : {PairwiseModel(Domain::binary, independent, weights),
                                      PairwiseModel(Domain::binary, one_hot, constrained)}) {
      const double gap = temperature_range(bits).cold.value() * std::log(100.0 * units);
      CHECK(gap < 0.6);
      CHECK(gap > 0.1);
      CHECK(temperature_range(bits.in_domain(Domain::spin)).cold.value() ==
            Approx(temperature_range(bits).cold.value()).epsilon(1e-6));
    }
  }
}

TEST_CASE("a model without couplings and fields still has a range") {
  const PairwiseModel empty(Domain::spin, PairwiseModel::Sparse(4, 4), Eigen::VectorXd::Zero(4));
  CHECK(temperature_range(empty).hot == Temperature(1.0));
  CHECK(temperature_range(empty).cold == Temperature(1.0));
}

TEST_CASE("a field of all units of a Potts model gives the temperatures of the same fields, unit by unit") {
  const auto couplings = lattice_couplings({.length = 4, .couplings = CouplingLaw::antiferro});
  PottsModel::SiteFields fields = PottsModel::SiteFields::Zero(16, 3);
  fields.col(0).setConstant(-0.25);
  const TemperatureRange alike = temperature_range(PottsModel(3, couplings, -0.25));
  const TemperatureRange sites = temperature_range(PottsModel(3, couplings, fields));
  CHECK(sites.hot.value() == Approx(alike.hot.value()).epsilon(1e-14));
  CHECK(sites.cold.value() == Approx(alike.cold.value()).epsilon(1e-14));
  CHECK(temperature_range(PottsModel(3, couplings, 8 * fields)).hot > sites.hot);
}
