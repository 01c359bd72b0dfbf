#include "onedial/anneal/temperature_ladder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "catch.hpp"
#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"

using namespace onedial;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

std::vector<Temperature> ladder_of(const std::vector<double>& values) {
  std::vector<Temperature> ladder;
  for (const double value : values) {
    ladder.emplace_back(value);
  }
  return ladder;
}

/// N spins in a field of 1, which know nothing of each other: σ = √N/cosh β, and with it a length that has a
/// formula, and energies −N, −N + 2, … N that are all but normal.
constexpr int spins = 400;

double paramagnet_length(double cold_beta, double hot_beta) {
  const auto gudermann = [](double x) { return 2 * std::atan(std::tanh(x / 2)); };
  return std::sqrt(spins) * (gudermann(cold_beta) - gudermann(hot_beta));
}

ThermodynamicLength paramagnet(double cold, int knots) {
  std::vector<EnergySpread> spreads;
  for (int k = 0; k < knots; ++k) {
    const double beta = (1 - k / (knots - 1.0)) / cold;
    spreads.push_back(
        {beta > 0 ? Temperature(1 / beta) : Temperature::infinite(), std::sqrt(spins) / std::cosh(beta)});
  }
  return ThermodynamicLength(spreads);
}

std::vector<double> paramagnet_probabilities(Temperature t) {
  std::vector<double> p;
  const double up = 1 / (1 + std::exp(-t.reduced(2)));
  for (int n = 0; n <= spins; ++n) {
    const double log_choose = std::lgamma(spins + 1) - std::lgamma(n + 1) - std::lgamma(spins - n + 1);
    p.push_back(std::exp(log_choose + n * std::log(up) + (spins - n) * std::log(1 - up)));
  }
  return p;
}

double paramagnet_swap_rate(Temperature cold, Temperature hot) {
  const auto p = paramagnet_probabilities(cold);
  const auto q = paramagnet_probabilities(hot);
  double rate = 0;
  for (int a = 0; a <= spins; ++a) {
    for (int b = 0; b <= spins; ++b) {
      const double gap = 2.0 * (b - a);  // E_cold − E_hot, with n up: E = N − 2n
      rate += p[static_cast<std::size_t>(a)] * q[static_cast<std::size_t>(b)] *
              std::min(1.0, std::exp(cold.reduced(gap) - hot.reduced(gap)));
    }
  }
  return rate;
}

std::shared_ptr<const PairwiseModel> ising_16() {
  return std::make_shared<const PairwiseModel>(ising_lattice({.length = 16}));
}

struct Estimate {
  double mean;
  double variance;  ///< of the mean
};

Estimate over(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return {mean, squares / (count - 1) / count};
}

}  // namespace

TEST_CASE("spaced ladders hold their ends and step evenly in ln T, in T or in 1/T") {
  const Temperature cold(0.3);
  const Temperature hot(7);
  for (const auto spacing : {LadderSpacing::geometric, LadderSpacing::linear, LadderSpacing::linear_beta}) {
    const auto measure = [&](Temperature t) {
      return spacing == LadderSpacing::geometric ? std::log(t.value())
             : spacing == LadderSpacing::linear  ? t.value()
                                                 : -1 / t.value();
    };
    for (const Index count : {2, 3, 11}) {
      const auto ladder = spaced_ladder(spacing, cold, hot, count);
      REQUIRE(std::ssize(ladder) == count);
      CHECK(ladder.front() == cold);
      CHECK(ladder.back() == hot);
      const double step = (measure(hot) - measure(cold)) / static_cast<double>(count - 1);
      for (std::size_t k = 1; k < ladder.size(); ++k) {
        CHECK(measure(ladder[k]) - measure(ladder[k - 1]) == Approx(step).epsilon(1e-12));
      }
    }
  }
  CHECK(spaced_ladder(LadderSpacing::linear, Temperature::zero(), Temperature(2), 3)[1].value() == 1);
  CHECK(spaced_ladder(LadderSpacing::linear_beta, Temperature(2), Temperature::infinite(), 3)[1].value() ==
        4);
}

