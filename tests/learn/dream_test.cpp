#include "onedial/learn/dream.hpp"

#include <cmath>
#include <map>

#include "catch.hpp"
#include "learn_cases.hpp"
#include "onedial/core/spectrum.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

/// The probability of each row of visible values at T, by a sum over all states.
std::map<std::vector<float>, double> visible_law(const RestrictedMachine& machine, Temperature t) {
  std::map<std::vector<float>, double> law;
  double norm = 0;
  for (const Eigen::VectorXd& v : visible_values(machine)) {
    const Eigen::VectorXf row = v.cast<float>();
    double& p = law[{row.begin(), row.end()}];
    for (const Eigen::VectorXd& h : hidden_values(machine)) {
      p += std::exp(-t.reduced(energy(machine, v, h)));
    }
    norm += p;
  }
  for (auto& [row, p] : law) {
    p /= norm;
  }
  return law;
}

/// The largest |count − expected| in standard deviations.
double largest_deviation(const RestrictedMachine& machine, Temperature t, const std::vector<FloatRows>& all) {
  std::map<std::vector<float>, double> counts;
  double total = 0;
  for (const FloatRows& rows : all) {
    for (Index r = 0; r < rows.rows(); ++r) {
      const Eigen::VectorXf row = rows.row(r);
      ++counts[{row.begin(), row.end()}];
      ++total;
    }
  }
  double largest = 0;
  for (const auto& [row, p] : visible_law(machine, t)) {
    largest = std::max(largest, std::abs(counts[row] - p * total) / std::sqrt(p * (1 - p) * total));
  }
  return largest;
}

}  // namespace

TEST_CASE("dreams follow the schedule, and their frames are draws at its temperatures") {
  for (const auto units : {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::softmax}) {
    CAPTURE(static_cast<int>(units));
    const auto machine = random_machine(units, 6, 4, 0.9F, 4, units == VisibleUnits::softmax ? 3 : 2);
    // A few sweeps at each temperature, which a small machine needs to be in equilibrium.
    const TableSchedule schedule{{Temperature(4), Temperature(4), Temperature(0.8), Temperature(0.8)}};
    Index seen = 0;
    const auto frames =
        dream(machine, {.schedule = schedule, .sweeps = 301, .chains = 2000, .frames = 3, .seed = 9}, {},
              [&](Index sweeps) { return ++seen == sweeps; });
    REQUIRE(frames.size() == 3);
    CHECK(seen == 301);
    CHECK(frames[0].sweep == 101);
    CHECK(frames[2].sweep == 301);
    CHECK(frames[0].temperature == Temperature(4));
    CHECK(frames[2].temperature == Temperature(0.8));
    for (const std::size_t f : {0U, 2U}) {
      CHECK(largest_deviation(machine, frames[f].temperature, {frames[f].values}) < 5);
      // Over chains, means given the hidden units and values agree.
      const Eigen::VectorXf difference =
          (frames[f].means.colwise().mean() - frames[f].values.colwise().mean()).transpose();
      CHECK(difference.cwiseAbs().maxCoeff() < 2 * 5 / std::sqrt(2000.0F));
    }
    CHECK(frames[0].energies.size() == 2000);
  }
}

