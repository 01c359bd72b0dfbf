#include "onedial/learn/exact_learning.hpp"

#include <cmath>

#include "catch.hpp"
#include "machine_cases.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;
using namespace onedial::machine_cases;

namespace {

const Temperature one(1);

std::vector<State> states_from(const nlohmann::json& indices, Index units) {
  std::vector<State> states;
  for (const auto& index : indices) {
    states.push_back(state_of(index.get<std::size_t>(), units));
  }
  return states;
}

/// Σ p ln(p/q) in nats.
double divergence(const std::vector<double>& p, const std::vector<double>& q) {
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) {
    sum += p[k] > 0 ? p[k] * std::log(p[k] / q[k]) : 0;
  }
  return sum;
}

}  // namespace

TEST_CASE(
    "expectations, marginals, likelihood and gradient of the 12-unit machine are those of the reference") {
  const auto data = reference::load("boltzmann_machine12.json");
  for (const auto& [name, domain] : {std::pair{"01", Domain::binary}, std::pair{"pm1", Domain::spin}}) {
    CAPTURE(name);
    const BoltzmannMachine machine(*reference::model(data, domain), 7);
    for (const auto& row : data["models"][name]["table"]) {
      const Temperature t(row["T"].get<double>());
      CAPTURE(t.value());
      const Eigen::VectorXd statistics = exact_statistics(machine, t);
      CHECK((statistics.head(66) - reference::vector(row["pair"])).cwiseAbs().maxCoeff() < 1e-11);
      CHECK((statistics.tail(12) - reference::vector(row["mean"])).cwiseAbs().maxCoeff() < 1e-11);
      if (row["p_visible_T"].is_null()) {
        continue;
      }
      const std::vector<double> law = visible_law(machine, t);
      const Eigen::VectorXd expected = reference::vector(row["p_visible_T"]);
      for (std::size_t v = 0; v < law.size(); ++v) {
        REQUIRE(std::abs(law[v] - expected[static_cast<Index>(v)]) < 1e-12);
      }
      if (!row.contains("learning")) {
        continue;
      }
      const auto& learning = row["learning"];
      const ExactLikelihood likelihood = exact_likelihood(
          machine, weighted_states(states_from(learning["data_patterns_visible_index"], 7)), t);
      CHECK(std::abs(likelihood.log_z - row["lnZ"].get<double>()) < 1e-11);
      CHECK(std::abs(likelihood.mean_log_likelihood - learning["mean_log_lik_nats"].get<double>()) < 1e-11);
      CHECK((likelihood.gradient.head(66) - reference::vector(learning["grad_mean_LL_W_upper"]))
                .cwiseAbs()
                .maxCoeff() < 1e-11);
      CHECK((likelihood.gradient.tail(12) - reference::vector(learning["grad_mean_LL_b"]))
                .cwiseAbs()
                .maxCoeff() < 1e-11);
    }
  }
}

TEST_CASE("the gradient of the likelihood agrees with finite differences at any temperature") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    BoltzmannMachine machine = random_machine(domain, 4, 3, 1.5, 3);
    const WeightedStates data =
        weighted_states({state_of(3, 4), state_of(9, 4), state_of(9, 4), state_of(14, 4)});
    for (const double t : {0.3, 1.0, 4.0}) {
      CAPTURE(t);
      const Eigen::VectorXd parameters = machine.parameters();
      const Eigen::VectorXd gradient = exact_likelihood(machine, data, Temperature(t)).gradient;
      constexpr double step = 1e-5;
      for (Index k = 0; k < parameters.size(); ++k) {
        const auto at = [&](double shift) {
          Eigen::VectorXd shifted = parameters;
          shifted[k] += shift;
          machine.set_parameters(shifted);
          return exact_likelihood(machine, data, Temperature(t)).mean_log_likelihood;
        };
        CHECK(std::abs((at(step) - at(-step)) / (2 * step) - gradient[k]) < 1e-6);
      }
      machine.set_parameters(parameters);
    }
  }
}

TEST_CASE("a machine without hidden units is found again from its distribution") {
  for (const Domain domain : {Domain::binary, Domain::spin}) {
    const BoltzmannMachine truth = random_machine(domain, 6, 0, 1, 4);
    const Temperature t(2);
    const BoltzmannMachine start(domain, 6, 0, all_pairs(6));
    const FittedMachine fitted = fit_exactly(start, states_of_law(visible_law(truth, t)), t);
    CHECK(fitted.ascent.converged);
    CHECK((fitted.machine.parameters() - truth.parameters()).cwiseAbs().maxCoeff() < 1e-6);
  }
}

TEST_CASE("hidden units let a machine learn a distribution that it could not show without them") {
  // Parity of three bits: no pair tells anything of the third.
  std::vector<double> parity(8, 0.02);
  for (const std::size_t k : {1, 2, 4, 7}) {
    parity[k] = 0.23;
  }
  const WeightedStates data = states_of_law(parity);
  const FittedMachine without = fit_exactly(BoltzmannMachine(Domain::binary, 3, 0, all_pairs(3)), data, one);
  CHECK(without.ascent.converged);
  CHECK(divergence(parity, visible_law(without.machine, one)) > 0.3);
  const FittedMachine with = fit_exactly(random_machine(Domain::binary, 3, 3, 1, 6), data, one,
                                         {.gradient_tolerance = 1e-7, .most_iterations = 5000});
  CHECK(divergence(parity, visible_law(with.machine, one)) < 1e-8);
}

TEST_CASE("what a machine with hidden units shows can be learned from scratch") {
  // From some other starts the climb ends at a lower maximum, or takes longer.
  const BoltzmannMachine truth = random_machine(Domain::spin, 5, 2, 0.8, 12);
  const std::vector<double> law = visible_law(truth, one);
  const FittedMachine fitted = fit_exactly(random_machine(Domain::spin, 5, 2, 0.3, 14), states_of_law(law),
                                           one, {.gradient_tolerance = 1e-9, .most_iterations = 50'000});
  CHECK(fitted.ascent.converged);
  CHECK(divergence(law, visible_law(fitted.machine, one)) < 1e-8);
}

TEST_CASE("exact learning refuses what it cannot do") {
  const BoltzmannMachine machine = random_machine(Domain::binary, 2, 1, 1, 1);
  const WeightedStates data = weighted_states({{0, 1}});
  CHECK_THROWS_AS(exact_likelihood(machine, data, Temperature::zero()), std::invalid_argument);
  CHECK_THROWS_AS(exact_statistics(machine, Temperature::infinite()), std::invalid_argument);
  CHECK_THROWS_AS(exact_likelihood(machine, weighted_states({{0, 1, 1}}), one), std::invalid_argument);
  CHECK_THROWS_WITH(exact_statistics(BoltzmannMachine(Domain::binary, 25, 0, {}), one),
                    ContainsSubstring("25"));
}
