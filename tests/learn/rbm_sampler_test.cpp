#include "onedial/learn/rbm_sampler.hpp"

#include <map>

#include "catch.hpp"
#include "exact_statistics.hpp"
#include "onedial/core/instruction_set.hpp"
#include "rbm_cases.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

using Row = std::vector<float>;

Row row_of(const FloatRows& rows, Index row) {
  return {rows.row(row).begin(), rows.row(row).end()};
}

/// The law of the visible units (T = 1 unless `t` is given), by a sum over all states; of those that agree
/// with `held` in the columns that are clamped.
std::map<Row, double> visible_law(const RestrictedMachine& machine, double t,
                                  const std::vector<bool>& clamped = {}, const Eigen::VectorXd& held = {}) {
  std::map<Row, double> law;
  double norm = 0;
  for (const auto& v : visible_values(machine)) {
    bool fits = true;
    for (std::size_t i = 0; i < clamped.size(); ++i) {
      fits = fits && (!clamped[i] || v[static_cast<Index>(i)] == held[static_cast<Index>(i)]);
    }
    if (!fits) {
      continue;
    }
    double weight = 0;
    for (const auto& h : hidden_values(machine)) {
      weight += std::exp(-energy(machine, v, h) / t);
    }
    const Eigen::VectorXf values = v.cast<float>();
    law[{values.begin(), values.end()}] = weight;
    norm += weight;
  }
  for (auto& [row, weight] : law) {
    weight /= norm;
  }
  return law;
}

/// (χ² − ν)/√(2ν) of independent rows; every law here expects ten of each.
double chi_squared(const std::map<Row, double>& law, const FloatRows& rows) {
  std::map<Row, double> counts;
  for (Index row = 0; row < rows.rows(); ++row) {
    ++counts[row_of(rows, row)];
  }
  double sum = 0;
  double known = 0;
  for (const auto& [row, probability] : law) {
    const double expected = probability * static_cast<double>(rows.rows());
    sum += (counts[row] - expected) * (counts[row] - expected) / expected;
    known += counts[row];
  }
  CHECK(known == static_cast<double>(rows.rows()));
  const double freedom = static_cast<double>(law.size()) - 1;
  return (sum - freedom) / std::sqrt(2 * freedom);
}

RestrictedMachine machine_of(VisibleUnits units) {
  const Index levels = units == VisibleUnits::softmax ? 3 : 2;
  return random_machine(units, units == VisibleUnits::softmax ? 9 : 5, 3, 1.0F, 8, levels);
}

constexpr auto kinds_with_levels = {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::softmax};

}  // namespace

