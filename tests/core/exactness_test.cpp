#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "catch.hpp"
#include "onedial/core/distance_to_limits.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "reference_data.hpp"

using namespace onedial;

namespace {

constexpr double tolerance = 4e-15;
constexpr double infinity = std::numeric_limits<double>::infinity();

double number(const nlohmann::json& text) {
  return std::strtod(text.get<std::string>().c_str(), nullptr);
}

std::vector<double> logits_of(const nlohmann::json& data) {
  std::vector<double> logits;
  if (data.contains("logits_hex")) {
    for (const auto& hex : data["logits_hex"]) {
      logits.push_back(number(hex));
    }
    return logits;
  }
  for (int k = 1; k <= data["N"].get<int>(); ++k) {
    logits.push_back(-std::log(static_cast<double>(k)));
  }
  for (std::size_t k = 0; k < data["head_hex"].size(); ++k) {
    REQUIRE(logits[k] == number(data["head_hex"][k]));
  }
  return logits;
}

/// The largest relative error of each quantity and where it occurs.
class WorstCases {
 public:
  void add(const std::string& quantity, double value, const nlohmann::json& exact, const std::string& where) {
    const double want = number(exact);
    CHECK(std::isfinite(value));
    // Subnormal numbers have fewer digits: there the last one decides.
    const double last_digit = std::numeric_limits<double>::denorm_min();
    const double error = std::abs(value - want);
    CHECK(error <= tolerance * std::abs(want) + last_digit);
    Worst& worst = worst_[quantity];
    if (std::abs(want) >= std::numeric_limits<double>::min() && error / std::abs(want) > worst.error) {
      worst = {error / std::abs(want), where};
    }
  }
  void print() const {
    fmt::print("Worst relative errors against 50 digits:\n");
    for (const auto& [quantity, worst] : worst_) {
      fmt::print("  {:<10} {:.1e}  {}\n", quantity, worst.error, worst.where);
    }
  }

 private:
  struct Worst {
    double error = 0;
    std::string where;
  };
  std::map<std::string, Worst> worst_;
};

void check_row(const Spectrum& spectrum, const nlohmann::json& row, const std::string& name,
               WorstCases& worst) {
  const Temperature t(number(row["T_hex"]));
  const Thermodynamics thermo = thermodynamics(spectrum, t);
  const DistanceToLimit above_zero = distance_to_zero(spectrum, t);
  const std::string where = fmt::format("{}, T = {}", name, t.value());
  INFO(where);
  worst.add("ln Z", thermo.log_z, row["logZ"], where);
  worst.add("S", thermo.entropy, row["H_nats"], where);
  worst.add("<E>", thermo.mean_energy, row["mean_E"], where);
  worst.add("Var", thermo.energy_variance, row["var_E"], where);
  worst.add("C", thermo.heat_capacity, row["C"], where);
  worst.add("dS/dT", thermo.entropy_slope, row["dSdT"], where);
  worst.add("F", thermo.free_energy, row["F"], where);
  worst.add("ln N - S", entropy_deficit(spectrum, t), row["lnN_minus_H"], where);
  worst.add("S - ln g", above_zero.entropy, row["H_minus_ln_g"], where);
  worst.add("<E> - E0", above_zero.energy, row["mean_gap"], where);
}

void check_relative(double value, double exact) {
  CHECK(value == Approx(exact).epsilon(tolerance).margin(0));
}

}  // namespace

TEST_CASE("every quantity agrees with 50 digits from T = 1e-6 to 1e6") {
  WorstCases worst;
  for (const std::string name :
       {"cat_sat_toy", "float_subnormal_gap", "gap1e-12", "gap_1ulp", "n1", "n1_huge", "neg_inf_mixed",
        "neg_inf_single_left", "tie2", "tie3", "tie_all_uniform5", "two_level", "zipf50k"}) {
    const auto data = reference::load(fmt::format("softmax50/{}.json", name).c_str());
    const Spectrum spectrum = Spectrum::from_logits(logits_of(data));
    for (const auto& row : data["results"]) {
      check_row(spectrum, row, name, worst);
    }
  }
  worst.print();
}

// The exact values below were computed with 80 digits.

