#include "onedial/problem/tour_model.hpp"

#include <cmath>
#include <stdexcept>

#include "catch.hpp"
#include "permutation_states.hpp"

using namespace onedial;
using namespace onedial::permutations;

namespace {

/// Ways of no symmetry, some as long as each other.
CityMap small_map(Index cities) {
  std::vector<double> lengths(static_cast<std::size_t>(cities * cities));
  RandomStream random(7, 0);
  for (Index a = 0; a < cities; ++a) {
    for (Index b = 0; b < a; ++b) {
      const double length = std::floor(12 * uniform01(random)) / 4;
      lengths[static_cast<std::size_t>(a * cities + b)] = lengths[static_cast<std::size_t>(b * cities + a)] =
          length;
    }
  }
  return {"small", std::move(lengths), {}};
}

TourModel small_model(Index cities, Index near) {
  const auto map = std::make_shared<const CityMap>(small_map(cities));
  return TourModel(std::make_shared<const TourGround>(TourGround{map, NearestCities(*map, near)}));
}

template <class Kernel>
void check_balance(Index cities, Index near) {
  const TourModel model = small_model(cities, near);
  const auto tours = all_states(model);
  for (const double value : {0.4, 2.0, HUGE_VAL}) {
    const Temperature t(value);
    INFO("cities " << cities << ", near " << near << ", T " << value);
    const Eigen::VectorXd law = boltzmann_law(model, tours, t);
    const Eigen::MatrixXd p = move_matrix<Kernel>(model, tours, t);
    CHECK((p.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-13);
    CHECK(outcomes::imbalance(p, law) < 1e-15);
    if (!t.is_infinite() && tours.size() > 1) {
      CHECK(outcomes::imbalance(move_matrix<Kernel>(model, tours, Temperature(1.01 * value)), law) > 1e-6);
    }
  }
}

}  // namespace

TEST_CASE("there are as many tours as there are, and one is read the same wherever it starts") {
  CHECK(all_states(small_model(3, 2)).size() == 1);
  CHECK(all_states(small_model(4, 2)).size() == 3);
  CHECK(all_states(small_model(6, 2)).size() == 60);
  TourModel model = small_model(6, 2);
  CHECK(model.place({3, 4, 0, 2, 1, 5}) == model.place({2, 0, 4, 3, 5, 1}));
  State state;
  model.read(state);
  CHECK(state == State{0, 2, 1, 5, 3, 4});
  CHECK_THROWS_WITH(model.place({0, 1, 2, 3, 4, 4}), ContainsSubstring("level 4 comes 2 times"));
  CHECK_THROWS_AS(model.place({0, 1, 2, 3, 4, 6}), std::invalid_argument);
  CHECK_THROWS_AS(model.place({0, 1, 2}), std::invalid_argument);
  State after;
  model.read(after);
  CHECK(after == state);
}

TEST_CASE("moves of tours are in detailed balance with the Boltzmann distribution over all tours") {
  for (const Index cities : {3, 4, 5, 6}) {
    for (const Index near : {1, 2, 5}) {
      check_balance<Metropolis>(cities, near);
    }
  }
  check_balance<HeatBath>(5, 2);
}

TEST_CASE("moves reach every tour") {
  const TourModel model = small_model(6, 1);
  const auto tours = all_states(model);
  Eigen::MatrixXd p = move_matrix<Metropolis>(model, tours, Temperature::infinite());
  for (int k = 0; k < 4; ++k) {
    p = p * p;
  }
  CHECK(p.minCoeff() > 0);
}

TEST_CASE("replicas of tours have the exact distribution over all tours of seven cities") {
  const TourModel model = small_model(7, 3);
  const auto tours = all_states(model);
  REQUIRE(tours.size() == 360);
  for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
    const auto system = make_move_system(model, kernel, 500, 1, 21);
    const auto counts = count_states(*system, tours, Temperature(1.5), 100, 60, 20);
    INFO("kernel " << static_cast<int>(kernel));
    // Five standard deviations, of three comparisons.
    CHECK(outcomes::p_value(counts, boltzmann_law(model, tours, Temperature(1.5))) > 2e-7);
  }
  const auto random = make_move_system(model, KernelKind::metropolis, 20'000, 1, 5);
  const auto counts = count_states(*random, tours, Temperature(1), 0, 1, 0);
  CHECK(outcomes::p_value(counts, Eigen::VectorXd::Constant(360, 1.0 / 360)) > 2e-7);
}

TEST_CASE("random tours depend on the seed alone, not on the tours before") {
  const auto system = make_move_system(small_model(9, 3), KernelKind::metropolis, 5, 1, 21);
  const std::vector<double> first(system->energies().begin(), system->energies().end());
  const std::vector<Temperature> hot(5, Temperature(3));
  system->sweep(hot);
  system->randomize(21);
  CHECK(std::vector<double>(system->energies().begin(), system->energies().end()) == first);
}

TEST_CASE("moves of long tours cost what they say, however far they reach") {
  std::vector<Point> points;
  RandomStream random(3, 0);
  for (int k = 0; k < 101; ++k) {
    points.push_back({1000 * uniform01(random), 1000 * uniform01(random)});
  }
  const auto map = std::make_shared<const CityMap>(CityMap("random", Metric::euclidean, points));
  TourModel model(std::make_shared<const TourGround>(TourGround{map, NearestCities(*map, 6)}));
  RandomDecision decide(random);
  model.randomize(decide);
  State state;
  model.read(state);
  double energy = model.place(state);
  int made = 0;
  for (int k = 0; k < 20'000; ++k) {
    if (const auto change = try_move<Metropolis>(model, Temperature(k % 2 == 0 ? 1000 : 50), decide)) {
      energy += *change;
      ++made;
      if (made % 10 == 0) {
        model.read(state);
        REQUIRE(TourModel(model).place(state) == energy);  // lengths are whole numbers
      }
    }
  }
  CHECK(made > 2000);
}

TEST_CASE("near cities are the nearest, by number where ways are as long") {
  const CityMap map("square", Metric::euclidean, {{0, 0}, {0, 10}, {10, 10}, {10, 0}, {3, 3}});
  const NearestCities nearest(map, 3);
  CHECK(nearest.of(0, 0) == 4);
  CHECK(nearest.of(0, 1) == 1);
  CHECK(nearest.of(0, 2) == 3);
  CHECK(nearest.reach(0) == 10);
  const NearestCities two(map, 2);
  for (Level a = 0; a < 5; ++a) {
    for (Level b = 0; b < 5; ++b) {
      if (a != b) {
        const bool listed = two.of(a, 0) == b || two.of(a, 1) == b;
        CHECK(two.has(a, b, map.length(a, b)) == listed);
      }
    }
  }
  CHECK(NearestCities(map, 100).count() == 4);
  CHECK_THROWS_AS(NearestCities(map, 0), std::invalid_argument);
}
