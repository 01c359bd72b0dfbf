#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "frame_reading.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/core/thermodynamics.hpp"

using namespace onedial;
using namespace onedial::viewer;
using namespace frame_reading;

TEST_CASE("the energy and entropy scene shows the exact numbers and both kinds of peaks") {
  Session session(named_scene("energy_entropy"), 1);
  session.apply(ChangeSetting{"preset", "two scales"});
  session.apply(ChangeSetting{"scale", "2"});
  std::vector<double> energies(200, 16.0);
  energies[0] = 0;
  energies[1] = 0.6;
  const Spectrum spectrum(energies);
  for (const double t : {0.1, 1.0, 7.0}) {
    session.apply(SetTemperature{Temperature(t)});
    const Frame frame = frame_of(session);
    const Thermodynamics exact = thermodynamics(spectrum, Temperature(t));
    CHECK(fact(frame, "⟨E⟩").value == exact.mean_energy);
    CHECK(fact(frame, "S").value == exact.entropy);
    CHECK(fact(frame, "F").value == exact.free_energy);
    CHECK(fact(frame, "C").value == exact.heat_capacity);
    CHECK(fact(frame, "dS/dT").value == exact.entropy_slope);
  }
  const auto marks_of = [&](const std::string& title) {
    for (const Panel& panel : frame_of(session).panels) {
      if (panel.title == title) {
        return panel.marks;
      }
    }
    throw std::out_of_range(title);
  };
  const auto compare = [](const std::vector<Mark>& marks, const std::vector<Peak>& peaks) {
    REQUIRE(marks.size() == peaks.size());
    for (std::size_t k = 0; k < peaks.size(); ++k) {
      CHECK(marks[k].x == peaks[k].temperature.value());
      CHECK(marks[k].y == peaks[k].value);
    }
  };
  REQUIRE(heat_capacity_peaks(spectrum).size() == 2);
  compare(marks_of("Heat capacity"), heat_capacity_peaks(spectrum));
  compare(marks_of("Entropy per degree"), entropy_slope_peaks(spectrum));
}

TEST_CASE("the identities of the dial hold live for every set of levels") {
  for (const char* preset :
       {"two levels", "ladder", "50 words", "1000 Gaussian", "three ground states", "two scales"}) {
    Session session(named_scene("energy_entropy"), 4);
    session.apply(ChangeSetting{"preset", preset});
    for (const double t : {0.0, 0.02, 0.1, 0.5, 1.0, 5.0, 50.0, 1e12, HUGE_VAL}) {
      session.apply(SetTemperature{Temperature(t)});
      const Frame frame = frame_of(session);
      INFO(preset << " at T = " << t);
      CHECK(fact(frame, "δS").value < 1e-12);
      CHECK(fact(frame, "δ(dS/dT)").value < 1e-6);
      double sum = 0;
      for (const double p : bars(frame).values) {
        sum += p;
      }
      CHECK(sum == Approx(1).epsilon(1e-12));
    }
  }
}

TEST_CASE("what the live slope is compared with is another number, which the step makes inexact") {
  Session session(named_scene("energy_entropy"), 4);
  session.apply(ChangeSetting{"preset", "two levels"});
  session.apply(SetTemperature{Temperature(0.3)});
  CHECK(fact(frame_of(session), "δ(dS/dT)").value > 1e-12);
}

TEST_CASE("states of the energy and entropy scene are drawn as the bars say") {
  for (const char* preset : {"ladder", "1000 Gaussian"}) {
    Session session(named_scene("energy_entropy"), 4);
    session.apply(ChangeSetting{"preset", preset});
    session.apply(SetTemperature{Temperature(2)});
    constexpr int draws = 20'000;
    for (int k = 0; k < draws; ++k) {
      session.sweep();
    }
    const Frame frame = frame_of(session);
    check_draws(bars(frame).references, bars(frame).values, draws);
    const Fact& drawn = fact(frame, "E drawn");
    CHECK(drawn.error > 0);
    CHECK(std::abs(drawn.value - fact(frame, "⟨E⟩").value) < 5 * drawn.error);
    const double variance = fact(frame, "C").value * 4;
    CHECK(drawn.error == Approx(std::sqrt(variance / draws)));
  }
}

TEST_CASE("the free energy of other distributions is least at the dial") {
  Session session(named_scene("energy_entropy"), 4);
  session.apply(SetTemperature{Temperature(1.3)});
  const Frame frame = frame_of(session);
  const Series& trade = frame.panels.at(4).series.at(0);
  const auto least =
      static_cast<std::size_t>(std::min_element(trade.y.begin(), trade.y.end()) - trade.y.begin());
  CHECK(std::abs(std::log(trade.x[least] / 1.3)) < 0.05);
  CHECK(trade.y[least] == Approx(fact(frame, "F").value).epsilon(1e-3));
  CHECK(trade.y[least] >= fact(frame, "F").value);
}

TEST_CASE("cold and hot ends of the energy and entropy scene") {
  Session session(named_scene("energy_entropy"), 4);
  session.apply(ChangeSetting{"preset", "three ground states"});
  session.apply(SetTemperature{Temperature::zero()});
  for (int k = 0; k < 100; ++k) {
    session.sweep();
    CHECK(frame_of(session).energy == 0);
  }
  CHECK(fact(frame_of(session), "S").value == Approx(std::log(3)));
  CHECK(bars(frame_of(session)).values[1] == Approx(1.0 / 3));
  CHECK_THAT(frame_of(session).verdict, ContainsSubstring("S = ln 3"));
  session.apply(SetTemperature{Temperature::infinite()});
  CHECK(fact(frame_of(session), "S").value == Approx(std::log(10)));
  CHECK(frame_of(session).panels.at(4).series.empty());
  CHECK_THROWS_AS(session.apply(ChangeSetting{"preset", "none"}), std::invalid_argument);
  CHECK_THROWS_AS(session.apply(ChangeSetting{"scale", "0"}), std::invalid_argument);
}

TEST_CASE("the energy and entropy scene serves along the whole dial and replays") {
  check_along_the_dial("energy_entropy");
  check_replay("energy_entropy", [](Session& session) {
    session.apply(ChangeSetting{"preset", "1000 Gaussian"});
    for (int k = 0; k < 300; ++k) {
      session.sweep();
    }
    session.apply(ChangeSetting{"scale", "0.7"});
    for (int k = 0; k < 300; ++k) {
      session.sweep();
    }
  });
}