TEST_CASE("samples of the visible units follow their law at every temperature") {
  for (const VisibleUnits units : kinds_with_levels) {
    CAPTURE(static_cast<int>(units));
    const RestrictedMachine machine = machine_of(units);
    for (const double t : {0.8, 1.0, 2.5}) {
      CAPTURE(t);
      RbmSampler sampler(machine, 20'000, 1, 3);
      CHECK(chi_squared(visible_law(machine, 1e9), sampler.visible()) < 6);
      sampler.sweep(30, Temperature(t));
      CHECK(chi_squared(visible_law(machine, t), sampler.visible()) < 6);
    }
  }
}

TEST_CASE("the reference machine's marginal") {
  const auto data = reference::load("rbm6x4.json");
  const Rbm rbm = rbm_cases::reference_machine();
  RestrictedMachine machine;
  machine.weights = rbm.weights().cast<float>();
  machine.visible_biases = rbm.visible_biases().cast<float>();
  machine.hidden_biases = rbm.hidden_biases().cast<float>();
  RbmSampler sampler(machine, 40'000, 1, 5);
  sampler.sweep(60);
  std::map<Row, double> law;
  for (Index v = 0; v < 64; ++v) {
    Row row;
    for (Index i = 0; i < 6; ++i) {
      row.push_back(static_cast<float>((v >> i) & 1));
    }
    law[row] = data["p_visible"][static_cast<std::size_t>(v)].get<double>();
  }
  CHECK(chi_squared(law, sampler.visible()) < 6);
}

TEST_CASE("real visible units have the moments of their mixture of Gaussians") {
  const RestrictedMachine machine = random_machine(VisibleUnits::gaussian, 4, 3, 0.8F, 9);
  const Statistics exact = model_statistics(machine);
  Eigen::MatrixXd squares = Eigen::MatrixXd::Zero(4, 4);
  double norm = 0;
  for (const auto& h : hidden_values(machine)) {
    const Eigen::VectorXd mean = machine.visible_biases.cast<double>() + machine.weights.cast<double>() * h;
    const double weight = std::exp(mean.squaredNorm() / 2 + machine.hidden_biases.cast<double>().dot(h));
    squares += weight * (mean * mean.transpose() + Eigen::MatrixXd::Identity(4, 4));
    norm += weight;
  }
  squares /= norm;
  constexpr Index chains = 40'000;
  RbmSampler sampler(machine, chains, 1, 6);
  sampler.sweep(60);
  const Eigen::MatrixXd v = sampler.visible().cast<double>();
  const auto deviation = [&](const Eigen::ArrayXd& values, double expected) {
    const double mean = values.mean();
    return (mean - expected) / std::sqrt((values - mean).square().mean() / chains);
  };
  for (Index i = 0; i < 4; ++i) {
    CHECK(std::abs(deviation(v.col(i).array(), exact.visible[i])) < 5);
    for (Index j = 0; j <= i; ++j) {
      CHECK(std::abs(deviation(v.col(i).array() * v.col(j).array(), squares(i, j))) < 5);
    }
  }
  const Eigen::MatrixXd hidden = sampler.hidden().cast<double>();
  for (Index j = 0; j < 3; ++j) {
    CHECK(std::abs(deviation(hidden.col(j).array(), exact.hidden[j])) < 5);
  }
  CHECK_THROWS_AS(sampler.sweep(1, Temperature::infinite()), std::invalid_argument);
}

TEST_CASE("clamped columns stay, the others follow the law given these") {
  for (const VisibleUnits units : kinds_with_levels) {
    CAPTURE(static_cast<int>(units));
    const RestrictedMachine machine = machine_of(units);
    std::vector<bool> clamped(static_cast<std::size_t>(machine.visible()), false);
    const std::size_t held_columns = units == VisibleUnits::softmax ? 3 : 2;
    std::fill_n(clamped.begin(), held_columns, true);
    const Eigen::VectorXd held = visible_values(machine)[1];
    RbmSampler sampler(machine, 20'000, 1, 7);
    sampler.place(held.cast<float>().transpose().replicate(20'000, 1));
    sampler.clamp(clamped);
    sampler.sweep(30);
    CHECK(chi_squared(visible_law(machine, 1, clamped, held), sampler.visible()) < 6);
    const FloatRows means = sampler.visible_means();
    for (std::size_t i = 0; i < held_columns; ++i) {
      CHECK((means.col(static_cast<Index>(i)).array() == static_cast<float>(held[static_cast<Index>(i)]))
                .all());
    }
  }
}

TEST_CASE("clamped real columns stay to the last bit, the others have the means given these") {
  const RestrictedMachine machine = random_machine(VisibleUnits::gaussian, 3, 3, 1.0F, 10);
  RbmSampler sampler(machine, 20'000, 1, 8);
  sampler.place(Eigen::RowVector3f(0.7F, -1.3F, 0).replicate(20'000, 1));
  sampler.clamp({true, true, false});
  sampler.sweep(30);
  const FloatRows v = sampler.visible();
  CHECK((v.col(0).array() == 0.7F).all());
  CHECK((v.col(1).array() == -1.3F).all());
  // p(h | v₀, v₁), with v₂ integrated over.
  double norm = 0;
  double mean = 0;
  double square = 0;
  for (const auto& h : hidden_values(machine)) {
    const Eigen::VectorXd push = machine.weights.cast<double>() * h;
    const double third = static_cast<double>(machine.visible_biases[2]) + push[2];
    const double weight = std::exp(0.7F * push[0] - 1.3F * push[1] + third * third / 2 +
                                   machine.hidden_biases.cast<double>().dot(h));
    norm += weight;
    mean += weight * third;
    square += weight * (third * third + 1);
  }
  mean /= norm;
  const double deviation = std::sqrt((square / norm - mean * mean) / 20'000);
  CHECK(std::abs(v.col(2).cast<double>().mean() - mean) < 5 * deviation);
}

TEST_CASE("what is filled in is the mean given what is known") {
  const RestrictedMachine machine = machine_of(VisibleUnits::binary);
  FloatRows rows(2, 5);
  rows << 1, 0, 0.5F, 0.5F, 0.5F, 0, 0, 0.5F, 0.5F, 0.5F;
  const std::vector<bool> known = {true, true, false, false, false};
  const FloatRows filled =
      inpaint(machine, rows, known, {.equilibration = 50, .sweeps = 20'000, .seed = 2}).value();
  for (Index row = 0; row < 2; ++row) {
    Eigen::VectorXd mean = Eigen::VectorXd::Zero(5);
    for (const auto& [v, p] : visible_law(machine, 1, known, rows.row(row).transpose().cast<double>())) {
      mean += p * Eigen::Map<const Eigen::VectorXf>(v.data(), 5).cast<double>();
    }
    for (Index i = 0; i < 5; ++i) {
      // 20,000 sweeps whose autocorrelation time is a few, of numbers from 0 to 1.
      CHECK(std::abs(static_cast<double>(filled(row, i)) - mean[i]) < 0.02);
    }
  }
}

TEST_CASE("filling in tells of each sweep and can be ended") {
  const RestrictedMachine machine = machine_of(VisibleUnits::binary);
  const FloatRows rows = FloatRows::Zero(2, 5);
  const std::vector<bool> known = {true, true, false, false, false};
  Index told = 0;
  const auto until = [&](Index last) {
    told = 0;
    return inpaint(machine, rows, known, {.equilibration = 5, .sweeps = 10}, [&, last](Index sweeps) {
      CHECK(sweeps == ++told);
      return sweeps < last;
    });
  };
  CHECK(until(100).has_value());
  CHECK(told == 15);
  for (const Index last : {3, 12}) {
    CHECK_FALSE(until(last).has_value());
    CHECK(told == last);
  }
}

TEST_CASE("samples have the same bits for any number of threads and on every instruction set") {
  const std::string_view before = instruction_set();
  for (const VisibleUnits units :
       {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::softmax, VisibleUnits::gaussian}) {
    CAPTURE(static_cast<int>(units));
    const RestrictedMachine machine = random_machine(units, 66, 37, 0.3F, 4, 3);
    FloatRows expected;
    for (const std::string_view set : available_instruction_sets()) {
      CAPTURE(set);
      use_instruction_set(set);
      for (const Index threads : {1, 3}) {
        RbmSampler sampler(machine, 7, threads, 9);
        sampler.sweep(20, Temperature(1.5));
        if (expected.size() == 0) {
          expected = sampler.visible();
        }
        CHECK(sampler.visible() == expected);
      }
    }
  }
  use_instruction_set(before);
}

TEST_CASE("samplers refuse what they cannot do") {
  const RestrictedMachine machine = machine_of(VisibleUnits::softmax);
  CHECK_THROWS_AS(RbmSampler(machine, 0, 1, 1), std::invalid_argument);
  RbmSampler sampler(machine, 2, 1, 1);
  CHECK_THROWS_AS(sampler.place(FloatRows::Zero(3, 9)), std::invalid_argument);
  CHECK_THROWS_WITH(sampler.place(FloatRows::Zero(2, 9)), ContainsSubstring("columns 1 to 3"));
  CHECK_THROWS_AS(sampler.clamp(std::vector<bool>(8)), std::invalid_argument);
  std::vector<bool> part(9);
  part[4] = true;
  CHECK_THROWS_WITH(sampler.clamp(part), ContainsSubstring("unit 1"));
  CHECK_THROWS_AS(inpaint(machine, FloatRows::Zero(1, 9), part, {.sweeps = 0}), std::invalid_argument);
  RestrictedMachine wrong = machine;
  wrong.hidden_biases.resize(2);
  CHECK_THROWS_AS(RbmSampler(wrong, 1, 1, 1), std::invalid_argument);
}
