#include "onedial/core/nearest.hpp"

#include "catch.hpp"

using onedial::nearest;

TEST_CASE("The nearest candidate is one edit away in each of the four ways") {
  const std::vector<std::string> candidates = {"target", "seed", "replicas"};
  CHECK(nearest("sed", candidates) == "seed");    // insertion
  CHECK(nearest("seedd", candidates) == "seed");  // deletion
  CHECK(nearest("seef", candidates) == "seed");   // substitution
  CHECK(nearest("sede", candidates) == "seed");   // exchange of neighbours
  CHECK(nearest("seed", candidates) == "seed");
  CHECK(nearest("repilcsa", candidates) == "replicas");  // two exchanges
}

TEST_CASE("Nothing is near when more than a third has to change") {
  CHECK_FALSE(nearest("sdee", {"seat"}));
  CHECK_FALSE(nearest("temperature", {"seed", "replicas"}));
  CHECK_FALSE(nearest("seed", {}));
  CHECK(nearest("x", {"y"}) == "y");
  CHECK_FALSE(nearest("x", {"yz"}));
}

TEST_CASE("The closer candidate wins, and the first of equals") {
  CHECK(nearest("starts", {"stars", "start"}) == "stars");
  CHECK(nearest("engines", {"engin", "engine"}) == "engine");
}
