#include <array>

#include "catch.hpp"
#include "gradient_cases.hpp"
#include "machine_law.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/learn/free_energy.hpp"
#include "reference_data.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

std::vector<Temperature> ladder() {
  return spaced_ladder(LadderSpacing::linear_beta, Temperature(1), Temperature::infinite(), 4);
}

/// The machine of the reference data, whose weights are of the order of 1: CD-1 is far off.
RestrictedMachine reference_machine() {
  const auto data = reference::load("rbm6x4.json");
  RestrictedMachine machine;
  machine.weights.resize(6, 4);
  machine.visible_biases.resize(6);
  machine.hidden_biases.resize(4);
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t j = 0; j < 4; ++j) {
      machine.weights(static_cast<Index>(i), static_cast<Index>(j)) = data["A"][i][j].get<float>();
    }
    machine.visible_biases[static_cast<Index>(i)] = data["bv"][i].get<float>();
  }
  for (std::size_t j = 0; j < 4; ++j) {
    machine.hidden_biases[static_cast<Index>(j)] = data["bh"][j].get<float>();
  }
  return machine;
}

/// 900 rows of three pictures.
FloatRows few_pictures() {
  FloatRows rows(900, 6);
  for (Index row = 0; row < rows.rows(); ++row) {
    constexpr std::array<std::array<float, 6>, 3> pictures = {
        {{1, 0, 1, 1, 0, 0}, {0, 1, 1, 0, 0, 1}, {1, 1, 1, 1, 1, 0}}};
    const auto& picture = pictures.at(static_cast<std::size_t>(row % 3));
    rows.row(row) = Eigen::Map<const Eigen::RowVectorXf>(picture.data(), 6);
  }
  return rows;
}

void check_within_errors(const MeanStep& step, const Eigen::VectorXd& expected) {
  for (Index k = 0; k < expected.size(); ++k) {
    CAPTURE(k, step.mean[k], step.error[k], expected[k]);
    CHECK(std::abs(step.mean[k] - expected[k]) < 5 * step.error[k] + 1e-6);
  }
}

}  // namespace

TEST_CASE("the exact gradient is that of the likelihood by finite differences") {
  const RestrictedMachine machine = reference_machine();
  const FloatRows data = few_pictures();
  const Eigen::VectorXd gradient = exact_gradient(machine, data);
  constexpr float step = 0x1p-7F;
  const auto likelihood = [&](const RestrictedMachine& at) {
    return mean_log_likelihood(at, data, log_partition_function(at)).value;
  };
  for (Index k = 0; k < machine.weights.size(); ++k) {
    // Fourth order: the weights are floats, so that steps cannot be small.
    const auto at = [&](float change) {
      RestrictedMachine moved = machine;
      moved.weights.data()[k] += change;
      const double exact = static_cast<double>(moved.weights.data()[k]);
      return std::pair(exact, likelihood(moved));
    };
    const auto [x1, f1] = at(step);
    const auto [x2, f2] = at(-step);
    const auto [x3, f3] = at(2 * step);
    const auto [x4, f4] = at(-2 * step);
    const double slope = (4 * (f1 - f2) / (x1 - x2) - (f3 - f4) / (x3 - x4)) / 3;
    CHECK(slope == Approx(gradient[k]).margin(1e-6));
  }
}

TEST_CASE("steps tend to the exact gradient as the sweeps between them grow") {
  const RestrictedMachine machine = reference_machine();
  const FloatRows data = few_pictures();
  const Eigen::VectorXd exact = exact_gradient(machine, data);
  const auto step_by = [&](const NegativePhase& phase) {
    return mean_step(60, [&](std::uint64_t seed) { return step_of(machine, data, phase, seed); });
  };
  const auto bias = [&](Index sweeps) {
    return (step_by(ContrastiveDivergence{sweeps}).mean - exact).cwiseAbs().maxCoeff();
  };
  const double bias_of_one = bias(1);
  CHECK(bias_of_one > 0.05);
  CHECK(bias(4) < bias_of_one / 1.5);
  check_within_errors(step_by(ContrastiveDivergence{100}), exact);
  check_within_errors(step_by(PersistentDivergence{.chains = 900, .sweeps = 100}), exact);
  check_within_errors(step_by(FastPersistentDivergence{.chains = 900, .sweeps = 100}), exact);
  check_within_errors(step_by(ExchangeDivergence{.ladders = 300, .temperatures = ladder(), .sweeps = 50}),
                      exact);
}

TEST_CASE("examples that a machine has drawn leave it where it is") {
  // Examples from the machine are in equilibrium with it, and stay so after any number of sweeps: in the mean
  // over joint draws of examples and chains both phases agree (a joint test as of Geweke 2004). A mistake in
  // the path from examples to gradients, in sampling or in signs shows here.
  const auto check = [](const RestrictedMachine& machine, const NegativePhase& phase, bool is_centred) {
    const MeanStep step = mean_step(40, [&](std::uint64_t seed) {
      return step_of(machine, exact_rows(machine, 1000, seed), phase, seed, is_centred);
    });
    check_within_errors(step, Eigen::VectorXd::Zero(step.mean.size()));
    CHECK(step.error.minCoeff() < 0.02);
  };
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.units));
    const RestrictedMachine machine = machine_with(one);
    check(machine, ContrastiveDivergence{1}, false);
    check(machine, ContrastiveDivergence{2}, true);
    check(machine, PersistentDivergence{.chains = 700}, false);
    check(machine, ExchangeDivergence{.ladders = 100, .temperatures = ladder()}, false);
  }
}