TEST_CASE("spaced ladders that cannot be are refused") {
  using enum LadderSpacing;
  const Temperature one(1);
  const Temperature two(2);
  CHECK_THROWS_WITH(spaced_ladder(geometric, one, two, 1), ContainsSubstring("at least 2"));
  CHECK_THROWS_WITH(spaced_ladder(geometric, two, one, 3), ContainsSubstring("rise"));
  CHECK_THROWS_AS(spaced_ladder(linear, one, one, 3), std::invalid_argument);
  CHECK_THROWS_WITH(spaced_ladder(geometric, Temperature::zero(), one, 3), ContainsSubstring("linear"));
  CHECK_THROWS_AS(spaced_ladder(linear_beta, Temperature::zero(), one, 3), std::invalid_argument);
  CHECK_THROWS_WITH(spaced_ladder(geometric, one, Temperature::infinite(), 3),
                    ContainsSubstring("linear_beta"));
  CHECK_THROWS_AS(spaced_ladder(linear, one, Temperature::infinite(), 3), std::invalid_argument);
}

TEST_CASE("the length of a paramagnet is that of its formula, up to T = infinity") {
  const ThermodynamicLength length = paramagnet(0.5, 201);
  CHECK(length.total() == Approx(paramagnet_length(2, 0)).epsilon(1e-4));
  for (const double t : {0.5, 0.51, 0.77, 1.0, 3.3, 100.0}) {
    CHECK(length.from_coldest(Temperature(t)) == Approx(paramagnet_length(2, 1 / t)).epsilon(1e-4));
  }
  CHECK(length.from_coldest(Temperature::infinite()) == length.total());
}

TEST_CASE("a ladder of equal acceptance swaps equally often everywhere, at the rate foretold") {
  const ThermodynamicLength length = paramagnet(1, 41);
  const Temperature cold(1);
  const Temperature hot = Temperature::infinite();
  constexpr Index count = 16;
  const auto ladder = length.equal_acceptance_ladder(cold, hot, count);
  REQUIRE(std::ssize(ladder) == count);
  CHECK(ladder.front() == cold);
  CHECK(ladder.back() == hot);
  const double foretold = normal_swap_rate(length.total() / static_cast<double>(count - 1));
  CHECK(foretold == Approx(0.414).margin(0.001));
  for (std::size_t k = 1; k < ladder.size(); ++k) {
    INFO("level " << k);
    CHECK(length.from_coldest(ladder[k]) - length.from_coldest(ladder[k - 1]) ==
          Approx(length.total() / static_cast<double>(count - 1)).epsilon(1e-9));
    CHECK(paramagnet_swap_rate(ladder[k - 1], ladder[k]) == Approx(foretold).epsilon(0.01));
  }
  // A part of the range: the same steps from end to end of it.
  const auto part = length.equal_acceptance_ladder(Temperature(1.5), Temperature(4), 4);
  CHECK(part.front() == Temperature(1.5));
  CHECK(part.back() == Temperature(4));
  const double rate = paramagnet_swap_rate(part[0], part[1]);
  CHECK(paramagnet_swap_rate(part[1], part[2]) == Approx(rate).epsilon(0.01));
  CHECK(paramagnet_swap_rate(part[2], part[3]) == Approx(rate).epsilon(0.01));
}

TEST_CASE("as many levels as a wanted acceptance takes, and not one more") {
  const ThermodynamicLength length = paramagnet(1, 41);
  const Temperature hot = Temperature::infinite();
  for (const double wanted : {0.001, 0.23, 0.4, 0.9}) {
    const Index count = length.levels_for(wanted, Temperature(1), hot);
    CHECK(normal_swap_rate(length.total() / static_cast<double>(count - 1)) >= wanted);
    CHECK(normal_swap_rate(length.total() / static_cast<double>(count - 2)) < wanted);
  }
  CHECK(length.levels_for(0.5, Temperature(1), Temperature(1.0001)) == 2);
  CHECK(normal_swap_rate(0) == 1);
}

