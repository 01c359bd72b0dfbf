#include "onedial/learn/inverse_ising.hpp"

#include <cmath>

#include "catch.hpp"
#include "engine/sample_statistics.hpp"
#include "machine_cases.hpp"
#include "onedial/core/error.hpp"

using namespace onedial;
using namespace onedial::machine_cases;

namespace {

const Temperature one(1);

/// Σ_v data(v) Σᵢ ln p(vᵢ | all others), by energies of whole states.
double pseudo_likelihood(const BoltzmannMachine& machine, const WeightedStates& data, Temperature t) {
  const PairwiseModel model = machine.model();
  double sum = 0;
  for (std::size_t k = 0; k < data.states.size(); ++k) {
    for (std::size_t unit = 0; unit < data.states[k].size(); ++unit) {
      State flipped = data.states[k];
      flipped[unit] ^= 1;
      const double cost = model.energy(flipped) - model.energy(data.states[k]);
      sum -= data.weights[static_cast<Index>(k)] * std::log1p(std::exp(-cost / t.value()));
    }
  }
  return sum;
}

/// The largest component of its gradient, by central differences.
double largest_slope(BoltzmannMachine machine, const WeightedStates& data, Temperature t) {
  constexpr double step = 1e-5;
  const Eigen::VectorXd place = machine.parameters();
  double largest = 0;
  for (Index k = 0; k < place.size(); ++k) {
    const auto at = [&](double shift) {
      Eigen::VectorXd shifted = place;
      shifted[k] += shift;
      machine.set_parameters(shifted);
      return pseudo_likelihood(machine, data, t);
    };
    largest = std::max(largest, std::abs(at(step) - at(-step)) / (2 * step));
  }
  return largest;
}

std::vector<State> draw_states(const std::vector<double>& law, Index units, int count, std::uint64_t seed) {
  RandomStream random(seed, 3);
  std::vector<State> states;
  for (int k = 0; k < count; ++k) {
    states.push_back(state_of(draw(law, random), units));
  }
  return states;
}

/// The largest error of couplings and fields found from the exact law of spins.
double mean_field_error(double strength, MeanField order) {
  const BoltzmannMachine truth = random_machine(Domain::spin, 6, 0, strength, 31);
  // Fields that do not become weak too: the expansion is one for weak couplings.
  BoltzmannMachine machine = truth;
  Eigen::VectorXd parameters = truth.parameters();
  parameters.tail(6) *= 0.5 / strength;
  machine.set_parameters(parameters);
  const PairwiseModel found = fit_mean_field(states_of_law(visible_law(machine, one)), order);
  const PairwiseModel exact = machine.model();
  const auto couplings = [](const PairwiseModel& model) {
    return std::get<PairwiseModel::Dense>(model.couplings());
  };
  return std::max((couplings(found) - couplings(exact)).cwiseAbs().maxCoeff(),
                  (found.fields() - exact.fields()).cwiseAbs().maxCoeff());
}

/// Runs `body` as on a processor of other caches.
template <class Body>
auto with_small_caches(Body body) {
  std::ptrdiff_t l1 = 0;
  std::ptrdiff_t l2 = 0;
  std::ptrdiff_t l3 = 0;
  Eigen::internal::manage_caching_sizes(Eigen::GetAction, &l1, &l2, &l3);
  Eigen::setCpuCacheSizes(2048, 4096, 8192);
  const auto result = body();
  Eigen::setCpuCacheSizes(l1, l2, l3);
  return result;
}

}  // namespace

TEST_CASE("machines found from samples have the same bits on processors of other caches") {
  const Index units = 10;
  const BoltzmannMachine truth = random_machine(Domain::spin, units, 0, 0.3, 5);
  const WeightedStates data = weighted_states(draw_states(visible_law(truth, one), units, 1500, 4));
  const auto pseudo = [&] {
    return fit_pseudo_likelihood(truth, data, one, {.most_iterations = 3}).machine.parameters();
  };
  const auto mean_field = [&] { return fit_mean_field(data, MeanField::tap); };
  CHECK(pseudo() == with_small_caches(pseudo));
  const PairwiseModel here = mean_field();
  const PairwiseModel there = with_small_caches(mean_field);
  CHECK(std::get<PairwiseModel::Dense>(here.couplings()) ==
        std::get<PairwiseModel::Dense>(there.couplings()));
  CHECK(here.fields() == there.fields());
}

TEST_CASE("pseudo-likelihood finds the weights again from an exact law") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    const BoltzmannMachine truth = random_machine(domain, 6, 0, 1, 4);
    const Temperature t(2);
    const WeightedStates data = states_of_law(visible_law(truth, t));
    const FittedMachine fitted = fit_pseudo_likelihood(BoltzmannMachine(domain, 6, 0, all_pairs(6)), data, t);
    CHECK(fitted.ascent.converged);
    CHECK((fitted.machine.parameters() - truth.parameters()).cwiseAbs().maxCoeff() < 1e-6);
    CHECK(fitted.ascent.value == Approx(pseudo_likelihood(truth, data, t)));
  }
}

