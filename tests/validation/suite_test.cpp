#include "onedial/validation/suite.hpp"

#include <cmath>
#include <set>
#include <stdexcept>
#include <string>

#include "catch.hpp"
#include "onedial/core/density_of_states.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/local_fields.hpp"
#include "onedial/sample/reference_system.hpp"
#include "onedial/validation/check_scan.hpp"

using namespace onedial;

namespace {

std::shared_ptr<const PairwiseModel> small_lattice() {
  return std::make_shared<const PairwiseModel>(ising_lattice({.length = 4}));
}

/// What the suite asks of a sampler, of one at three temperatures.
ValidationVerdict verdict_on(System& system) {
  const DensityOfStates states = enumerate_density(small_lattice());
  const EquilibriumScan scan = scan_equilibrium(
      system,
      {.temperatures = {Temperature(1.8), Temperature(2.4), Temperature(3.5)}, .sweeps = 20'000, .seed = 3});
  const ValidationGroup group{.name = "mutant", .checks = check_readings(scan, [&](Temperature t) {
                                                  return thermodynamics(states, t);
                                                })};
  return judge({&group, 1});
}

/// A heat bath that takes T for a percent more than it is.
struct TooWarm {
  static double flip_probability(double flip_energy, Temperature t) {
    return heat_bath_probability(flip_energy, Temperature(1.01 * t.value()));
  }
};

/// Uniform random numbers of 8 bits: probabilities are multiples of 1/256.
struct CoarseNumbers {
  static double flip_probability(double flip_energy, Temperature t) {
    return std::floor(256 * heat_bath_probability(flip_energy, t)) / 256;
  }
};

using Fields = LocalFields<PairwiseModel::Sparse>;

/// Forgets the coupling from unit 5 to the one after it: 5 feels its neighbour, which does not feel 5.
class AsymmetricFields {
 public:
  explicit AsymmetricFields(Fields fields) : fields_(std::move(fields)), levels_(16) {}
  [[nodiscard]] Index size() const { return fields_.size(); }
  double place(const State& state) {
    levels_ = state;
    return fields_.place(state);
  }
  [[nodiscard]] double flip_energy(Index unit) const {
    const double full = fields_.flip_energy(unit);
    return unit == 6 ? full - 2 * spin(5) * spin(6) : full;
  }
  void flip(Index unit) {
    levels_[static_cast<std::size_t>(unit)] ^= 1;
    fields_.flip(unit);
  }

 private:
  [[nodiscard]] double spin(std::size_t unit) const { return 2 * levels_[unit] - 1; }

  Fields fields_;
  State levels_;
};

/// Unit 3 is judged by the local field that it had before the last flip.
class StaleFields {
 public:
  explicit StaleFields(Fields fields) : fields_(std::move(fields)) {}
  [[nodiscard]] Index size() const { return fields_.size(); }
  double place(const State& state) {
    const double energy = fields_.place(state);
    stale_ = fields_.flip_energy(3);
    return energy;
  }
  [[nodiscard]] double flip_energy(Index unit) const {
    return unit == 3 ? stale_ : fields_.flip_energy(unit);
  }
  void flip(Index unit) {
    stale_ = fields_.flip_energy(3);
    fields_.flip(unit);
  }

 private:
  Fields fields_;
  double stale_ = 0;
};

}  // namespace

TEST_CASE("the suite passes, every case of it, and checks hundreds of numbers") {
  const ValidationSettings settings{.effort = 0.1};
  std::vector<ValidationGroup> groups;
  std::set<std::string> names;
  for (const ValidationCase& one : validation_suite()) {
    groups.push_back(run_case(one, settings));
    INFO(groups.back().name);
    for (const ValidationCheck& check : groups.back().checks) {
      INFO(check.what << ": exact " << check.exact << ", estimate " << check.estimate << " +- "
                      << check.error);
      CHECK(std::abs(check.z()) < 6.2);
    }
    CHECK(judge({&groups.back(), 1}).passed);
    CHECK(names.insert(groups.back().name).second);
  }
  CHECK(groups.size() == 14);
  const ValidationVerdict verdict = judge(groups);
  CHECK(verdict.checks > 500);
  CHECK(verdict.passed);
  CHECK(verdict.rms_z > 0.75);
}

TEST_CASE("a case gives the same numbers for any number of threads") {
  const ValidationCase& one = validation_suite()[3];
  const auto once = run_case(one, {.effort = 0.01, .threads = 1});
  const auto twice = run_case(one, {.effort = 0.01, .threads = 2});
  REQUIRE(once.checks.size() == twice.checks.size());
  for (std::size_t i = 0; i < once.checks.size(); ++i) {
    CHECK(once.checks[i].estimate == twice.checks[i].estimate);
  }
  CHECK_THROWS_AS(run_case(one, {.effort = 0}), std::invalid_argument);
  CHECK_THROWS_AS(run_case(one, {.threads = 0}), std::invalid_argument);
}

TEST_CASE("a sampler that is right passes, and every one with a defect is found out") {
  const Fields fields(small_lattice());
  constexpr Index replicas = 3 * 32;
  ReferenceSystem<Fields> honest(fields, replicas, 1, 2);
  CHECK(verdict_on(honest).passed);
  ReferenceSystem<Fields, TooWarm> warm(fields, replicas, 1, 2);
  CHECK_FALSE(verdict_on(warm).passed);
  ReferenceSystem<Fields, CoarseNumbers> coarse(fields, replicas, 1, 2);
  CHECK_FALSE(verdict_on(coarse).passed);
  ReferenceSystem<AsymmetricFields> asymmetric(AsymmetricFields(fields), replicas, 1, 2);
  CHECK_FALSE(verdict_on(asymmetric).passed);
  ReferenceSystem<StaleFields> stale(StaleFields(fields), replicas, 1, 2);
  CHECK_FALSE(verdict_on(stale).passed);
}
