#include "onedial/viewer/dial.hpp"

#include <cmath>

#include "catch.hpp"
#include "onedial/viewer/dial_schedule.hpp"

namespace onedial::viewer {
namespace {

TEST_CASE("A dial is logarithmic between its stops") {
  const DialScale dial(Temperature(0.1), Temperature(10));
  CHECK(dial.position(Temperature::zero()) == 0);
  CHECK(dial.position(Temperature::infinite()) == 1);
  CHECK(dial.position(Temperature(1)) == Approx(0.5));
  CHECK(dial.position(Temperature(1e-9)) == Approx(DialScale::stop));
  CHECK(dial.temperature(0) == Temperature::zero());
  CHECK(dial.temperature(1) == Temperature::infinite());
  CHECK(dial.temperature(0.5).value() == Approx(1));
  for (double position = DialScale::stop; position <= 1 - DialScale::stop; position += 0.01) {
    CHECK(dial.position(dial.temperature(position)) == Approx(position).margin(0.002));
  }
  CHECK_THROWS_AS(DialScale(Temperature(0), Temperature(1)), std::invalid_argument);
  CHECK_THROWS_AS(DialScale(Temperature(2), Temperature(1)), std::invalid_argument);
  CHECK_THROWS_AS(DialScale(Temperature(2), Temperature::infinite()), std::invalid_argument);
}

TEST_CASE("Notches of a dial are round numbers, and lead from one stop to the other and back") {
  const DialScale dial(Temperature(0.1), Temperature(10));
  CHECK(dial.nudged(Temperature(2.269), 1, false).value() == Approx(2.4));
  CHECK(dial.nudged(Temperature(2.269), -1, false).value() == Approx(2.2));
  CHECK(dial.nudged(Temperature(2.269), 1, true).value() == Approx(2.28));
  CHECK(dial.nudged(Temperature(1), -1, false).value() == Approx(0.99));
  CHECK(dial.nudged(Temperature(0.99), 1, false).value() == Approx(1.0));
  for (const bool fine : {false, true}) {
    Temperature t = Temperature::zero();
    int notches = 0;
    while (!t.is_infinite() && notches < 5000) {
      const Temperature next = dial.nudged(t, 1, fine);
      REQUIRE(next > t);
      t = next;
      ++notches;
    }
    CHECK(notches < 5000);
    for (int k = 0; k < notches; ++k) {
      t = dial.nudged(t, -1, fine);
    }
    CHECK(t == Temperature::zero());
  }
}

TEST_CASE("Temperatures are read as people type them") {
  CHECK(parse_temperature(" 2.5 ") == Temperature(2.5));
  CHECK(parse_temperature("0") == Temperature::zero());
  CHECK(parse_temperature("inf") == Temperature::infinite());
  CHECK(parse_temperature("∞") == Temperature::infinite());
  for (const char* nonsense : {"", "-1", "nan", "2.5K", "two"}) {
    CHECK(!parse_temperature(nonsense));
  }
}

TEST_CASE("A course of the dial goes through its nodes in straight lines of ln T") {
  const DialSchedule course{.nodes = {{0, Temperature(8)}, {0.5, Temperature(2)}, {1, Temperature(4)}},
                            .sweeps = 101};
  validate(course);
  CHECK(course.at(0) == Temperature(8));
  CHECK(course.at(25).value() == Approx(4));
  CHECK(course.at(50) == Temperature(2));
  CHECK(course.at(75).value() == Approx(std::sqrt(8)));
  CHECK(course.at(100) == Temperature(4));
  const DialSchedule cool = cooling(Temperature(10), Temperature(0.01), 1000);
  validate(cool);
  CHECK(cool.at(0) == Temperature(10));
  CHECK(cool.at(333).value() == Approx(1).epsilon(0.01));
  CHECK(cool.at(999) == Temperature(0.01));
}

TEST_CASE("Nodes of a course are moved, added and taken away within its rules") {
  DialSchedule course = cooling(Temperature(10), Temperature(0.01), 1000);
  move_node(course, 1, 5, Temperature(3));
  CHECK(course.nodes[1].time < course.nodes[2].time);
  move_node(course, 0, 0.4, Temperature(7));
  CHECK(course.nodes[0].time == 0);
  CHECK(course.nodes[0].temperature == Temperature(7));
  CHECK(add_node(course, 0.1, Temperature(5)));
  CHECK(course.nodes.size() == 5);
  CHECK(!add_node(course, 0.1, Temperature(5)));
  CHECK(!add_node(course, 0, Temperature(5)));
  CHECK(!add_node(course, 1, Temperature(5)));
  CHECK(!remove_node(course, 0));
  CHECK(!remove_node(course, 4));
  CHECK(remove_node(course, 1));
  CHECK(course.nodes.size() == 4);
  validate(course);
}

TEST_CASE("A course that breaks the rules is refused") {
  const auto nodes = cooling(Temperature(10), Temperature(1), 10).nodes;
  CHECK_THROWS_AS(validate({.nodes = nodes, .sweeps = 0}), std::invalid_argument);
  CHECK_THROWS_AS(validate({.nodes = {nodes[0]}, .sweeps = 10}), std::invalid_argument);
  CHECK_THROWS_AS(validate({.nodes = {nodes[0], nodes[0], nodes[3]}, .sweeps = 10}), std::invalid_argument);
  CHECK_THROWS_AS(validate({.nodes = {nodes[0], {1, Temperature::zero()}}, .sweeps = 10}),
                  std::invalid_argument);
}

}  // namespace
}  // namespace onedial::viewer
