#include "onedial/anneal/annealed_importance.hpp"

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/measure/accumulator.hpp"
#include "onedial/measure/importance_weights.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/sample/reference_system.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

/// βₖ = k/K for k = 0 … K.
std::vector<Temperature> equal_steps(int steps) {
  std::vector<Temperature> path;
  for (int k = 0; k <= steps; ++k) {
    path.emplace_back(static_cast<double>(steps) / k);
  }
  return path;
}

/// Draws from the law at T, by the exact probabilities of all states.
void write_draws(System& system, const std::vector<double>& energies, Temperature t, std::uint64_t seed) {
  const std::vector<double> law = boltzmann_probabilities(Spectrum(energies), t);
  RandomStream random(seed, 0);
  RandomDecision decide(random);
  for (Index r = 0; r < system.replicas(); ++r) {
    const auto index = static_cast<std::size_t>(decide.choose(law));
    State state(static_cast<std::size_t>(system.size()));
    for (std::size_t unit = 0; unit < state.size(); ++unit) {
      state[unit] = static_cast<Level>((index >> unit) & 1U);
    }
    system.write(r, state);
  }
}

}  // namespace

TEST_CASE("the law of the weights is the exact one: mean, variance and effective number") {
  const auto data = reference::load("kernels6.json");
  const auto model = reference::model(data, Domain::spin);
  for (const auto& row : data["ais"]["rows"]) {
    const int steps = row["K_steps"].get<int>();
    CAPTURE(steps);
    const Index replicas = steps > 20 ? 8'000 : 60'000;
    const auto system = make_reference_system(model, KernelKind::heat_bath, replicas, 1, 17);
    const std::vector<double> logs = annealed_log_weights(*system, equal_steps(steps));
    REQUIRE(std::ssize(logs) == replicas);
    Accumulator work;
    double fourth = 0;
    for (const double log : logs) {
      work.add(-log);
    }
    for (const double log : logs) {
      fourth += std::pow(log + work.mean(), 4) / static_cast<double>(replicas);
    }
    const double n = static_cast<double>(replicas);
    const double variance = row["var_W"].get<double>();
    CHECK(std::abs(work.mean() - row["mean_W"].get<double>()) < 5 * std::sqrt(variance / n));
    CHECK(std::abs(work.variance() - variance) < 5 * std::sqrt((fourth - variance * variance) / n));
    const LogMeanWeight mean = log_mean_weight(logs);
    CHECK(std::abs(mean.value - row["ln_mean_exp_minus_W"].get<double>()) < 5 * mean.standard_error);
    const double fraction = row["ESS_fraction"].get<double>();
    CHECK(mean.effective_samples / n == Approx(fraction).epsilon(0.05));
    // Var(w)/⟨w⟩² = n/ESS − 1 is what the error of ln ⟨w⟩ comes from.
    CHECK(mean.standard_error == Approx(std::sqrt((1 / fraction - 1) / n)).epsilon(0.05));
  }
}

TEST_CASE("up from equilibrium the weights give the inverse ratio, from the other side") {
  const auto data = reference::load("kernels6.json");
  const auto model = reference::model(data, Domain::spin);
  const std::vector<double> energies = enumerate(model);
  const double exact = data["ais"]["rows"][0]["lnZ1_minus_lnZ0"].get<double>();
  for (const int steps : {1, 4, 30}) {
    CAPTURE(steps);
    const auto system = make_reference_system(model, KernelKind::heat_bath, 50'000, 1, 5);
    write_draws(*system, energies, Temperature(1), 6);
    auto path = equal_steps(steps);
    std::reverse(path.begin(), path.end());
    const std::vector<double> logs = annealed_log_weights(*system, path);
    const LogMeanWeight mean = log_mean_weight(logs);
    CHECK(std::abs(mean.value + exact) < 5 * mean.standard_error);
    CHECK(mean.mean_log < -exact);
    CHECK(confident_lower_bound(logs, 0.999) < -exact);
  }
}

TEST_CASE("a path may go between any two temperatures, with steps of any size") {
  const auto data = reference::load("kernels6.json");
  const auto model = reference::model(data, Domain::spin);
  const std::vector<double> energies = enumerate(model);
  const auto log_z = [&](double t) { return log_partition_function(Spectrum(energies), Temperature(t)); };
  const auto system = make_reference_system(model, KernelKind::metropolis, 50'000, 1, 5);
  write_draws(*system, energies, Temperature(3), 6);
  auto path = spaced_ladder(LadderSpacing::geometric, Temperature(0.7), Temperature(3), 25);
  std::reverse(path.begin(), path.end());
  const LogMeanWeight mean = log_mean_weight(annealed_log_weights(*system, path));
  CHECK(std::abs(mean.value - (log_z(0.7) - log_z(3))) < 5 * mean.standard_error);
}

TEST_CASE("the walk tells its progress and stops when it is told to, and bad paths are refused") {
  const auto model = reference::model(reference::load("kernels6.json"), Domain::spin);
  const auto system = make_reference_system(model, KernelKind::heat_bath, 3, 1, 5);
  Index told = 0;
  CHECK(annealed_log_weights(*system, equal_steps(9), [&](Index done, Index steps) {
          told = done;
          return steps == 9 && done < 4;
        }).empty());
  CHECK(told == 4);
  CHECK_THROWS_WITH(annealed_log_weights(*system, std::vector{Temperature(1)}),
                    ContainsSubstring("at least 2"));
  CHECK_THROWS_WITH(annealed_log_weights(*system, std::vector{Temperature(1), Temperature(0)}),
                    ContainsSubstring("above 0"));
}
