#include "onedial/memory/ags_theory.hpp"

#include <cmath>
#include <numbers>

#include "catch.hpp"

using namespace onedial;

TEST_CASE("memories are lost at a load of 0.138, with an overlap of 0.967") {
  const double critical = critical_load(Temperature::zero());
  CHECK(critical == Approx(0.137905566).epsilon(1e-8));
  const auto last = retrieval_state(critical * (1 - 1e-9), Temperature::zero());
  REQUIRE(last);
  CHECK(last->overlap == Approx(0.967).margin(5e-4));
  CHECK(!retrieval_state(critical * (1 + 1e-6), Temperature::zero()));
}

TEST_CASE("saddle points solve their equations") {
  for (const double load : {0.01, 0.05, 0.1}) {
    const auto cold = retrieval_state(load, Temperature::zero());
    REQUIRE(cold);
    const double width = std::sqrt(load * cold->noise);
    CHECK(cold->overlap == Approx(std::erf(cold->overlap / (width * std::numbers::sqrt2))).epsilon(1e-10));
    const double c = std::sqrt(2 / std::numbers::pi) / width *
                     std::exp(-cold->overlap * cold->overlap / (2 * width * width));
    CHECK(cold->noise == Approx(1 / ((1 - c) * (1 - c))).epsilon(1e-9));
  }
}

TEST_CASE("the free energy is that of the replicas, and stationary") {
  // By a plain sum over z, where tanh is not steep.
  const double load = 0.03;
  for (const double t : {0.2, 0.45}) {
    const auto f = [&](double m, double q, double r) {
      double spins = 0;
      for (double z = -9; z < 9; z += 0.001) {
        const double u = std::abs(std::sqrt(load * r) * z + m) / t;
        spins += 0.001 * std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi) *
                 (u + std::log1p(std::exp(-2 * u)));
      }
      const double c = (1 - q) / t;
      return load / 2 + m * m / 2 + load / 2 * (t * std::log(1 - c) - q / (1 - c) + r * c) - t * spins;
    };
    for (const auto& state :
         {retrieval_state(load, Temperature(t)), spin_glass_state(load, Temperature(t))}) {
      REQUIRE(state);
      const double m = state->overlap;
      const double q = state->spin_glass_order;
      const double r = state->noise;
      CHECK(state->free_energy == Approx(f(m, q, r)).epsilon(1e-11));
      constexpr double step = 1e-5;
      CHECK(std::abs(f(m + step, q, r) - f(m - step, q, r)) / (2 * step) < 1e-8);
      CHECK(std::abs(f(m, q + step * t, r) - f(m, q - step * t, r)) / (2 * step * t) < 1e-7);
      CHECK(std::abs(f(m, q, r + step) - f(m, q, r - step)) / (2 * step) < 1e-8);
    }
  }
}

TEST_CASE("entropy is the slope of the free energy, and energies are F + TS") {
  constexpr double step = 1e-4;
  for (const bool retrieval : {true, false}) {
    const auto state = [&](double t) {
      return retrieval ? *retrieval_state(0.03, Temperature(t)) : *spin_glass_state(0.03, Temperature(t));
    };
    for (const double t : {0.2, 0.45}) {
      const double slope = (state(t + step).free_energy - state(t - step).free_energy) / (2 * step);
      CHECK(state(t).entropy == Approx(-slope).epsilon(1e-5).margin(1e-7));
      CHECK(state(t).energy == Approx(state(t).free_energy + t * state(t).entropy).epsilon(1e-12));
    }
  }
}

