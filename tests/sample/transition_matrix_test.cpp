// The deterministic layer: the exact transition matrix of one sweep, obtained by walking the real update
// code through every outcome of its random decisions, leaves the Boltzmann distribution unchanged.
#include <Eigen/Dense>
#include <cmath>

#include "catch.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/local_fields.hpp"
#include "onedial/sample/kernel.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

constexpr std::size_t units = 6;
constexpr std::size_t states = 64;

State state_of(std::size_t index) {
  State state(units);
  for (std::size_t i = 0; i < units; ++i) {
    state[i] = static_cast<Level>((index >> i) & 1U);
  }
  return state;
}

/// Answers the k-th question of a sweep with bit k of `script` and keeps the probability of doing so.
struct ScriptedDecision {
  std::size_t script;
  double probability = 1;
  bool operator()(double p) {
    const bool answer = (script & 1U) != 0;
    script >>= 1U;
    probability *= answer ? p : 1 - p;
    return answer;
  }
};

template <class Kernel>
Eigen::MatrixXd transition_matrix(const std::shared_ptr<const PairwiseModel>& model, Temperature t) {
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(states, states);  // [from][to]
  LocalFields<PairwiseModel::Dense> fields(model);
  for (std::size_t from = 0; from < states; ++from) {
    for (std::size_t script = 0; script < states; ++script) {
      fields.place(state_of(from));
      ScriptedDecision decide{.script = script};
      std::size_t to = from;
      sweep_sequentially<Kernel>(fields, t, decide, [&to](Index unit, double) {
        to ^= std::size_t{1} << static_cast<unsigned>(unit);
      });
      matrix(static_cast<Index>(from), static_cast<Index>(to)) += decide.probability;
    }
  }
  return matrix;
}

/// |λ₂|: the second largest modulus of an eigenvalue.
double second_eigenvalue(const Eigen::MatrixXd& matrix) {
  Eigen::VectorXd moduli = matrix.eigenvalues().cwiseAbs();
  std::sort(moduli.data(), moduli.data() + moduli.size());
  return moduli[moduli.size() - 2];
}

template <class Kernel>
void check_kernel(const std::string& name) {
  const auto data = reference::load("kernels6.json");
  const auto model = reference::model(data, Domain::spin);
  for (const auto& entry : data["cases"]) {
    const Temperature t(entry["T"].get<double>());
    INFO(name << " at T = " << t.value());
    const Eigen::VectorXd pi = reference::vector(entry["pi"]);
    const auto computed = boltzmann_probabilities(Spectrum(enumerate(model)), t);
    for (std::size_t k = 0; k < states; ++k) {
      REQUIRE(computed[k] == Approx(pi[static_cast<Index>(k)]).epsilon(1e-13));
    }
    const Eigen::MatrixXd p = transition_matrix<Kernel>(model, t);
    CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-13);
    CHECK((p.transpose() * pi - pi).cwiseAbs().maxCoeff() < 1e-13);
    CHECK(second_eigenvalue(p) == Approx(entry["kernels"][name]["lambda2_abs"].get<double>()).epsilon(1e-9));

    // A thermometer that is one per cent off leaves another distribution behind: the test sees it.
    const Eigen::MatrixXd off = transition_matrix<Kernel>(model, Temperature(1.01 * t.value()));
    CHECK((off.transpose() * pi - pi).cwiseAbs().maxCoeff() > 1e-5);
  }
}

}  // namespace

TEST_CASE("a sequential heat-bath sweep leaves the Boltzmann distribution unchanged to 1e-13") {
  check_kernel<HeatBath>("heatbath_sequential");
}

TEST_CASE("a sequential Metropolis sweep leaves the Boltzmann distribution unchanged to 1e-13") {
  check_kernel<Metropolis>("metropolis_sequential");
}

TEST_CASE("at T = ∞ a heat-bath sweep forgets everything and a Metropolis sweep flips everything") {
  const auto model = reference::model(reference::load("kernels6.json"), Domain::spin);
  const Eigen::MatrixXd heat_bath = transition_matrix<HeatBath>(model, Temperature::infinite());
  CHECK((heat_bath.array() - 1.0 / states).abs().maxCoeff() < 1e-15);
  const Eigen::MatrixXd metropolis = transition_matrix<Metropolis>(model, Temperature::infinite());
  for (Index from = 0; from < static_cast<Index>(states); ++from) {
    CHECK(metropolis(from, static_cast<Index>(states) - 1 - from) == 1.0);
  }
}
