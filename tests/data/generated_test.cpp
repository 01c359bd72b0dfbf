#include "onedial/data/generated.hpp"

#include <map>
#include <set>
#include <string>

#include "catch.hpp"

using namespace onedial;

namespace {

/// A row as text.
std::string drawn(const Dataset& set, Index k) {
  std::string text;
  for (const float value : set.values.row(k)) {
    REQUIRE((value == 0 || value == 1));
    text += value == 1 ? '#' : '.';
  }
  return text;
}

std::set<std::string> distinct(const Dataset& set) {
  std::set<std::string> found;
  for (Index k = 0; k < set.size(); ++k) {
    found.insert(drawn(set, k));
  }
  return found;
}

}  // namespace

TEST_CASE("bars and stripes are all images of whole rows or whole columns, once each") {
  for (const Index side : {1, 2, 3, 4}) {
    const Dataset set = bars_and_stripes(side);
    CHECK(set.height == side);
    CHECK(set.width == side);
    CHECK(set.size() == 2 * (1 << side) - 2);
    // The same by looking at every image of that size.
    std::set<std::string> expected;
    for (unsigned pixels = 0; pixels < 1U << static_cast<unsigned>(side * side); ++pixels) {
      bool rows = true;
      bool columns = true;
      std::string text;
      const auto pixel = [&](Index y, Index x) { return pixels >> static_cast<unsigned>(y * side + x) & 1U; };
      for (Index y = 0; y < side; ++y) {
        for (Index x = 0; x < side; ++x) {
          rows = rows && pixel(y, x) == pixel(y, 0);
          columns = columns && pixel(y, x) == pixel(0, x);
          text += pixel(y, x) == 1 ? '#' : '.';
        }
      }
      if (rows || columns) {
        expected.insert(text);
      }
    }
    CHECK(distinct(set) == expected);
    CHECK(std::ssize(expected) == set.size());
  }
  // MacKay's draws: blank and full by either orientation.
  const Dataset set = bars_and_stripes(4);
  CHECK(drawn(set, 0) == "................");
  CHECK(drawn(set, 1) == "####............");
  CHECK(drawn(set, 15) == "################");
  CHECK(drawn(set, 16) == "#...#...#...#...");
}

TEST_CASE("the encoder's two groups show the same unit") {
  const Dataset set = encoder_patterns(4);
  REQUIRE(set.size() == 4);
  CHECK(set.height == 2);
  CHECK(set.width == 4);
  CHECK(drawn(set, 0) == "#...#...");
  CHECK(drawn(set, 2) == "..#...#.");
  CHECK(set.labels == std::vector<std::int32_t>{0, 1, 2, 3});
}

TEST_CASE("the shifter's second group is the first one shifted, and the third says how") {
  const Dataset set = shifter(5);
  REQUIRE(set.size() == 3 * 32);
  CHECK(set.features() == 13);
  CHECK(distinct(set).size() == 96);
  std::map<std::int32_t, int> shifts;
  for (Index k = 0; k < set.size(); ++k) {
    const std::string text = drawn(set, k);
    const std::string from = text.substr(0, 5);
    const std::int32_t label = set.labels[static_cast<std::size_t>(k)];
    const std::string left = from.substr(1) + from[0];
    const std::string right = from[4] + from.substr(0, 4);
    CHECK(text.substr(5, 5) == (label == 0 ? left : label == 1 ? from : right));
    CHECK(text.substr(10) == (label == 0 ? "#.." : label == 1 ? ".#." : "..#"));
    ++shifts[label];
  }
  CHECK(shifts == std::map<std::int32_t, int>{{0, 32}, {1, 32}, {2, 32}});
}

TEST_CASE("sizes that make no set are refused") {
  CHECK_THROWS_AS(bars_and_stripes(0), std::invalid_argument);
  CHECK_THROWS_AS(bars_and_stripes(17), std::invalid_argument);
  CHECK_THROWS_AS(encoder_patterns(0), std::invalid_argument);
  CHECK_THROWS_AS(shifter(2), std::invalid_argument);
  CHECK_THROWS_AS(shifter(17), std::invalid_argument);
}