TEST_CASE("fast weights and biases decay and follow the gradient without penalties") {
  constexpr double rate = 0.25;
  constexpr double fast_rate = 0.1;
  constexpr double fast_decay = 0.6;
  constexpr double l2 = 0.3;
  const FloatRows data = few_pictures();
  for (const bool is_centred : {false, true}) {
    Trainer trainer(
        reference_machine(), data, {},
        {.batch = data.rows(),
         .rate = {.start = rate},
         .optimiser = Momentum{0},
         .negative = FastPersistentDivergence{.chains = 50, .fast_rate = fast_rate, .fast_decay = fast_decay},
         .is_centred = is_centred,
         .l2 = l2});
    const Eigen::VectorXd mu = data.cast<double>().colwise().mean().transpose();
    for (int step = 0; step < 3; ++step) {
      CAPTURE(is_centred, step);
      const TrainerState before = trainer.state();
      REQUIRE(trainer.step());
      const TrainerState after = trainer.state();
      const auto change = [&](const auto& of) {
        return Eigen::MatrixXd((of(after) - of(before)).template cast<double>() / rate);
      };
      const auto check = [&](const auto& of_fast, const Eigen::MatrixXd& gradient) {
        const Eigen::MatrixXd expected =
            fast_decay * of_fast(before).template cast<double>() + fast_rate * gradient;
        CHECK((of_fast(after).template cast<double>() - expected).cwiseAbs().maxCoeff() < 1e-5);
      };
      const Eigen::MatrixXd moved =
          change([](const TrainerState& s) -> const auto& { return s.machine.weights; });
      check(
          [](const TrainerState& s) -> const auto& { return s.fast.weights; },
          moved + l2 * before.machine.weights.cast<double>());
      // Those of the biases are of centred coordinates, b + Wλ and c + Wᵀμ.
      Eigen::VectorXd visible =
          change([](const TrainerState& s) -> const auto& { return s.machine.visible_biases; });
      Eigen::VectorXd hidden =
          change([](const TrainerState& s) -> const auto& { return s.machine.hidden_biases; });
      if (is_centred) {
        visible += moved * after.hidden_means.cast<double>();
        hidden += moved.transpose() * mu;
      }
      check(
          [](const TrainerState& s) -> const auto& { return s.fast.visible_biases; }, visible);
      check(
          [](const TrainerState& s) -> const auto& { return s.fast.hidden_biases; }, hidden);
    }
  }
}

TEST_CASE("a centred step is the plain gradient in centred coordinates") {
  const RestrictedMachine machine = reference_machine();
  const FloatRows data = few_pictures();
  const Index v = machine.visible();
  const Index h = machine.hidden();
  const NegativePhase phase = ContrastiveDivergence{1};
  const Eigen::VectorXd plain = step_of(machine, data, phase, 3);
  const Eigen::VectorXd centred = step_of(machine, data, phase, 3, true);
  const Eigen::VectorXd visible_gradient = plain.segment(v * h, v);
  const Eigen::VectorXd hidden_gradient = plain.tail(h);
  const Eigen::VectorXd mu = data.cast<double>().colwise().mean().transpose();
  // ∇W = ⟨(v − μ)(h − λ)ᵀ⟩_data − ⟨…⟩_model differs from the plain one by μ and λ times those of the biases;
  // λ is what makes the rows of weights agree.
  const FloatRows centred_weights =
      Eigen::Map<const Eigen::VectorXd>(centred.data(), v * h).cast<float>().reshaped<Eigen::RowMajor>(v, h);
  Eigen::MatrixXd rest(v, h);
  for (Index i = 0; i < v; ++i) {
    for (Index j = 0; j < h; ++j) {
      rest(i, j) = plain[i * h + j] - mu[i] * hidden_gradient[j] - static_cast<double>(centred_weights(i, j));
    }
  }
  // rest = ∇b λᵀ
  const Eigen::VectorXd lambda = rest.transpose() * visible_gradient / visible_gradient.squaredNorm();
  CHECK((rest - visible_gradient * lambda.transpose()).cwiseAbs().maxCoeff() < 1e-5);
  CHECK(lambda.minCoeff() > 0);
  CHECK(lambda.maxCoeff() < 1);
  // Biases move in coordinates b + Wλ and c + Wᵀμ.
  const Eigen::MatrixXd weights = centred_weights.cast<double>();
  CHECK((centred.segment(v * h, v) - (visible_gradient - weights * lambda)).cwiseAbs().maxCoeff() < 1e-5);
  CHECK((centred.tail(h) - (hidden_gradient - weights.transpose() * mu)).cwiseAbs().maxCoeff() < 1e-5);
}