TEST_CASE("the coldest states go over into those of T = 0") {
  for (const double load : {0.02, 0.1}) {
    const auto zero = retrieval_state(load, Temperature::zero());
    REQUIRE(zero);
    for (const double t : {1e-3, 1e-6, 1e-12}) {
      const auto near = retrieval_state(load, Temperature(t));
      REQUIRE(near);
      CHECK(std::abs(near->overlap - zero->overlap) <= 0.1 * t + 1e-12);
      CHECK(std::abs(near->energy - zero->energy) <= t * t + 1e-12);
      CHECK(std::abs(near->entropy - zero->entropy) <= 0.1 * t + 1e-10);
    }
    const auto glass = spin_glass_state(load, Temperature::zero());
    REQUIRE(glass);
    // −1/π − √(2α/π) (Amit, Gutfreund, Sompolinsky 1987, eq. 5.9), but for a constant of the diagonal, ½ α.
    CHECK(glass->energy ==
          Approx(-1 / std::numbers::pi - std::sqrt(2 * load / std::numbers::pi)).epsilon(1e-9));
    CHECK(spin_glass_state(load, Temperature(1e-6))->entropy == Approx(glass->entropy).margin(2e-6));
  }
}

TEST_CASE("the entropies at T = 0 are those that were published") {
  // Amit, Gutfreund, Sompolinsky 1987: at α_c −1.4·10⁻³ of the retrieval state, −0.07 of the spin glass.
  const double critical = critical_load(Temperature::zero());
  CHECK(retrieval_state(critical * (1 - 1e-12), Temperature::zero())->entropy ==
        Approx(-1.4e-3).margin(5e-5));
  CHECK(spin_glass_state(critical, Temperature::zero())->entropy == Approx(-0.07).margin(5e-3));
}

TEST_CASE("the phase diagram has the ends that are known") {
  CHECK(spin_glass_temperature(0.04) == Approx(1.2));
  CHECK(!spin_glass_state(0.04, Temperature(1.2001)));
  CHECK(spin_glass_state(0.04, Temperature(1.1999)));
  CHECK(*retrieval_temperature(0) == 1);
  // T_M ≈ 1 − 1.95√α and T_c ≈ 1 − 2.6√α (Amit, Gutfreund, Sompolinsky 1987).
  CHECK((1 - *retrieval_temperature(1e-6)) / 1e-3 == Approx(1.95).margin(0.01));
  CHECK((1 - *recall_temperature(1e-6)) / 1e-3 == Approx(2.6).margin(0.01));
  CHECK(!retrieval_temperature(0.139));
  CHECK(critical_load(Temperature(1)) == 0);
  // T_c reaches T = 0 where the spin glass has the energy of a memory, −½ but for e^{−1/2α}: published as
  // 0.051.
  const double end = std::numbers::pi / 2 * std::pow(0.5 - 1 / std::numbers::pi, 2);
  CHECK(recall_temperature(end - 1e-4).value() < recall_temperature(0.051).value());
  CHECK(!recall_temperature(end + 1e-4));
  double last_m = 1;
  double last_c = 1;
  for (const double load : {0.001, 0.01, 0.03, 0.05}) {
    const double melting = retrieval_temperature(load).value();
    const double recall = recall_temperature(load).value();
    CHECK(recall < melting);
    CHECK(melting < last_m);
    CHECK(recall < last_c);
    CHECK(critical_load(Temperature(melting)) == Approx(load).epsilon(1e-6));
    CHECK(retrieval_state(load, Temperature(melting - 1e-3)));
    CHECK(!retrieval_state(load, Temperature(melting + 1e-3)));
    const double f = retrieval_state(load, Temperature(recall))->free_energy;
    CHECK(f == Approx(spin_glass_state(load, Temperature(recall))->free_energy).epsilon(1e-8));
    last_m = melting;
    last_c = recall;
  }
  CHECK_THROWS_AS(retrieval_state(-1, Temperature(0.5)), std::invalid_argument);
}

TEST_CASE("with few patterns retrieval is that of a ferromagnet in mean field") {
  const auto state = retrieval_state(0, Temperature(0.5));
  REQUIRE(state);
  CHECK(state->overlap == Approx(std::tanh(state->overlap / 0.5)).epsilon(1e-10));
  CHECK(state->energy == Approx(-state->overlap * state->overlap / 2).epsilon(1e-9));
  CHECK(!retrieval_state(0, Temperature(1)));
}
