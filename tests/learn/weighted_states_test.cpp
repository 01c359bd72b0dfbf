#include "onedial/learn/weighted_states.hpp"

#include "catch.hpp"

using namespace onedial;

TEST_CASE("examples are counted") {
  const WeightedStates data = weighted_states({{1, 0}, {0, 1}, {1, 0}, {1, 0}});
  CHECK(data.states == std::vector<State>{{0, 1}, {1, 0}});
  CHECK(data.weights == Eigen::Vector2d(0.25, 0.75));
  CHECK(law_of(data) == std::vector<double>{0, 0.75, 0.25, 0});
}

TEST_CASE("a law leaves out what never happens") {
  const WeightedStates data = states_of_law(std::vector<double>{0.5, 0, 0.125, 0.375});
  CHECK(data.states == std::vector<State>{{0, 0}, {0, 1}, {1, 1}});
  CHECK(law_of(data) == std::vector<double>{0.5, 0, 0.125, 0.375});
}

TEST_CASE("rows of a data set become levels") {
  Dataset dataset;
  dataset.values.resize(2, 3);
  dataset.values << 0, 1, 0.6F, 0.4F, 0.5F, 0;
  CHECK(states_of(dataset) == std::vector<State>{{0, 1, 1}, {0, 0, 0}});
}

TEST_CASE("what is no law and no set of examples is refused") {
  CHECK_THROWS_AS(weighted_states(std::vector<State>{}), std::invalid_argument);
  CHECK_THROWS_AS(weighted_states({{0, 1}, {0}}), std::invalid_argument);
  CHECK_THROWS_AS(weighted_states({{0, 2}}), std::invalid_argument);
  CHECK_THROWS_AS(states_of_law(std::vector<double>{0.5, 0.25, 0.25}), std::invalid_argument);
  CHECK_THROWS_AS(states_of_law(std::vector<double>{0.5, 0.25}), std::invalid_argument);
  CHECK_THROWS_AS(states_of_law(std::vector<double>{1.5, -0.5}), std::invalid_argument);
}