TEST_CASE("dreams of real units spread as the temperature says") {
  const auto machine = random_machine(VisibleUnits::gaussian, 3, 4, 0.9F, 4);
  const double t = 2.5;
  const auto frames = dream(
      machine,
      {.schedule = ConstantSchedule{Temperature(t)}, .sweeps = 60, .chains = 20'000, .frames = 1, .seed = 3});
  // ⟨v⟩ and Var(v) = T + Var(b + Wh), by a sum over the hidden units.
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(3);
  Eigen::VectorXd square = mean;
  double norm = 0;
  for (const Eigen::VectorXd& h : hidden_values(machine)) {
    const Eigen::VectorXd peak = machine.visible_biases.cast<double>() + machine.weights.cast<double>() * h;
    const double weight = std::exp(-energy(machine, peak, h) / t);
    norm += weight;
    mean += weight * peak;
    square += weight * peak.cwiseAbs2();
  }
  mean /= norm;
  const Eigen::VectorXd variance = (square / norm - mean.cwiseAbs2()).array() + t;
  const Eigen::MatrixXd values = frames[0].values.cast<double>();
  for (Index i = 0; i < 3; ++i) {
    const double n = 20'000;
    const double own_mean = values.col(i).mean();
    const double own_variance = (values.col(i).array() - own_mean).square().mean();
    CHECK(std::abs(own_mean - mean[i]) < 5 * std::sqrt(variance[i] / n));
    CHECK(std::abs(own_variance / variance[i] - 1) < 5 * std::sqrt(2 / n));
  }
}

TEST_CASE("a dream at T = 0 from given rows stays at the nearest valley's floor") {
  // Two strong units that want to agree with the hidden one.
  RestrictedMachine machine;
  machine.weights = FloatRows::Constant(2, 1, 6);
  machine.visible_biases = Eigen::VectorXf::Constant(2, -3);
  machine.hidden_biases = Eigen::VectorXf::Constant(1, -6);
  FloatRows starts(2, 2);
  starts << 1, 1, 0, 0;
  const auto frames = dream(
      machine, {.schedule = ConstantSchedule{Temperature(0)}, .sweeps = 5, .chains = 4, .frames = 5}, starts);
  REQUIRE(frames.size() == 5);
  for (const DreamFrame& frame : frames) {
    for (Index chain = 0; chain < 4; ++chain) {
      CHECK(frame.values.row(chain) == starts.row(chain % 2));
      CHECK(frame.means.row(chain) == starts.row(chain % 2));
    }
  }
}

TEST_CASE("dreams by replica exchange are draws of equilibrium where plain chains are stuck") {
  // Two patterns with a barrier of some 12 T between them.
  RestrictedMachine machine;
  machine.weights = FloatRows::Zero(8, 2);
  machine.weights.col(0) << 4, 4, 4, 4, -4, -4, -4, -4;
  machine.weights.col(1) = -machine.weights.col(0);
  machine.visible_biases = Eigen::VectorXf::Zero(8);
  machine.hidden_biases = Eigen::VectorXf::Zero(2);
  std::vector<Temperature> temperatures;
  for (int k = 0; k < 8; ++k) {
    temperatures.emplace_back(std::pow(1.45, k));
  }
  const auto frames = exchange_dream(machine, {.temperatures = temperatures,
                                               .ladders = 300,
                                               .equilibration = 200,
                                               .sweeps_per_frame = 20,
                                               .frames = 3,
                                               .seed = 5});
  REQUIRE(frames.size() == 3);
  CHECK(frames[0].sweep == 220);
  CHECK(frames[2].sweep == 260);
  CHECK(frames[0].temperature == Temperature(1));
  CHECK(largest_deviation(machine, Temperature(1), {frames.back().values}) < 5);
}

TEST_CASE("dreams have the same bits for any number of threads and can be ended") {
  const auto machine = random_machine(VisibleUnits::binary, 80, 60, 0.3F, 4);
  const auto values = [&](Index threads) {
    return dream(machine, {.sweeps = 10, .chains = 90, .frames = 1, .threads = threads, .seed = 2})
        .back()
        .values;
  };
  CHECK(values(1) == values(3));
  CHECK(dream(machine, {.sweeps = 10, .frames = 5}, {}, [](Index sweeps) { return sweeps < 5; }).size() == 2);
  CHECK_THROWS_WITH(dream(machine, {.sweeps = 0}), ContainsSubstring("sweeps of a dream (0)"));
  CHECK_THROWS_WITH(dream(machine, {}, FloatRows::Zero(1, 3)), ContainsSubstring("3 values for 80"));
  CHECK_THROWS_WITH(exchange_dream(machine, {.temperatures = {Temperature(1), Temperature(2)}, .level = 2}),
                    ContainsSubstring("level 2 of 2"));
}
