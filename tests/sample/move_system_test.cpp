#include "onedial/sample/move_system.hpp"

#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "outcomes.hpp"
#include "state_counts.hpp"

using namespace onedial;

namespace {

constexpr Level levels = 4;
constexpr Index units = 2;

/// Two dials of four levels with energies of no symmetry. A move turns one of them, twice as often up as
/// down; one draw in five amounts to no move.
class Dials {
 public:
  [[nodiscard]] static Index size() { return units; }
  [[nodiscard]] static double energy(const State& state) {
    return 0.7 * state[0] - 1.1 * state[1] * state[1] + 0.9 * state[0] * state[1];
  }
  double place(const State& state) {
    require_levels(state, levels);
    state_ = state;
    return energy(state);
  }
  void read(State& out) const { out = state_; }

  template <class Decide>
  void randomize(Decide& decide) {
    for (Level& level : state_) {
      level = static_cast<Level>(decide.below(levels));
    }
  }

  template <class Decide>
  std::optional<ProposedMove> propose(Decide& decide) {
    if (decide(0.2)) {
      return std::nullopt;
    }
    proposed_ = state_;
    const bool up = decide.below(3) > 0;
    Level& level = proposed_[static_cast<std::size_t>(decide.below(units))];
    level = (level + (up ? 1 : levels - 1)) % levels;
    return ProposedMove{.energy_change = energy(proposed_) - energy(state_), .ratio = up ? 0.5 : 2.0};
  }
  void accept() { state_ = proposed_; }

 private:
  State state_ = State(units);
  State proposed_ = State(units);
};

template <class Kernel>
Eigen::MatrixXd move_matrix(Temperature t) {
  return outcomes::transition_matrix(levels, units, [&](const State& from, outcomes::Outcomes& decide) {
    Dials model;
    const double before = model.place(from);
    const auto change = try_move<Kernel>(model, t, decide);
    State to;
    model.read(to);
    REQUIRE(Dials::energy(to) == Approx(before + change.value_or(0)).margin(1e-14));
    REQUIRE((change.has_value() || to == from));
    return to;
  });
}

template <class Kernel>
void check_balance() {
  for (const double value : {0.3, 1.0, 4.0, HUGE_VAL}) {
    const Temperature t(value);
    INFO("T " << value);
    const Eigen::VectorXd law = outcomes::boltzmann_law(Dials(), levels, t);
    const Eigen::MatrixXd p = move_matrix<Kernel>(t);
    CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-14);
    CHECK(outcomes::imbalance(p, law) < 1e-15);
    CHECK(outcomes::drift(p, law) < 1e-15);
    if (!t.is_infinite()) {
      CHECK(outcomes::imbalance(move_matrix<Kernel>(Temperature(1.01 * value)), law) > 1e-8);
    }
  }
}

}  // namespace

TEST_CASE("moves that are proposed more often than their ways back are in detailed balance all the same") {
  check_balance<Metropolis>();
  check_balance<HeatBath>();
}

TEST_CASE("the ratio of proposals counts as Hastings and Barker have it, and for ties alone at T = 0") {
  const Temperature t(0.5);
  const double w = 3 * std::exp(-2.0);
  CHECK(move_probability(Metropolis(), {.energy_change = 1, .ratio = 3}, t) == Approx(w).epsilon(1e-14));
  CHECK(move_probability(HeatBath(), {.energy_change = 1, .ratio = 3}, t) ==
        Approx(w / (1 + w)).epsilon(1e-14));
  CHECK(move_probability(Metropolis(), {.energy_change = 0.1, .ratio = 3}, t) == 1);
  for (const double ratio : {0.25, 4.0}) {
    const auto at = [&](auto kernel, double change, Temperature temperature) {
      return move_probability(kernel, {.energy_change = change, .ratio = ratio}, temperature);
    };
    for (const Temperature limit : {Temperature::zero(), Temperature::infinite()}) {
      CHECK(at(Metropolis(), 0, limit) == std::min(1.0, ratio));
      CHECK(at(HeatBath(), 0, limit) == ratio / (1 + ratio));
    }
    CHECK(at(Metropolis(), 1e-9, Temperature::zero()) == 0);
    CHECK(at(HeatBath(), 1e-9, Temperature::zero()) == 0);
    CHECK(at(Metropolis(), -1e-9, Temperature::zero()) == 1);
    CHECK(at(HeatBath(), -1e-9, Temperature::zero()) == 1);
    CHECK(at(Metropolis(), 1e9, Temperature::infinite()) == std::min(1.0, ratio));
  }
}

TEST_CASE("replicas with moves of their own have the exact distribution of states, for both kernels") {
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    for (const double t : {1.0, 4.0}) {
      const auto system = make_move_system(Dials(), kernel, 500, 1, 3);
      const auto counts = outcomes::count_states(*system, levels, Temperature(t), 100, 40, 20);
      INFO("T " << t << ", kernel " << static_cast<int>(kernel));
      // Five standard deviations, of four comparisons.
      CHECK(outcomes::p_value(counts, outcomes::boltzmann_law(Dials(), levels, Temperature(t))) > 1.4e-7);
    }
  }
}

TEST_CASE("a system of moves is one of N proposals a sweep, the same on two threads") {
  const auto one = make_move_system(Dials(), KernelKind::metropolis, 1001, 1, 9);
  const auto two = make_move_system(Dials(), KernelKind::metropolis, 1001, 2, 9);
  const std::vector<Temperature> t(1001, Temperature(1.5));
  State left;
  State right;
  for (int sweep = 0; sweep < 300; ++sweep) {  // past a refresh
    const SweepStats stats = one->sweep(t);
    CHECK(stats.attempts == 2 * 1001);
    CHECK(stats.flips == two->sweep(t).flips);
  }
  for (Index r = 0; r < 1001; ++r) {
    one->read(r, left);
    two->read(r, right);
    REQUIRE(left == right);
    REQUIRE(one->energies()[static_cast<std::size_t>(r)] == Approx(Dials::energy(left)).margin(1e-12));
  }
  one->write(3, {2, 1});
  CHECK(one->energies()[3] == Dials::energy({2, 1}));
  CHECK_THROWS_AS(one->write(3, {4, 1}), std::invalid_argument);
  CHECK(one->energies()[3] == Dials::energy({2, 1}));
}
