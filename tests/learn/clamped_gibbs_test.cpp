#include "onedial/learn/clamped_gibbs.hpp"

#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "engine/sample_statistics.hpp"
#include "machine_cases.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"

using namespace onedial;
using namespace onedial::machine_cases;

namespace {

std::shared_ptr<const PairwiseModel> random_model(Domain domain, Index units, std::uint64_t seed) {
  return std::make_shared<const PairwiseModel>(random_machine(domain, units, 0, 1.5, seed).model());
}

std::vector<Index> first_units(Index count) {
  std::vector<Index> units(static_cast<std::size_t>(count));
  std::iota(units.begin(), units.end(), Index{0});
  return units;
}

/// p of the states that agree with `clamped` in all units that are not free; 0 for all others.
std::vector<double> conditional_law(const std::shared_ptr<const PairwiseModel>& model, const State& clamped,
                                    const std::vector<Index>& free, Temperature t) {
  std::vector<double> law = boltzmann_probabilities(Spectrum(enumerate(model)), t);
  double sum = 0;
  for (std::size_t k = 0; k < law.size(); ++k) {
    State state = state_of(k, model->size());
    for (const Index unit : free) {
      state[static_cast<std::size_t>(unit)] = clamped[static_cast<std::size_t>(unit)];
    }
    law[k] = state == clamped ? law[k] : 0;
    sum += law[k];
  }
  for (double& p : law) {
    p /= sum;
  }
  return law;
}

/// How often each state is the end of an independent chain from T = ∞.
std::vector<double> count_ends(const std::shared_ptr<const PairwiseModel>& model, const State& clamped,
                               const std::vector<Index>& free, const AnnealingStage& stage, int chains) {
  std::vector<double> counts(std::size_t{1} << static_cast<unsigned>(model->size()));
  ClampedGibbs chain(model);
  for (int k = 0; k < chains; ++k) {
    RandomStream random(11, static_cast<std::uint64_t>(k));
    chain.place(clamped, free);
    chain.randomize(random);
    chain.run(stage, random);
    ++counts[index_of(chain.state())];
  }
  return counts;
}

/// The distance of the counts from the law, and that what cannot be never was.
void check_counts(const std::vector<double>& counts, const std::vector<double>& law) {
  CHECK(engine_cases::chi_squared(counts, law) < 6.5);
  for (std::size_t k = 0; k < law.size(); ++k) {
    CHECK((law[k] > 0 || counts[k] == 0));
  }
}

constexpr int chains = 20'000;

}  // namespace

TEST_CASE("free chains end in the Boltzmann distribution") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    for (const double t : {1.0, 2.5}) {
      CAPTURE(t);
      const auto model = random_model(domain, 5, 3);
      const std::vector<Index> all = first_units(5);
      check_counts(count_ends(model, State(5), all, {60, Temperature(t)}, chains),
                   conditional_law(model, State(5), all, Temperature(t)));
    }
  }
}

TEST_CASE("clamped chains end in the Boltzmann distribution given what is clamped") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    const auto model = random_model(domain, 7, 4);
    const State clamped = {1, 0, 0, 1, 0, 1, 0};
    const std::vector<Index> free = {1, 2, 4, 6};
    check_counts(count_ends(model, clamped, free, {60, Temperature(1)}, chains),
                 conditional_law(model, clamped, free, Temperature(1)));
  }
}

TEST_CASE("a unit of time is one draw for each unit that is free") {
  // A unit that is drawn while it is on goes off for sure, and stays: with n free units, each of t·n draws
  // misses it with 1 − 1/n.
  const auto model = std::make_shared<const PairwiseModel>(Domain::binary, PairwiseModel::Dense::Zero(6, 6),
                                                           Eigen::VectorXd::Constant(6, -1e6));
  const std::vector<Index> free = {0, 2, 3, 5};
  constexpr int trials = 20'000;
  int left = 0;
  ClampedGibbs chain(model);
  RandomStream random(5, 0);
  for (int k = 0; k < trials; ++k) {
    chain.place(State(6, 1), free);
    chain.run({2, Temperature(1)}, random);
    CHECK(chain.state()[1] == 1);
    CHECK(chain.state()[4] == 1);
    left += chain.state()[3];
  }
  const double p = std::pow(0.75, 8);
  CHECK(std::abs(left - trials * p) < 5 * std::sqrt(trials * p * (1 - p)));
}

TEST_CASE("at T = 0 energies only fall and ties are coins as all is at T = infinity") {
  const auto model = random_model(Domain::spin, 8, 9);
  ClampedGibbs chain(model);
  RandomStream random(2, 0);
  const std::vector<Index> all = first_units(8);
  chain.place(State(8), all);
  chain.randomize(random);
  double energy = model->energy(chain.state());
  for (int k = 0; k < 50; ++k) {
    chain.run({1, Temperature::zero()}, random);
    const double next = model->energy(chain.state());
    CHECK(next <= energy + 1e-12);
    energy = next;
  }
  const auto flat = std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Dense::Zero(1, 1),
                                                          Eigen::VectorXd::Zero(1));
  for (const auto& [of, t] : {std::pair{flat, Temperature::zero()},
                              std::pair{random_model(Domain::spin, 1, 1), Temperature::infinite()}}) {
    ClampedGibbs coin(of);
    coin.place(State(1), first_units(1));
    constexpr int tosses = 10'000;
    int heads = 0;
    for (int k = 0; k < tosses; ++k) {
      coin.run({1, t}, random);
      heads += coin.state()[0];
    }
    CHECK(std::abs(heads - tosses / 2) < 5 * std::sqrt(tosses / 4.0));
  }
}

TEST_CASE("clamped sampling refuses what it cannot do") {
  ClampedGibbs chain(random_model(Domain::spin, 3, 1));
  CHECK_THROWS_WITH(chain.place(State(3), std::vector<Index>{3}), ContainsSubstring("unit 3"));
  CHECK_THROWS_AS(chain.place(State(3), std::vector<Index>{-1}), std::invalid_argument);
  CHECK_THROWS_AS(chain.place(State(2), std::vector<Index>{0}), std::invalid_argument);
  CHECK_THROWS_AS(chain.place({0, 1, 2}, std::vector<Index>{0}), std::invalid_argument);
  const auto sparse = std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Sparse(3, 3),
                                                            Eigen::VectorXd::Zero(3));
  CHECK_THROWS_WITH(ClampedGibbs(sparse), ContainsSubstring("dense"));
}