TEST_CASE("what is frozen still gets levels, and only that is touched") {
  const std::vector<EnergySpread> spreads = {{Temperature(0.1), 0},
                                             {Temperature(0.2), 0},
                                             {Temperature(1), 10},
                                             {Temperature(100), 10},
                                             {Temperature::infinite(), 10}};
  const ThermodynamicLength length(spreads);
  // √C = ½ at both ends of the first stretch: σ = 0.05 and 0.1.
  CHECK(length.from_coldest(Temperature(0.2)) == Approx(5 * 0.075).epsilon(1e-12));
  CHECK(length.total() == Approx(5 * 0.075 + 4 * 5.05 + 10).epsilon(1e-12));
  const auto all_frozen = ThermodynamicLength({{Temperature(1), 0}, {Temperature(2), 0}});
  CHECK(all_frozen.equal_acceptance_ladder(Temperature(1), Temperature(2), 3).size() == 3);
}

TEST_CASE("spreads and ranges that cannot be are refused") {
  const Temperature one(1);
  const Temperature two(2);
  CHECK_THROWS_AS(ThermodynamicLength({{one, 1}}), std::invalid_argument);
  CHECK_THROWS_WITH(ThermodynamicLength({{Temperature::zero(), 1}, {two, 1}}), ContainsSubstring("T = 0"));
  CHECK_THROWS_WITH(ThermodynamicLength({{two, 1}, {one, 1}}), ContainsSubstring("rise"));
  for (const double sigma : {-1.0, not_a_number, std::numeric_limits<double>::infinity()}) {
    CHECK_THROWS_WITH(ThermodynamicLength({{one, 1}, {two, sigma}}), ContainsSubstring("level 1"));
  }
  const ThermodynamicLength length({{one, 1}, {two, 1}, {Temperature(3), 0}, {Temperature(4), 0}});
  CHECK_THROWS_WITH(length.from_coldest(Temperature(0.5)), ContainsSubstring("0.5"));
  CHECK_THROWS_AS(length.from_coldest(Temperature(5)), std::invalid_argument);
  CHECK_THROWS_AS(length.equal_acceptance_ladder(one, two, 1), std::invalid_argument);
  CHECK_THROWS_AS(length.equal_acceptance_ladder(two, one, 3), std::invalid_argument);
  CHECK_THROWS_AS(length.equal_acceptance_ladder(one, Temperature(5), 3), std::invalid_argument);
  CHECK_THROWS_WITH(length.equal_acceptance_ladder(Temperature(3), Temperature(4), 3),
                    ContainsSubstring("do not spread"));
  for (const double acceptance : {0.0, 1.0, not_a_number}) {
    CHECK_THROWS_WITH(length.levels_for(acceptance, one, two), ContainsSubstring("acceptance"));
  }
}

