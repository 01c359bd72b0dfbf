#include "onedial/problem/travelling_salesman.hpp"

#include <algorithm>
#include <numeric>

#include "catch.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/city_map.hpp"
#include "permutation_ground_states.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

TravellingSalesman square() {
  return TravellingSalesman(
      CityMap("square", Metric::euclidean, {{0, 0}, {0, 10}, {10, 10}, {10, 0}, {13, 4}}));
}

/// Cities with ways of real lengths, below 0 too, that meet no triangle inequality.
TravellingSalesman crooked(Index cities, std::uint64_t seed) {
  std::vector<double> lengths(static_cast<std::size_t>(cities * cities));
  RandomStream random(seed, 0);
  for (Index a = 0; a < cities; ++a) {
    for (Index b = 0; b < a; ++b) {
      lengths[static_cast<std::size_t>(a * cities + b)] = lengths[static_cast<std::size_t>(b * cities + a)] =
          20 * uniform01(random) - 3;
    }
  }
  return TravellingSalesman(CityMap("crooked", std::move(lengths), {}));
}

}  // namespace

TEST_CASE("a tour is as long as its ways, and must visit each city once") {
  const auto problem = square();
  CHECK(problem.evaluate({0, 1, 2, 3, 4}).objective == 10 + 10 + 10 + 5 + 14);
  CHECK(problem.evaluate({4, 0, 1, 2, 3}).objective == 49);
  CHECK(problem.evaluate({0, 1, 2, 3, 4}).feasible);
  const Evaluation twice = problem.evaluate({0, 1, 1, 3, 4});
  CHECK_FALSE(twice.feasible);
  CHECK(twice.violation == "city 2 comes 2 times");
  CHECK(problem.evaluate({0, Problem::undecided, 1, 1, 1}).violation == "place 2 has no city, and 1 more");
  CHECK(problem.repaired({0, Problem::undecided, 1, 1, 4}) == State{0, 2, 1, 3, 4});
  CHECK_THROWS_AS(problem.evaluate({0, 1, 2}), std::invalid_argument);
  CHECK_THROWS_AS(problem.evaluate({0, 1, 2, 3, 5}), std::invalid_argument);
  CHECK_THROWS_AS(TravellingSalesman(CityMap("two", Metric::euclidean, {{0, 0}, {1, 1}})), InputError);

  const auto picture = problem.picture({0, 1, 2, 3, 4});
  REQUIRE(picture);
  CHECK(picture->dots.size() == 5);
  CHECK(picture->lines.size() == 5);
  CHECK(picture->caption == "length 49");
  CHECK_FALSE(crooked(4, 1).picture({0, 1, 2, 3}).has_value());
}

TEST_CASE("tours are written one city a line, and read from TSPLIB as well") {
  const auto problem = square();
  const ScratchDirectory scratch;
  const auto read = [&](const std::string& text) { return problem.read_answer(scratch.write("tour", text)); };
  const auto error_of = [&](const std::string& text) {
    const std::string message = message_of<InputError>([&] { read(text); });
    return message.substr(std::min(message.size(), message.find("tour:")));
  };
  const State tour = {0, 3, 2, 4, 1};
  CHECK(problem.answer_text(tour) == "1\n4\n3\n5\n2\n");
  CHECK(read(problem.answer_text(tour)) == tour);
  CHECK(read(problem.answer_text({0, Problem::undecided, 2, 4, 2})) == State{0, Problem::undecided, 2, 4, 2});
  CHECK(read("NAME : square.opt.tour\nTYPE : TOUR\nDIMENSION : 5\nTOUR_SECTION\n1\n4\n3\n5 2 -1\nEOF\n") ==
        tour);
  CHECK(read("TOUR_SECTION\n1\n4\n3\n5 2\n") == tour);
  CHECK_THAT(error_of("1\n4\n3\n"), ContainsSubstring("gives 3 of 5 numbers"));
  CHECK_THAT(error_of("1\n4\n3\n5\n2\n2\n"), ContainsSubstring("tour:6: more than 5 numbers"));
  CHECK_THAT(error_of("1\n4\n6\n5\n2\n"), ContainsSubstring("tour:3: city 6 does not exist"));
  CHECK_THAT(error_of("1\n4\n-1\n5\n2\n"), ContainsSubstring("tour:3: city -1 does not exist"));
  CHECK_THAT(error_of("TYPE : TOUR\nDIMENSION : 6\n"), ContainsSubstring("tour:2: a tour of 6 cities; 5"));
  CHECK_THAT(error_of("TYPE : TSP\n"), ContainsSubstring("tour:1: TYPE 'TSP'"));
  CHECK_THAT(error_of("NAME : t\n"), ContainsSubstring("has no TOUR_SECTION"));
}

TEST_CASE("annealing tours finds the shortest of crooked maps, by energies that are their lengths") {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto problem = crooked(8, seed);
    const Encoding encoding = problem.encode({});
    const auto system = make_system(encoding, {.kernel = usual_kernel(encoding), .replicas = 4}, 1);
    const auto range = temperature_range(encoding);
    const AnnealResult result = anneal(*system, GeometricSchedule{range.hot, range.cold}, {.sweeps = 1000});
    double best = HUGE_VAL;
    State order(8);
    std::iota(order.begin(), order.end(), 0);
    do {
      best = std::min(best, problem.evaluate(order).objective);
    } while (std::next_permutation(order.begin() + 1, order.end()));
    CHECK(result.best_energy == Approx(best));
    CHECK(problem.evaluate(encoding.decode(result.best_state)).objective == Approx(best));
  }
}

TEST_CASE("ground states of tours as bits are the shortest tours, with the penalty that is proven enough") {
  permutations::check_ground_states(square());
  for (const auto& [cities, seed] : {std::pair{3, 1}, std::pair{4, 2}, std::pair{5, 3}, std::pair{5, 4}}) {
    permutations::check_ground_states(crooked(cities, static_cast<std::uint64_t>(seed)));
  }
}

TEST_CASE("a penalty too small makes it pay to leave cities out") {
  const auto problem = square();
  const Encoding cheap = problem.encode({.name = "qubo", .penalty = 1.0});
  const auto energies = enumerate(pairwise_model(cheap));
  CHECK(*std::min_element(energies.begin(), energies.end()) < 49);
  CHECK_THAT(cheap.penalty_text, ContainsSubstring("penalty 1, below"));
  CHECK_THROWS_AS(problem.encode({.name = "permutation", .penalty = 1.0}), std::invalid_argument);
  CHECK_THROWS_AS(problem.encode({.name = "spins"}), std::invalid_argument);
}
