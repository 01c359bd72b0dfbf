#include "onedial/memory/hopfield.hpp"

#include <Eigen/LU>

#include "catch.hpp"
#include "hopfield_cases.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "reference_data.hpp"

using namespace onedial;
using hopfield_cases::random_spins;

namespace {

const Eigen::MatrixXd& couplings(const HopfieldNetwork& network) {
  return std::get<PairwiseModel::Dense>(network.model->couplings());
}

Eigen::MatrixXd with_diagonal(const HopfieldNetwork& network) {
  Eigen::MatrixXd j = couplings(network);
  j.diagonal() = network.diagonal;
  return j;
}

StorageSettings by(StorageRule rule) {
  return {.rule = rule};
}

constexpr std::array rules = {StorageRule::hebb, StorageRule::pseudo_inverse, StorageRule::storkey,
                              StorageRule::perceptron};

}  // namespace

TEST_CASE("the network of 16 units has the energies and peaks of the reference") {
  const auto data = reference::load("hopfield16.json");
  const HopfieldNetwork network = store(hopfield_cases::reference_patterns());
  for (std::size_t p = 0; p < 3; ++p) {
    const State pattern = state_of(network.patterns, static_cast<Index>(p));
    std::size_t index = 0;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      index |= static_cast<std::size_t>(pattern[i]) << i;
    }
    CHECK(index == data["pattern_index"][p].get<std::size_t>());
    CHECK(16 * network.model->energy(pattern) == data["pattern_energy_xN"][p].get<double>());
  }
  const Spectrum spectrum(enumerate(network.model));
  for (const auto& row : data["table"]) {
    const Thermodynamics at = thermodynamics(spectrum, Temperature(row["T"].get<double>()));
    CHECK(at.log_z == Approx(row["lnZ"].get<double>()).epsilon(1e-12));
    CHECK(at.mean_energy == Approx(row["E"].get<double>()).epsilon(1e-11));
    CHECK(at.heat_capacity == Approx(row["C"].get<double>()).epsilon(1e-9));
  }
  const auto peaks = heat_capacity_peaks(spectrum);
  REQUIRE(peaks.size() == data["C_peaks"].size());
  CHECK(peaks[0].temperature.value() == Approx(data["C_peaks"][0]["T"].get<double>()).epsilon(1e-8));
  CHECK(peaks[0].value == Approx(data["C_peaks"][0]["value"].get<double>()).epsilon(1e-10));
}

TEST_CASE("every rule gives symmetric couplings without a diagonal, and stable patterns at a low load") {
  const Patterns patterns = random_spins(100, 5, 7);
  for (const StorageRule rule : rules) {
    INFO(storage_rule_name(rule));
    const HopfieldNetwork network = store(patterns, by(rule));
    CHECK(couplings(network) == couplings(network).transpose());
    CHECK(couplings(network).diagonal().isZero(0));
    CHECK(network.model->fields().isZero(0));
    CHECK(smallest_stability(network) > 0);
    CHECK(network.self_couplings().isZero(0));
  }
}

TEST_CASE("by Hebb's rule the couplings are sums over patterns") {
  const Patterns patterns = random_spins(30, 4, 1);
  const HopfieldNetwork network = store(patterns);
  const Eigen::MatrixXd expected = patterns * patterns.transpose() / 30;
  CHECK(with_diagonal(network).isApprox(expected, 1e-15));
  CHECK(store(patterns, {.self_coupling = true}).self_couplings().isApproxToConstant(4.0 / 30, 1e-15));
}