TEST_CASE("the square lattice of 16 swaps equally often on its ladder, by exact spreads of energy") {
  const Temperature cold(1.8);
  const Temperature hot(4);
  std::vector<EnergySpread> spreads;
  for (const Temperature t : spaced_ladder(LadderSpacing::geometric, cold, hot, 60)) {
    spreads.push_back({t, std::sqrt(ising_square(16, t).energy_variance)});
  }
  const ThermodynamicLength length(spreads);
  const Index count = length.levels_for(0.4, cold, hot);
  REQUIRE(count == 10);
  const double foretold = normal_swap_rate(length.total() / static_cast<double>(count - 1));

  // The rate of each pair against the mean of all, in independent systems.
  const auto most_unequal = [&](const std::vector<Temperature>& ladder, double& mean_rate) {
    constexpr std::size_t systems = 16;
    std::vector rates(ladder.size() - 1, std::vector<double>(systems));
    std::vector<double> means(systems);
    const auto model = ising_16();
    for (std::size_t s = 0; s < systems; ++s) {
      const auto system = make_system(model, {.replicas = 6 * count}, s);
      ReplicaExchange exchange(*system, ladder, s);
      for (int sweep = 0; sweep < 300; ++sweep) {
        exchange.sweep();
      }
      exchange.reset_statistics();
      for (int sweep = 0; sweep < 1000; ++sweep) {
        exchange.sweep();
      }
      const auto of_system = exchange.swap_rates();
      means[s] = over(of_system).mean;
      for (std::size_t k = 0; k < rates.size(); ++k) {
        rates[k][s] = of_system[k] - means[s];
      }
    }
    mean_rate = over(means).mean;
    double worst = 0;
    for (const auto& of_pair : rates) {
      const Estimate difference = over(of_pair);
      worst = std::max(worst, std::abs(difference.mean) / std::sqrt(difference.variance));
    }
    return worst;
  };
  double rate = 0;
  CHECK(most_unequal(length.equal_acceptance_ladder(cold, hot, count), rate) < 5);
  CHECK(rate == Approx(foretold).epsilon(0.03));
  CHECK(most_unequal(spaced_ladder(LadderSpacing::geometric, cold, hot, count), rate) > 50);
}

TEST_CASE("a rising fit is the largest of the least means around each value") {
  CHECK(rising_fit({}).empty());
  CHECK(rising_fit(std::vector<double>{1, 2, 3}) == std::vector<double>{1, 2, 3});
  CHECK(rising_fit(std::vector<double>{3, 2, 1}) == std::vector<double>{2, 2, 2});
  CHECK(rising_fit(std::vector<double>{1, 3, 2, 4}) == std::vector<double>{1, 2.5, 2.5, 4});
  CHECK(rising_fit(std::vector<double>{0, 4, 5, 0, 9}) == std::vector<double>{0, 3, 3, 3, 9});
  RandomStream random(5, 0);
  for (int trial = 0; trial < 100; ++trial) {
    std::vector<double> values(12);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = uniform01(random) + 0.05 * static_cast<double>(i);
    }
    const auto fit = rising_fit(values);
    for (std::size_t k = 0; k < values.size(); ++k) {  // the min-max formula
      double largest = -1e9;
      for (std::size_t i = 0; i <= k; ++i) {
        double least = 1e9;
        double sum = std::accumulate(values.begin() + static_cast<Index>(i),
                                     values.begin() + static_cast<Index>(k), 0.0);
        for (std::size_t j = k; j < values.size(); ++j) {
          sum += values[j];
          least = std::min(least, sum / static_cast<double>(j - i + 1));
        }
        largest = std::max(largest, least);
      }
      CHECK(fit[k] == Approx(largest).epsilon(1e-12));
    }
  }
}

TEST_CASE("feedback moves levels to where the flow is held up") {
  // Shares √0.8 : √0.2 = 2 : 1, so that the middle of them is three quarters into the first interval.
  const auto moved = feedback_ladder(ladder_of({1, 2, 6}), std::vector<double>{0, 0.8, 1});
  REQUIRE(moved.size() == 3);
  CHECK(moved[0].value() == 1);
  CHECK(moved[1].value() == Approx(1.75).epsilon(1e-12));
  CHECK(moved[2].value() == 6);
  // A fraction that rises by equal steps is the best there is.
  const auto best = ladder_of({0, 0.5, 2, 3, 10});
  const auto kept = feedback_ladder(best, std::vector<double>{0, 0.25, 0.5, 0.75, 1});
  for (std::size_t k = 0; k < best.size(); ++k) {
    CHECK(kept[k].value() == Approx(best[k].value()).epsilon(1e-12));
  }
  // Values out of order count as their mean.
  const auto ladder = ladder_of({1, 2, 3, 4});
  CHECK(feedback_ladder(ladder, std::vector<double>{0, 0.6, 0.4, 1}) ==
        feedback_ladder(ladder, std::vector<double>{0, 0.5, 0.5, 1}));
  // Where nothing passes, the interval is halved many times, but no other is left without a level for long:
  // Δf counts as a tenth of the mean step, 1/30, so that shares are 1 : √(1/30) : √(1/30).
  const auto held_up = feedback_ladder(ladder, std::vector<double>{0, 1, 1, 1});
  const double share = (1 + 2 * std::sqrt(1.0 / 30)) / 3;
  CHECK(held_up[1].value() == Approx(1 + share).epsilon(1e-12));
  CHECK(held_up[2].value() == Approx(1 + 2 * share).epsilon(1e-12));
  CHECK(feedback_ladder(ladder_of({1, 2}), std::vector<double>{0, 1}) == ladder_of({1, 2}));
}

