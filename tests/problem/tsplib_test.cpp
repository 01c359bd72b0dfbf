#include <cmath>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/problem/city_map.hpp"
#include "onedial/problem/travelling_salesman.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string instances = ONEDIAL_SOURCE_DIR "/configs/instances/";

CityMap read(const std::string& text) {
  const ScratchDirectory scratch;
  return read_tsplib(scratch.write("map.tsp", text));
}

std::string error_of(const std::string& text) {
  const std::string message = message_of<InputError>([&] { read(text); });
  return message.substr(std::min(message.size(), message.find("map.tsp")));
}

/// A head for `cities` cities with the given keys and what follows.
std::string head(int cities, const std::string& rest) {
  return "NAME : test\nTYPE : TSP\nDIMENSION : " + std::to_string(cities) + "\n" + rest;
}
std::string points(const std::string& metric, const std::string& lines) {
  return head(3, "EDGE_WEIGHT_TYPE : " + metric + "\nNODE_COORD_SECTION\n" + lines + "EOF\n");
}
std::string matrix(const std::string& form, const std::string& numbers) {
  return head(
      4, "EDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: " + form + "\nEDGE_WEIGHT_SECTION\n" + numbers);
}

}  // namespace

TEST_CASE("every metric of TSPLIB rounds as TSPLIB has it") {
  const Point origin{0, 0};
  CHECK(way_length(Metric::euclidean, origin, {3, 4}) == 5);
  CHECK(way_length(Metric::euclidean, origin, {0, 2.5}) == 3);
  CHECK(way_length(Metric::euclidean, origin, {1, 1}) == 1);
  CHECK(way_length(Metric::euclidean_up, origin, {1, 1}) == 2);
  CHECK(way_length(Metric::euclidean_up, origin, {3, 4}) == 5);
  CHECK(way_length(Metric::pseudo_euclidean, origin, {10, 0}) == 4);  // √10 = 3.16 is rounded to 3, below it
  CHECK(way_length(Metric::pseudo_euclidean, origin, {9, 3}) == 3);   // √9 is 3
  CHECK(way_length(Metric::pseudo_euclidean, origin, {8, 4}) == 3);   // √8 = 2.83
  CHECK(way_length(Metric::manhattan, origin, {1.25, -1.5}) == 3);
  CHECK(way_length(Metric::maximum, origin, {1.4, -2.6}) == 3);
  CHECK_THROWS_AS(way_length(Metric::explicit_matrix, origin, origin), std::invalid_argument);
}

TEST_CASE("great circles are those of the formula with the C library's functions") {
  RandomStream random(5, 0);
  const auto radians = [](double x) {
    const double degrees = std::trunc(x);
    return 3.141592 * (degrees + 5.0 * (x - degrees) / 3.0) / 180.0;
  };
  for (int k = 0; k < 20'000; ++k) {
    const auto draw = [&](double most) {
      const double degrees = std::floor((2 * uniform01(random) - 1) * most);
      return degrees + std::floor(60 * uniform01(random)) / 100;
    };
    const Point a{draw(89), draw(179)};
    const double reach = k % 2 == 0 ? 1 : 0.01;
    const Point b{a.x + reach * draw(89) / 100, a.y + reach * draw(179)};
    const double q1 = std::cos(radians(a.y) - radians(b.y));
    const double q2 = std::cos(radians(a.x) - radians(b.x));
    const double q3 = std::cos(radians(a.x) + radians(b.x));
    const double exact = 6378.388 * std::acos(0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3)) + 1.0;
    const double length = way_length(Metric::great_circle, a, b);
    REQUIRE(length <= exact + 1e-3);
    REQUIRE(length > exact - 1 - 1e-3);
  }
  // Bonn to Athens, say: known for ulysses16, cities 1 and 2.
  CHECK(way_length(Metric::great_circle, {38.24, 20.42}, {39.57, 26.15}) == 509);
  CHECK(way_length(Metric::great_circle, {38.24, 20.42}, {38.24, 20.42}) == 1);
}

TEST_CASE("all forms of a matrix give one map") {
  // 1-2: 1, 1-3: 2, 1-4: 3, 2-3: 4, 2-4: 5, 3-4: 6.
  for (const auto& [form, numbers] :
       {std::pair{"FULL_MATRIX", "0 1 2 3\n1 0 4 5 2 4 0 6\n3 5 6 0\n"},
        std::pair{"UPPER_ROW", "1 2 3 4 5\n6\n"}, std::pair{"LOWER_ROW", "1\n2 4\n3 5 6\n"},
        std::pair{"UPPER_DIAG_ROW", "0 1 2 3 0 4 5 0 6 0\nEOF\n"},
        std::pair{"LOWER_DIAG_ROW", "0 1 0 2 4 0 3 5 6 0\n"}}) {
    const CityMap map = read(matrix(form, numbers));
    INFO(form);
    CHECK(map.length(0, 1) == 1);
    CHECK(map.length(2, 0) == 2);
    CHECK(map.length(0, 3) == 3);
    CHECK(map.length(1, 2) == 4);
    CHECK(map.length(3, 1) == 5);
    CHECK(map.length(2, 3) == 6);
    CHECK(map.length_range() == std::pair(1.0, 6.0));
    CHECK(map.drawing().empty());
  }
  const CityMap drawn =
      read(matrix("UPPER_ROW", "1 2 3 4 5 6\nDISPLAY_DATA_SECTION\n1 0 0\n3 5 5\n2 1 0\n4 2 2\n"));
  CHECK(drawn.drawing().at(2).x == 5);
}