TEST_CASE("at low activity the field on a pattern is the pattern itself") {
  RandomStream random(3, 0);
  constexpr double activity = 0.1;
  const Patterns patterns = random_patterns(2000, 10, activity, random);
  CHECK(patterns.mean() == Approx(2 * activity - 1).margin(5 * 0.6 / std::sqrt(20'000)));
  const HopfieldNetwork network = store(patterns, {.activity = activity});
  Eigen::MatrixXd fields = with_diagonal(network) * patterns;
  fields.colwise() += network.model->fields();
  // The noise of the other nine patterns has a variance of P/N each, up to the factor of the mean activity.
  CHECK((fields - patterns).cwiseAbs2().mean() < 2 * 10.0 / 2000 + 0.01);
  CHECK(smallest_stability(network) > 0);
  // The plain rule does not hold such patterns, which all overlap.
  CHECK(smallest_stability(store(patterns)) < 0);
}

TEST_CASE("the pseudo-inverse rule projects onto the patterns") {
  const Patterns patterns = random_spins(60, 40, 2);
  const HopfieldNetwork network =
      store(patterns, {.rule = StorageRule::pseudo_inverse, .self_coupling = true});
  const Eigen::MatrixXd j = with_diagonal(network);
  CHECK((j * patterns).isApprox(patterns, 1e-12));
  CHECK((j * j).isApprox(j, 1e-12));
  CHECK(j.trace() == Approx(40).epsilon(1e-12));
  const Eigen::MatrixXd formula =
      patterns * (patterns.transpose() * patterns).inverse() * patterns.transpose();
  CHECK(j.isApprox(formula, 1e-10));
  CHECK(smallest_stability(network) == Approx(1).epsilon(1e-12));
}

TEST_CASE("Storkey's rule is what its sum says") {
  const Patterns patterns = random_spins(12, 5, 4);
  constexpr Index n = 12;
  Eigen::MatrixXd j = Eigen::MatrixXd::Zero(n, n);
  for (Index p = 0; p < patterns.cols(); ++p) {
    const Eigen::MatrixXd old = j;
    const auto h = [&](Index i, Index k) {
      double sum = 0;
      for (Index l = 0; l < n; ++l) {
        sum += l == i || l == k ? 0 : old(i, l) * patterns(l, p);
      }
      return sum;
    };
    for (Index i = 0; i < n; ++i) {
      for (Index k = 0; k < n; ++k) {
        if (i != k) {
          j(i, k) +=
              (patterns(i, p) * patterns(k, p) - patterns(i, p) * h(k, i) - h(i, k) * patterns(k, p)) / n;
        }
      }
    }
  }
  CHECK(couplings(store(patterns, by(StorageRule::storkey))).isApprox(j, 1e-13));
}

TEST_CASE("the perceptron reaches its margin, or says how far it came") {
  constexpr double margin = 0.3;
  const Patterns patterns = random_spins(80, 30, 5);  // more than Hebb's rule holds
  CHECK(smallest_stability(store(patterns)) < 0);
  const HopfieldNetwork network = store(patterns, {.rule = StorageRule::perceptron, .margin = margin});
  const Eigen::MatrixXd& j = couplings(network);
  const Eigen::VectorXd norms = j.colwise().norm();
  const Eigen::MatrixXd stabilities = ((j * patterns).array() * patterns.array()).colwise() / norms.array();
  CHECK(stabilities.minCoeff() >= margin);
  CHECK_THROWS_WITH(
      store(random_spins(20, 60, 1), {.rule = StorageRule::perceptron, .margin = 1, .most_epochs = 20}),
      ContainsSubstring("after 20 presentations of 60 patterns") && ContainsSubstring("store fewer"));
}

TEST_CASE("patterns can be added later") {
  const Patterns patterns = random_spins(64, 12, 6);
  for (const StorageRule rule : rules) {
    INFO(storage_rule_name(rule));
    const HopfieldNetwork grown = store_more(store(patterns.leftCols(7), by(rule)), patterns.rightCols(5));
    CHECK(grown.patterns == patterns);
    if (rule == StorageRule::perceptron) {
      CHECK(smallest_stability(grown) > 0);
    } else {
      const HopfieldNetwork whole = store(patterns, by(rule));
      CHECK(couplings(grown).isApprox(couplings(whole), 1e-12));
      CHECK(grown.diagonal.isApprox(whole.diagonal, 1e-12));
    }
  }
  CHECK_THROWS_WITH(store_more(store(patterns), random_spins(63, 1, 1)),
                    ContainsSubstring("63 units; must be 64"));
}

TEST_CASE("patterns that cannot be stored are refused, and named") {
  Patterns patterns = random_spins(20, 4, 8);
  patterns(6, 2) = 0.5;
  CHECK_THROWS_WITH(store(patterns), ContainsSubstring("pattern 3, unit 7: 0.5"));
  patterns.col(2) = -patterns.col(0);
  CHECK_THROWS_WITH(store(patterns, by(StorageRule::pseudo_inverse)),
                    ContainsSubstring("pattern 3 depends linearly"));
  const HopfieldNetwork two = store(patterns.leftCols(2), by(StorageRule::pseudo_inverse));
  CHECK_THROWS_WITH(store_more(two, patterns.rightCols(2)), ContainsSubstring("pattern 3 depends linearly"));
  CHECK_THROWS_AS(store(Patterns(20, 0)), InputError);
  CHECK_THROWS_AS(store(random_spins(9, 1, 1), {.activity = 1}), std::invalid_argument);
  CHECK_THROWS_AS(store(random_spins(9, 1, 1), {.rule = StorageRule::storkey, .activity = 0.2}),
                  std::invalid_argument);
}
