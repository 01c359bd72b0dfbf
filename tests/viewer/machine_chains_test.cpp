#include "viewer/machine_chains.hpp"

#include <cmath>
#include <map>
#include <vector>

#include "catch.hpp"
#include "learn/learn_cases.hpp"

using namespace onedial;
using namespace onedial::learn_cases;
using namespace onedial::viewer;

namespace {

using Row = std::vector<float>;

/// What the chains are in equilibrium, by a sum over all states in plain code: the law of the visible units
/// at T where the first is held at 1 or not, and ⟨E⟩.
struct Law {
  std::map<Row, double> visible;
  double mean_energy = 0;
};

Law law_of(const RestrictedMachine& machine, double t, bool is_first_held) {
  Law law;
  double norm = 0;
  for (const auto& v : visible_values(machine)) {
    if (is_first_held && v[0] == 0) {
      continue;
    }
    const Eigen::VectorXf values = v.cast<float>();
    double& weight = law.visible[{values.begin(), values.end()}];
    for (const auto& h : hidden_values(machine)) {
      const double own = std::exp(-energy(machine, v, h) / t);
      weight += own;
      law.mean_energy += own * energy(machine, v, h);
    }
    norm += weight;
  }
  for (auto& [row, weight] : law.visible) {
    weight /= norm;
  }
  law.mean_energy /= norm;
  return law;
}

/// Holds the chains, which are independent of each other, to the law.
void check_law(const MachineChains& chains, const Law& law) {
  std::map<Row, double> counts;
  double energy_sum = 0;
  double energy_squares = 0;
  const auto n = static_cast<double>(chains.chains());
  for (Index chain = 0; chain < chains.chains(); ++chain) {
    ++counts[{chains.visible().row(chain).begin(), chains.visible().row(chain).end()}];
    const double e = chains.energies()[static_cast<std::size_t>(chain)];
    energy_sum += e;
    energy_squares += e * e;
  }
  double chi_squared = 0;
  double known = 0;
  for (const auto& [row, probability] : law.visible) {
    const double expected = n * probability;
    chi_squared += (counts[row] - expected) * (counts[row] - expected) / expected;
    known += counts[row];
  }
  CHECK(known == n);
  const double freedom = static_cast<double>(law.visible.size()) - 1;
  CHECK(std::abs(chi_squared - freedom) < 5 * std::sqrt(2 * freedom));
  const double mean = energy_sum / n;
  const double error = std::sqrt((energy_squares / n - mean * mean) / n);
  CHECK(std::abs(mean - law.mean_energy) < 5 * error);
}

}  // namespace

TEST_CASE("chains follow the law of their machine at T, held or not, and of the one that it becomes") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 4, 3, 1.0F, 8);
  const RestrictedMachine other = random_machine(VisibleUnits::binary, 4, 3, 1.0F, 9);
  MachineChains chains(machine, 8'000, 5);
  const auto sweep = [&](double t) {
    for (int k = 0; k < 30; ++k) {
      chains.sweep(Temperature(t));
    }
  };
  sweep(1);
  check_law(chains, law_of(machine, 1, false));
  sweep(2.5);
  check_law(chains, law_of(machine, 2.5, false));
  chains.hold({true, false, false, false}, Eigen::RowVectorXf::Constant(4, 1));
  sweep(1);
  check_law(chains, law_of(machine, 1, true));
  chains.follow(other);
  sweep(1);
  check_law(chains, law_of(other, 1, true));
  chains.hold({false, false, false, false}, Eigen::RowVectorXf::Zero(4));
  sweep(1);
  check_law(chains, law_of(other, 1, false));
}

TEST_CASE("means of chains average to those of their states, and to one half at T = infinity") {
  const RestrictedMachine machine = random_machine(VisibleUnits::binary, 4, 3, 1.0F, 8);
  constexpr Index count = 8'000;
  MachineChains chains(machine, count, 6);
  chains.hold({false, true, false, false}, Eigen::RowVectorXf::Zero(4));
  for (int k = 0; k < 30; ++k) {
    chains.sweep(Temperature(0.7));
  }
  // Var(v) = E[Var(v | h)] + Var(E[v | h]), so that the difference of the two means has less than Var(v).
  const FloatRows means = chains.means(Temperature(0.7));
  for (const Index unit : {0, 2, 3}) {
    const double p = static_cast<double>(means.col(unit).mean());
    const double sigma = std::sqrt(p * (1 - p) / static_cast<double>(count));
    CHECK(std::abs(static_cast<double>(chains.visible().col(unit).mean()) - p) < 5 * sigma);
  }
  CHECK(means.col(1).isZero());
  const FloatRows hot = chains.means(Temperature::infinite());
  CHECK(hot.col(0).isConstant(0.5F));
  CHECK(hot.col(1).isZero());
  // At T = ∞ every unit that is free is drawn anew: 3 visible ones and 3 hidden ones.
  chains.sweep(Temperature::infinite());
  chains.sweep(Temperature::infinite());
  CHECK(std::abs(chains.flip_rate() - 0.5) < 5 * 0.5 / std::sqrt(6.0 * static_cast<double>(count)));
}