TEST_CASE("differences of nearly equal terms keep their digits") {
  // Energies −ln p: Z(1) is 1 but for the rounding of the logarithms.
  const Spectrum log_probabilities({0x1.6d3c324e13f50p-2, 0x1.26bb1bbb55515p+1, 0x1.26bb1bbb55515p+1,
                                    0x1.7f7427b73e391p+1, 0x1.c0d6e3a1428a6p+1, 0x1.f4bd2b7ac1bafp+1});
  const Thermodynamics normalised = thermodynamics(log_probabilities, Temperature(1));
  check_relative(normalised.log_z, 2.888575485098104702e-18);
  check_relative(normalised.free_energy, -2.888575485098104702e-18);
  check_relative(normalised.mean_energy, 1.0434132900617838205);

  const Thermodynamics symmetric = thermodynamics(Spectrum({-1, -0.3, 0.3, 1}), Temperature(1e6));
  check_relative(symmetric.mean_energy, -5.449999999999354925e-7);
  check_relative(symmetric.log_z, 1.3862943611201631188);

  const Thermodynamics crossing =
      thermodynamics(Spectrum({-1, 0.5, 0.75, 0.875}), Temperature(0x1.27226fd45f950p+1));
  check_relative(crossing.mean_energy, 2.5563099709773666726e-17);

  const Thermodynamics one =
      thermodynamics(Spectrum({0.5, 0.75, 0.875, 3}), Temperature(0x1.3e74511c4c4b4p-1));
  check_relative(one.log_z, 1.0944840435844623126e-17);
  check_relative(one.free_energy, -6.8074847368898613323e-18);
}

TEST_CASE("nothing over- or underflows on the way to a representable result") {
  SECTION("degeneracies and weights at opposite ends of the range") {
    const Thermodynamics thermo =
        thermodynamics(Spectrum({0, 1, 1.5}, {1, 1e300, 2e300}), Temperature(1 / 704.0));
    check_relative(thermo.log_z, 1.8058611207841268055e-6);
    check_relative(thermo.mean_energy, 1.8058594902179145512e-6);
    check_relative(thermo.energy_variance, 1.8058562290894161411e-6);
    check_relative(thermo.entropy, 0.0012731309422341959356);
    check_relative(thermo.heat_capacity, 0.8950112408363800205);
    check_relative(thermo.entropy_slope, 630.08791354881151694);
  }
  SECTION("a weight that a double cannot hold, with a slope that it can") {
    const Thermodynamics thermo = thermodynamics(Spectrum({0, 7.3e-4}), Temperature(1e-6));
    check_relative(thermo.entropy_slope, 4.9167025009851933926e-306);
    CHECK(thermo.log_z < 1e-315);
  }
  SECTION("energies whose squares are out of range") {
    const Thermodynamics tiny = thermodynamics(Spectrum({0, 1e-200, 3e-200}), Temperature(1e-200));
    const Thermodynamics huge = thermodynamics(Spectrum({0, 1e200, 3e200}), Temperature(1e200));
    for (const auto& thermo : {tiny, huge}) {
      check_relative(thermo.log_z, 0.34901221676818638542);
      check_relative(thermo.entropy, 0.71386575798862467546);
      check_relative(thermo.heat_capacity, 0.44244959643538257273);
    }
    check_relative(tiny.entropy_slope, 4.4244959643538258065e199);
    check_relative(huge.entropy_slope, 4.4244959643538258613e-201);
    CHECK(tiny.energy_variance == 0);
    CHECK(huge.energy_variance == infinity);
  }
}

TEST_CASE("no temperature and no spectrum gives NaN, a negative entropy or a negative variance") {
  const std::vector<Spectrum> spectra = {
      Spectrum({0}),
      Spectrum({5e-324, 0, 1e-310}),
      Spectrum({-8e307, 8e307, 0}),
      Spectrum({1, 1, 1, 1}),
      Spectrum({0, 1, infinity, 1e300}),
      Spectrum({0, 1e-300, 1, 1e300}),
      Spectrum({3, 4}, {1e307, 1e-300}),
      Spectrum({3, 4}, {1, 1.7e308}),
      Spectrum({-1e16, -1e16 + 2, 1e16}),
  };
  for (std::size_t i = 0; i < spectra.size(); ++i) {
    for (const double value :
         {0.0, 5e-324, 1e-310, 1e-300, 1e-100, 1e-6, 1.0, 1e6, 1e100, 1e300, 1e308, infinity}) {
      INFO("spectrum " << i << ", T = " << value);
      const Temperature t(value);
      const Thermodynamics thermo = thermodynamics(spectra[i], t);
      CHECK(!std::isnan(thermo.log_z));
      CHECK(!std::isnan(thermo.free_energy));
      CHECK(std::isfinite(thermo.mean_energy));
      CHECK(thermo.energy_variance >= 0);
      CHECK(thermo.heat_capacity >= 0);
      CHECK(thermo.entropy_slope >= 0);
      CHECK(thermo.entropy >= 0);
      CHECK(std::isfinite(thermo.entropy));
      CHECK(std::isfinite(thermo.heat_capacity));
      for (const DistanceToLimit distance :
           {distance_to_zero(spectra[i], t), distance_to_infinity(spectra[i], t)}) {
        CHECK(distance.entropy >= 0);
        CHECK(distance.energy >= 0);
        CHECK(std::isfinite(distance.entropy));
        CHECK(std::isfinite(distance.energy));
      }
    }
  }
}