TEST_CASE("the shipped instances are what TSPLIB says they are") {
  CHECK(read_tsplib(instances + "berlin52.tsp").size() == 52);
  CHECK(read_tsplib(instances + "a280.tsp").length(0, 1) == 20);
  // The tour 1, 2, … N of each; those of TSPLIB's documentation are known for other instances only.
  const TravellingSalesman berlin(read_tsplib(instances + "berlin52.tsp"));
  State order(52);
  for (std::size_t k = 0; k < order.size(); ++k) {
    order[k] = static_cast<Level>(k);
  }
  CHECK(berlin.evaluate(order).objective == 22205);
}

TEST_CASE("bad instances of TSPLIB are refused in one line that says why") {
  const std::string three = "1 0 0\n2 3 4\n3 6 8\n";
  CHECK(read(points("EUC_2D", three)).length(0, 1) == 5);
  CHECK(error_of("") == "map.tsp: has no DIMENSION; a complete instance of TSPLIB is expected");
  CHECK(error_of(points("EUC_2D", "1 0.0 0.0\n2 3.0 4.0\n")) ==
        "map.tsp:8: 1 words; `city x y`, point 3 of 3, is expected");
  CHECK_THAT(error_of(head(3, "EDGE_WEIGHT_TYPE: ATT\nNODE_COORD_SECTION\n1 0.00000 0.00000\n2 3 4\n")),
             ContainsSubstring("map.tsp: ends after 2 of 3 points"));
  CHECK_THAT(error_of(head(2000, "EDGE_WEIGHT_TYPE: ATT\nNODE_COORD_SECTION\n1 0 0\n")),
             ContainsSubstring("map.tsp:5: NODE_COORD_SECTION cannot hold 6000 numbers"));
  CHECK_THAT(error_of(points("EUC_2D", three + "4 1 1\n")), ContainsSubstring("map.tsp:9: '4' is no key"));
  CHECK_THAT(error_of(points("EUC_2D", "1 0 0\n2 3 4\n2 6 8\n")),
             ContainsSubstring("city 2 was given before"));
  CHECK_THAT(error_of(points("EUC_2D", "1 0 0\n2 3 4\n4 6 8\n")), ContainsSubstring("city 4 does not exist"));
  CHECK_THAT(error_of(points("EUC_2D", "1 0 0\n2 3 nan\n3 6 8\n")),
             ContainsSubstring("map.tsp:7: coordinate is 'nan'"));
  CHECK_THAT(error_of(points("EUC_2D", "1 0 0\n2 3 1e300\n3 6 8\n")), ContainsSubstring("coordinate 1e+300"));
  CHECK_THAT(error_of(points("XRAY1", three)),
             ContainsSubstring("map.tsp:4: EDGE_WEIGHT_TYPE 'XRAY1' is not known"));
  for (const char* size : {"-5", "0", "2", "2147483648", "99999999999999999999", "x", ""}) {
    const std::string text = std::string("TYPE: TSP\nDIMENSION: ") + size + "\nEDGE_WEIGHT_TYPE: EUC_2D\n";
    CHECK_THAT(error_of(text), ContainsSubstring("map.tsp:2: DIMENSION"));
  }
  CHECK_THAT(error_of("TYPE: ATSP\n"), ContainsSubstring("map.tsp:1: TYPE 'ATSP'"));
  CHECK_THAT(error_of(head(3, "DIMENSION: 4\n")), ContainsSubstring("a second DIMENSION"));
  CHECK_THAT(error_of("NODE_COORD_SECTION\n1 0 0\n"), ContainsSubstring("comes before DIMENSION"));
  CHECK_THAT(error_of(head(3, "NODE_COORD_SECTION\n" + three)), ContainsSubstring("has no EDGE_WEIGHT_TYPE"));
  CHECK_THAT(error_of(head(3, "EDGE_WEIGHT_TYPE: EUC_2D\nEOF\n")),
             ContainsSubstring("has no NODE_COORD_SECTION"));
  CHECK_THAT(error_of(points("EUC_2D", three) + "1 2 3\n"), ContainsSubstring("text after EOF"));
  CHECK_THAT(error_of(head(3, "CAPACITY: 5\n")), ContainsSubstring("'CAPACITY' is no key"));

  CHECK_THAT(error_of(matrix("FULL_MATRIX", "0 1 2 3\n1 0 4 5\n2 4.5 0 6\n3 5 6 0\n")),
             ContainsSubstring("map.tsp:9: the way from city 3 to 2 is 4.5 long, but 4 back"));
  CHECK_THAT(error_of(matrix("UPPER_ROW", "11111111 2 3 4 5\n")),
             ContainsSubstring("map.tsp: ends after 5 of 6"));
  CHECK_THAT(error_of(matrix("UPPER_ROW", "1 2 3 4 5 6 7\n")),
             ContainsSubstring("map.tsp:7: more than the 6 numbers"));
  CHECK_THAT(error_of(matrix("UPPER_COL", "1 2 3 4 5 6\n")), ContainsSubstring("'UPPER_COL' is not known"));
  CHECK_THAT(error_of(head(4, "EDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_SECTION\n1 2 3 4 5 6\n")),
             ContainsSubstring("comes before EDGE_WEIGHT_FORMAT"));
  CHECK_THAT(error_of(head(20000,
                           "EDGE_WEIGHT_TYPE: EXPLICIT\nEDGE_WEIGHT_FORMAT: FULL_MATRIX\n"
                           "EDGE_WEIGHT_SECTION\n1 2 3 4 5 6\n")),
             ContainsSubstring("cannot hold 400000000 numbers"));
}