TEST_CASE("only couplings that a machine has are looked for") {
  const std::vector<Connection> ring = {{0, 1}, {1, 2}, {2, 3}, {0, 3}};
  BoltzmannMachine truth(Domain::spin, 4, 0, ring);
  truth.set_parameters((Eigen::VectorXd(8) << 0.5, -0.3, 0.8, 0.2, 0.1, -0.4, 0, 0.3).finished());
  const FittedMachine fitted = fit_pseudo_likelihood(BoltzmannMachine(Domain::spin, 4, 0, ring),
                                                     states_of_law(visible_law(truth, one)), one);
  CHECK((fitted.machine.parameters() - truth.parameters()).cwiseAbs().maxCoeff() < 1e-6);
}

TEST_CASE("the gradient of the pseudo-likelihood agrees with finite differences") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    const WeightedStates data = weighted_states({{0, 1, 1, 0}, {1, 1, 0, 0}, {0, 0, 1, 1}, {0, 1, 1, 0}});
    for (const double t : {0.5, 2.0}) {
      for (const Index iterations : {1, 2, 4}) {
        const FittedMachine fitted =
            fit_pseudo_likelihood(random_machine(domain, 4, 0, 1, 7), data, Temperature(t),
                                  {.gradient_tolerance = 1e-9, .most_iterations = iterations});
        CHECK(fitted.ascent.value == Approx(pseudo_likelihood(fitted.machine, data, Temperature(t))));
        CHECK(std::abs(fitted.ascent.largest_gradient - largest_slope(fitted.machine, data, Temperature(t))) <
              1e-6);
        CHECK(fitted.ascent.largest_gradient > 1e-4);
      }
    }
  }
}

TEST_CASE("pseudo-likelihood finds weights from samples within their errors") {
  const BoltzmannMachine truth = random_machine(Domain::spin, 5, 0, 0.7, 14);
  const std::vector<double> law = visible_law(truth, one);
  const BoltzmannMachine start(Domain::spin, 5, 0, all_pairs(5));
  std::vector<std::vector<double>> found(static_cast<std::size_t>(truth.parameters().size()));
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const FittedMachine fitted =
        fit_pseudo_likelihood(start, weighted_states(draw_states(law, 5, 4000, seed)), one);
    for (std::size_t k = 0; k < found.size(); ++k) {
      found[k].push_back(fitted.machine.parameters()[static_cast<Index>(k)]);
    }
  }
  for (std::size_t k = 0; k < found.size(); ++k) {
    CHECK(engine_cases::standard_error(found[k]) < 0.01);
    // Student's t with 24 degrees of freedom, 15 comparisons.
    CHECK(std::abs(engine_cases::deviation(found[k], truth.parameters()[static_cast<Index>(k)])) < 7);
  }
}

TEST_CASE("mean field is exact to its order as couplings become weak") {
  for (const double strength : {0.02, 0.01}) {
    CAPTURE(strength);
    const double naive = mean_field_error(strength, MeanField::naive);
    const double tap = mean_field_error(strength, MeanField::tap);
    CHECK(naive / mean_field_error(strength / 2, MeanField::naive) == Approx(4).epsilon(0.1));
    CHECK(tap / mean_field_error(strength / 2, MeanField::tap) == Approx(8).epsilon(0.1));
    CHECK(tap < naive);
  }
  CHECK(mean_field_error(0.1, MeanField::naive) < 0.05);
}

TEST_CASE("inverse problems that cannot be solved are refused") {
  const BoltzmannMachine start(Domain::spin, 2, 0, all_pairs(2));
  const WeightedStates data = weighted_states({{0, 1}, {1, 1}, {0, 0}, {1, 0}});
  CHECK_THROWS_AS(fit_pseudo_likelihood(start, data, Temperature::zero()), std::invalid_argument);
  CHECK_THROWS_AS(fit_pseudo_likelihood(start, data, Temperature::infinite()), std::invalid_argument);
  CHECK_THROWS_AS(fit_pseudo_likelihood(start, weighted_states({{0, 1, 1}}), one), std::invalid_argument);
  CHECK_THROWS_AS(fit_pseudo_likelihood(BoltzmannMachine(Domain::spin, 1, 1, all_pairs(2)), data, one),
                  std::invalid_argument);
  CHECK_THROWS_WITH(fit_mean_field(weighted_states({{0, 1}, {1, 1}}), MeanField::naive),
                    ContainsSubstring("every spin must change"));
  CHECK_THROWS_AS(fit_mean_field(weighted_states({{0, 1}, {1, 0}}), MeanField::naive), InputError);
  // m₁ = 0.8, m₂ = −0.8 and C₁₂ = 0.04: 1 − 8 m₁m₂(C⁻¹)₁₂ is −0.6.
  const WeightedStates opposed = states_of_law(std::vector<double>{0.1, 0.8, 0, 0.1});
  CHECK_THROWS_WITH(fit_mean_field(opposed, MeanField::tap), ContainsSubstring("spins 2 and 1"));
}
