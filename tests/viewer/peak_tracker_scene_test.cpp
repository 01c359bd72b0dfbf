#include <cmath>

#include "catch.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/plot/figure.hpp"
#include "viewer/scene_session.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

Session tracker(std::uint64_t seed, const std::string& length, const std::string& pace) {
  Session session = session_of("peak_tracker", seed);
  session.apply(ChangeSetting{"length", length});
  session.apply(ChangeSetting{"pace", pace});
  return session;
}

/// 23 levels: 44 dwells are a loop, after 100 sweeps to settle at the hottest, where the first has one more.
int sweeps_of(int loops, int pace) {
  return 100 + pace + 44 * pace * loops;
}

double energy_shown(const Frame& frame) {
  const Index length = std::get<Grid>(frame.panes[0]).width;
  return ising_lattice({.length = length}).energy(levels_of(frame.panes[0]));
}

}  // namespace

TEST_CASE("The peak tracker finds the exact peaks of C and of dS/dT within its errors") {
  const auto length = GENERATE(8, 16);
  const auto seed = GENERATE(1U, 2U, 3U);
  Session session = tracker(seed, std::to_string(length), "256");
  sweep_times(session, sweeps_of(2, 256));
  const Frame frame = frame_of(session);
  const DensityOfStates states = ising_square_density(length);
  const Peak c = heat_capacity_peaks(states).back();
  const Peak slope = entropy_slope_peaks(states).back();
  const Fact& found = fact(frame, "T*");
  INFO("L = " << length << ": " << found.value << " ± " << found.error << ", exact "
              << c.temperature.value());
  REQUIRE(found.error > 0);
  CHECK(found.error < 0.02);
  CHECK(std::abs(found.value - c.temperature.value()) < 5 * found.error);
  CHECK(frame.peak->value() == found.value);
  CHECK(fact(frame, "T* exact").value == Approx(c.temperature.value()).epsilon(1e-6));
  const Fact& height = fact(frame, "C*/N");
  CHECK(std::abs(height.value - c.value / (length * length)) < 5 * height.error);
  const Fact& of_slope = fact(frame, "T* of dS/dT");
  CHECK(of_slope.error < 0.02);
  CHECK(std::abs(of_slope.value - slope.temperature.value()) < 5 * of_slope.error);
}

TEST_CASE("The curves of the peak tracker are those of Kaufman, and what it measures lies on them") {
  Session session = tracker(5, "8", "256");
  sweep_times(session, sweeps_of(2, 256));
  const Frame frame = frame_of(session);
  const Panel& heat = panel(frame, "Heat capacity");
  const Series& exact = heat.series[0];
  const Series& found = heat.series[1];
  for (std::size_t k = 0; k < exact.x.size(); k += 6) {
    const Thermodynamics kaufman = ising_square(8, Temperature(exact.x[k]));
    CHECK(exact.y[k] == Approx(kaufman.heat_capacity / 64).epsilon(1e-9));
    CHECK(panel(frame, "Entropy slope").series[0].y[k] == Approx(kaufman.entropy_slope / 64).epsilon(1e-9));
    const double error = heat.bands[0].upper[k] - found.y[k];
    INFO("T = " << exact.x[k] << ": " << found.y[k] << " ± " << error << ", exact " << exact.y[k]);
    CHECK(std::abs(found.y[k] - exact.y[k]) < 5 * error);
  }
  const Panel& loop = panel(frame, "Loop");
  for (std::size_t k = 0; k < loop.series[1].x.size(); ++k) {
    const double t = loop.series[1].x[k];
    // 64 replicas of 256 kept sweeps each, which remember a few tens: an error well below 0.01 a spin.
    CHECK(loop.series[1].y[k] == Approx(ising_square(8, Temperature(t)).mean_energy / 64).margin(0.03));
    CHECK(loop.series[2].y[k] == Approx(ising_square(8, Temperature(t)).mean_energy / 64).margin(0.03));
  }
}

TEST_CASE("The loop of the peak tracker opens where the dial turns fast, and closes where it turns slowly") {
  Session fast = tracker(1, "16", "2");
  sweep_times(fast, sweeps_of(4, 2));
  const Fact open = fact(frame_of(fast), "area/N");
  CHECK(open.value > 10 * open.error);
  CHECK_THAT(frame_of(fast).verdict, ContainsSubstring("The loop is open"));
  Session slow = tracker(1, "8", "512");
  sweep_times(slow, sweeps_of(1, 512) - 1);
  CHECK(std::isnan(fact(frame_of(slow), "area/N").value));
  slow.sweep();
  const Fact closed = fact(frame_of(slow), "area/N");
  CHECK(closed.error < 0.01);
  CHECK(std::abs(closed.value) < 5 * closed.error);
  CHECK(closed.value < open.value / 4);
}

TEST_CASE("The area of the loop is the sum of the lags shown") {
  Session session = tracker(2, "8", "2");
  sweep_times(session, sweeps_of(3, 2));
  const Frame frame = frame_of(session);
  const Points& gaps = panel(frame, "Lag").points[0];
  double area = 0;
  for (std::size_t k = 0; k + 1 < gaps.x.size(); ++k) {
    area += 0.5 * (gaps.y[k] + gaps.y[k + 1]) * (gaps.x[k] - gaps.x[k + 1]);
  }
  CHECK(fact(frame, "area/N").value == Approx(area).epsilon(1e-10));
  CHECK(gaps.y.front() == 0);
  CHECK(gaps.y.back() == 0);
  CHECK(fact(frame, "loops").value == 3);
}

TEST_CASE("By hand the peak tracker follows the dial to both of its ends") {
  Session session = tracker(1, "16", "8");
  session.apply(ChangeSetting{"automatic", "off"});
  for (const Temperature t : {Temperature::zero(), Temperature::infinite(), Temperature(2.3)}) {
    session.apply(SetTemperature{t});
    sweep_times(session, 50);
    const Frame frame = frame_of(session);
    CHECK(frame.temperature == t);
    CHECK(frame.energy == energy_shown(frame));
    CHECK(std::abs(frame.energy) <= 512);
    CHECK_NOTHROW(validate(Figure{.panels = frame.panels}));
    if (t.is_infinite()) {
      CHECK(std::abs(frame.flip_rate - 0.5) < 5 * 0.5 / std::sqrt(64.0 * 256));
    }
  }
  CHECK(std::isnan(fact(frame_of(session), "T*").value));
  session.apply(ChangeSetting{"automatic", "on"});
  session.sweep();
  CHECK(frame_of(session).temperature == Temperature(2.9));
}

TEST_CASE("The peak tracker starts afresh when its lattice changes, and replays to the same frame") {
  Session session = tracker(3, "8", "16");
  sweep_times(session, sweeps_of(1, 16));
  session.apply(ChangeSetting{"length", "16"});
  CHECK(std::get<Grid>(frame_of(session).panes[0]).width == 16);
  CHECK(fact(frame_of(session), "loops").value == 0);
  CHECK_THROWS_AS(session.apply(ChangeSetting{"length", "12"}), std::invalid_argument);
  sweep_times(session, 300);
  session.apply(ChangeSetting{"automatic", "off"});
  sweep_times(session, 7);
  Session again = session_of("peak_tracker", 3);
  repeat(again, session);
  CHECK(frame_of(session).energy == energy_shown(frame_of(session)));
  CHECK(fingerprint(frame_of(again)) == fingerprint(frame_of(session)));
  Session other = session_of("peak_tracker", 4);
  repeat(other, session);
  CHECK(fingerprint(frame_of(other)) != fingerprint(frame_of(session)));
}
