#include <algorithm>
#include <cmath>
#include <numeric>

#include "catch.hpp"
#include "driven_scene.hpp"
#include "frame_reading.hpp"
#include "viewer/digit_learner.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

constexpr Index dreams = 0;
constexpr Index canvas = 2;
constexpr Index completions = 3;

DrivenScene machine(const std::vector<std::pair<std::string, std::string>>& settings = {},
                    std::uint64_t seed = 1) {
  return {make_scene("boltzmann_machine"), seed, settings};
}

const Grid& grid(const Frame& frame, Index pane) {
  return std::get<Grid>(frame.panes.at(static_cast<std::size_t>(pane)));
}

/// A pixel of a digit on a sheet.
int cell(const Grid& sheet, Index digit, Index pixel) {
  const Index across = (sheet.width + 1) / 9;
  const Index x = digit % across * 9 + pixel % 8;
  const Index y = digit / across * 9 + pixel / 8;
  return sheet.values[static_cast<std::size_t>(y * sheet.width + x)];
}

/// How far the cells of the dreams are from ½, on average: 0 for grey, ½ for black and white.
double sharpness(const Frame& frame) {
  double sum = 0;
  for (Index digit = 0; digit < 16; ++digit) {
    for (Index pixel = 0; pixel < 64; ++pixel) {
      sum += std::abs(cell(grid(frame, dreams), digit, pixel) / 255.0 - 0.5);
    }
  }
  return sum / (16 * 64);
}

const std::vector<double>& filters(const Frame& frame) {
  return frame.panels.at(1).maps.at(0).values;
}

}  // namespace

TEST_CASE("the machine of the viewer learns its digits, measures itself and fills in what is not known") {
  DrivenScene scene = machine();
  scene.sweep(Temperature(1), 1);
  CHECK_THAT(scene.frame().verdict, ContainsSubstring("learned 0 nats a digit"));
  CHECK(std::isnan(fact_of(scene.frame(), "ln p").value));
  const double right_at_first = fact_of(scene.frame(), "right").value;
  scene.sweep(Temperature(1), 404);
  const Frame late = scene.frame();
  CHECK(fact_of(late, "epoch").value == Approx(108));
  CHECK_THAT(late.verdict, ContainsSubstring("after 108 epochs"));

  // What was measured first is the machine that had learned nothing, whose pixels are independent.
  const Points& likelihood = panel_of(late, "Learning").points.at(0);
  REQUIRE(likelihood.x.size() == 2);  // a round is of 192 sweeps
  CHECK(likelihood.x.front() == 0);
  CHECK(likelihood.y.back() > likelihood.y.front() + 5);
  CHECK(likelihood.y.back() == fact_of(late, "ln p").value);
  const Series& pseudo = panel_of(late, "Learning").series.at(1);
  CHECK(pseudo.x.front() == 0);
  CHECK(pseudo.y.back() > pseudo.y.front() + 5);

  // A pixel of half a digit is filled in by a machine that knows digits, and not by a mean of all pixels.
  const double right = fact_of(late, "right").value;
  CHECK(right > right_at_first + 0.05);
  CHECK(right < 1);
  const auto truth = digit_data().held_out.row(4);
  for (Index chain = 0; chain < 9; ++chain) {
    for (Index pixel = 0; pixel < 32; ++pixel) {
      CHECK(cell(grid(late, completions), chain, pixel) == (truth(pixel) > 0 ? 255 : 0));
    }
  }
  // T* of C(T) was found, and the dial shows it.
  REQUIRE(late.peak);
  CHECK(late.peak->value() == fact_of(late, "T*").value);
  const Panel& capacity = panel_of(late, "Heat capacity of the machine");
  REQUIRE(capacity.marks.size() == 1);
  CHECK(capacity.marks[0].x == late.peak->value());
  const auto& c = capacity.series.at(0).y;
  CHECK(capacity.marks[0].y == Approx(*std::max_element(c.begin(), c.end())).epsilon(0.02));
  // Every state counts at T = ∞.
  CHECK(panel_of(late, "Entropy").series.at(0).y.back() < std::log(2));
  CHECK(panel_of(late, "Entropy").series.at(0).y.back() > 0.9 * std::log(2));
  CHECK(late.energy == Approx(fact_of(late, "E").value).margin(10 * fact_of(late, "E").error));
}