TEST_CASE("feedback refuses flow that was not measured") {
  const auto ladder = ladder_of({1, 2, 3});
  const auto feedback = [](const std::vector<Temperature>& t, const std::vector<double>& f) {
    return feedback_ladder(t, f);
  };
  CHECK_THROWS_WITH(feedback(ladder, {0, not_a_number, 1}), ContainsSubstring("level 1"));
  CHECK_THROWS_WITH(feedback(ladder, {0, 1.5, 1}), ContainsSubstring("[0, 1]"));
  CHECK_THROWS_WITH(feedback(ladder, {0, 1}), ContainsSubstring("2 fractions"));
  CHECK_THROWS_WITH(feedback(ladder, {1, 0.5, 0}), ContainsSubstring("no flow"));
  CHECK_THROWS_WITH(feedback(ladder_of({1, 3, 2}), {0, 0.5, 1}), ContainsSubstring("rise"));
  CHECK_THROWS_AS(feedback(ladder_of({1}), {0}), std::invalid_argument);
  CHECK_THROWS_WITH(feedback({Temperature(1), Temperature::infinite()}, {0, 1}),
                    ContainsSubstring("infinite"));
}

TEST_CASE("on the square lattice feedback speeds replicas up through the transition") {
  const auto model = ising_16();
  const auto geometric = spaced_ladder(LadderSpacing::geometric, Temperature(1.8), Temperature(4), 10);
  const auto run = [](ReplicaExchange& exchange, int sweeps) {
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      exchange.sweep();
    }
  };
  const auto system = make_system(model, {.replicas = 80}, 100);
  ReplicaExchange exchange(*system, geometric, 100);
  for (int round = 0; round < 3; ++round) {
    run(exchange, 300);
    exchange.reset_statistics();
    run(exchange, 2000);
    exchange.set_temperatures(feedback_ladder(exchange.temperatures(), exchange.hot_fractions()));
  }
  const auto round_trips = [&](const std::vector<Temperature>& ladder, std::uint64_t first_seed) {
    std::vector<double> trips;
    for (std::uint64_t s = 0; s < 12; ++s) {
      const auto fresh = make_system(model, {.replicas = 40}, first_seed + s);
      ReplicaExchange independent(*fresh, ladder, first_seed + s);
      run(independent, 500);
      independent.reset_statistics();
      run(independent, 2000);
      trips.push_back(static_cast<double>(independent.round_trips()));
    }
    return over(trips);
  };
  const Estimate before = round_trips(geometric, 200);
  const Estimate after = round_trips(exchange.temperatures(), 300);
  INFO("round trips: " << before.mean << " before, " << after.mean << " after");
  CHECK(after.mean - before.mean > 5 * std::sqrt(before.variance + after.variance));
  CHECK(after.mean > 1.3 * before.mean);
  // The levels crowd around the transition, T_c = 2.27.
  const auto& ladder = exchange.temperatures();
  CHECK(std::count_if(ladder.begin(), ladder.end(),
                      [](Temperature t) { return t.value() > 2.1 && t.value() < 2.6; }) >= 4);
}