TEST_CASE("dreams of the machine are sharp when cold and grey when hot") {
  DrivenScene scene = machine();
  scene.sweep(Temperature(1), 150);
  scene.scene().set("learning", "off");
  scene.sweep(Temperature(0.3), 100);
  const double cold = sharpness(scene.frame());
  const double cold_flips = scene.frame().flip_rate;
  scene.sweep(Temperature(1), 100);
  const double warm = sharpness(scene.frame());
  scene.sweep(Temperature(8), 100);
  const Frame hot = scene.frame();
  CHECK(cold > warm);
  CHECK(warm > sharpness(hot));
  CHECK(cold_flips < hot.flip_rate);
  CHECK_THAT(hot.verdict, ContainsSubstring("Too hot"));
  scene.sweep(Temperature::infinite(), 1);
  CHECK(sharpness(scene.frame()) < 0.01);
  scene.sweep(Temperature::zero(), 20);
  CHECK(sharpness(scene.frame()) > 0.49);
  CHECK_THAT(scene.frame().verdict, ContainsSubstring("Frozen"));
}

TEST_CASE("the machine stays as it is while learning is off and is measured for longer, then goes on") {
  DrivenScene scene = machine();
  scene.sweep(Temperature(1), 100);
  scene.scene().set("learning", "off");
  const std::vector<double> weights = filters(scene.frame());
  scene.sweep(Temperature(1), 300);  // two rounds of 192 sweeps: the second is of the machine as it is now
  const Frame first = scene.frame();
  CHECK(panel_of(first, "Learning").points.at(0).x.back() == fact_of(first, "epoch").value);
  scene.sweep(Temperature(1), 400);  // 4 times what was measured at first
  const Frame later = scene.frame();
  CHECK(std::equal(weights.begin(), weights.end(), filters(later).begin(),
                   [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }));
  CHECK(panel_of(later, "Learning").points.at(0).x == panel_of(first, "Learning").points.at(0).x);
  const auto errors = [](const Frame& frame) {
    const auto& of_levels = panel_of(frame, "Heat capacity of the machine").points.at(0).y_error;
    return std::accumulate(of_levels.begin(), of_levels.end(), 0.0);
  };
  CHECK(errors(later) < 0.7 * errors(first));
  scene.scene().set("learning", "on");
  scene.sweep(Temperature(1), 1);
  CHECK(fact_of(scene.frame(), "epoch").value == Approx(404.0 / 15));
}

TEST_CASE("what is painted for the machine is held, and cleared") {
  DrivenScene scene = machine();
  scene.scene().set("clear", "");
  CHECK(std::isnan(fact_of(scene.frame(), "right").value));
  scene.scene().touch({.pane = 2, .x = 3.5, .y = 0.5});
  scene.scene().touch({.pane = 2, .x = 0.5, .y = 7.5, .erase = true});
  scene.scene().touch({.pane = 0, .x = 1.5, .y = 1.5});
  const auto check = [&] {
    const Frame frame = scene.frame();
    for (Index chain = 0; chain < 9; ++chain) {
      CHECK(cell(grid(frame, completions), chain, 3) == 255);
      CHECK(cell(grid(frame, completions), chain, 56) == 0);
    }
    const auto& known = grid(frame, canvas).values;
    CHECK(std::count(known.begin(), known.end(), 1) == 62);
  };
  check();
  scene.sweep(Temperature(3), 20);
  check();
  scene.scene().set("forget", "");
  check();
  scene.scene().set("half", "");
  const Frame halved = scene.frame();
  const auto& known = grid(halved, canvas).values;
  CHECK(std::count(known.begin(), known.end(), 1) == 32);
  CHECK(!std::isnan(fact_of(halved, "right").value));
}

TEST_CASE("a machine of other hidden units starts again, and so does one that forgets") {
  DrivenScene scene = machine({{"hidden", "16"}});
  scene.sweep(Temperature(1), 30);
  // 3 rows of 6 pictures at most, with gaps.
  CHECK(filters(scene.frame()).size() == 26 * 53);
  CHECK(fact_of(scene.frame(), "epoch").value == 8);
  scene.scene().set("hidden", "64");
  CHECK(fact_of(scene.frame(), "epoch").value == 0);
  scene.sweep(Temperature(1), 30);
  scene.scene().set("forget", "");
  CHECK(fact_of(scene.frame(), "epoch").value == 0);
  CHECK_THROWS_AS(scene.scene().set("hidden", "65"), std::invalid_argument);
}

TEST_CASE("the boltzmann_machine scene serves along the whole dial and repeats itself") {
  frame_reading::check_along_the_dial("boltzmann_machine");
  frame_reading::check_replay("boltzmann_machine", [](Session& session) {
    session.apply(SetTemperature{Temperature(0.5)});
    session.sweep();
    session.apply(TouchPane{{.pane = 2, .x = 3.5, .y = 3.5}});
    session.apply(ChangeSetting{"rate", "0.02"});
    session.sweep();
    session.apply(ChangeSetting{"half", ""});
    session.apply(ChangeSetting{"learning", "off"});
    session.sweep();
  });
}
