#include "onedial/core/max_entropy.hpp"

#include <cmath>

#include "catch.hpp"
#include "frame_reading.hpp"
#include "onedial/core/thermodynamics.hpp"

using namespace onedial;
using namespace onedial::viewer;
using namespace frame_reading;

namespace {

const Spectrum die({1, 2, 3, 4, 5, 6});

void sweep(Session& session, int sweeps) {
  for (int k = 0; k < sweeps; ++k) {
    session.sweep();
  }
}

}  // namespace

TEST_CASE("no rival of the same mean energy has the entropy of Boltzmann") {
  for (const char* preset : {"a die", "a ladder of 12", "the cat sat on the"}) {
    Session session(named_scene("max_entropy"), 1);
    session.apply(ChangeSetting{"preset", preset});
    for (const double t : {0.3, 2.0, HUGE_VAL}) {
      session.apply(SetTemperature{Temperature(t)});
      CHECK(std::isnan(fact(frame_of(session), "S rival").value));
      for (int k = 0; k < 200; ++k) {
        session.sweep();
        const Frame frame = frame_of(session);
        INFO(preset << " at T = " << t);
        REQUIRE(fact(frame, "S rival").value <= fact(frame, "S").value);
        REQUIRE(fact(frame, "S rival").value <= fact(frame, "S best").value);
        REQUIRE(fact(frame, "δD").value < 1e-12);
        REQUIRE(fact(frame, "δ⟨E⟩").value < 1e-12);
        REQUIRE(fact(frame, "D(r‖p)").value > 0);
        REQUIRE(frame.flip_rate == 1);
      }
      CHECK(fact(frame_of(session), "rivals").value == 200);
      CHECK(bars(frame_of(session)).references != bars(frame_of(session)).values);
    }
  }
}

TEST_CASE("the maximum entropy scene shows the exact numbers of its states") {
  Session session(named_scene("max_entropy"), 1);
  session.apply(SetTemperature{Temperature(1.7)});
  session.sweep();
  const Frame frame = frame_of(session);
  const Thermodynamics exact = thermodynamics(die, Temperature(1.7));
  CHECK(fact(frame, "⟨E⟩").value == exact.mean_energy);
  CHECK(fact(frame, "S").value == exact.entropy);
  CHECK(bars(frame).values == boltzmann_probabilities(die, Temperature(1.7)));
  CHECK(frame.energy == Approx(exact.mean_energy).epsilon(1e-12));
}

TEST_CASE("a mean energy names the temperature of the maximum entropy scene") {
  Session session(named_scene("max_entropy"), 1);
  session.apply(ChangeSetting{"fix", "energy"});
  session.apply(ChangeSetting{"target_energy", "2.5"});
  session.sweep();
  CHECK(fact(frame_of(session), "⟨E⟩").value == Approx(2.5).epsilon(1e-12));
  CHECK(frame_of(session).temperature == temperature_of_mean_energy(die, 2.5));
  session.apply(ChangeSetting{"target_energy", "3.5"});
  session.sweep();
  CHECK(frame_of(session).temperature.is_infinite());
  CHECK_THAT(frame_of(session).verdict, ContainsSubstring("uniform distribution"));
  session.apply(ChangeSetting{"target_energy", "1"});
  session.sweep();
  CHECK(frame_of(session).temperature.is_zero());
  CHECK_THAT(frame_of(session).verdict, ContainsSubstring("no rival"));
  CHECK(std::isnan(fact(frame_of(session), "D(r‖p)").value));
  CHECK(fact(frame_of(session), "rivals").value == 0);
  CHECK_THROWS_AS(session.apply(ChangeSetting{"target_energy", "3.6"}), std::invalid_argument);
  // Other states have other bounds; what else was set stays.
  session.apply(ChangeSetting{"steps", "7"});
  session.apply(ChangeSetting{"preset", "a ladder of 12"});
  session.apply(ChangeSetting{"target_energy", "3.6"});
  session.sweep();
  CHECK(fact(frame_of(session), "⟨E⟩").value == Approx(3.6).epsilon(1e-12));
  CHECK(session.scene().settings().choice("fix") == "energy");
  CHECK(session.scene().settings().number("steps") == 7);
}

TEST_CASE("rivals of the maximum entropy scene that climb close in on Boltzmann") {
  Session session(named_scene("max_entropy"), 1);
  sweep(session, 100);
  const double best = fact(frame_of(session), "S best").value;
  session.apply(ChangeSetting{"climb", "on"});
  sweep(session, 1'000);
  CHECK(fact(frame_of(session), "S best").value > best);
  CHECK(fact(frame_of(session), "S − S rival").value < 1e-4);
}

TEST_CASE("the histogram of rivals holds all of them and the cloud no more than its share") {
  Session session(named_scene("max_entropy"), 1);
  sweep(session, 900);
  const Frame frame = frame_of(session);
  double sum = 0;
  for (const double share : frame.panels.at(1).series.at(0).y) {
    sum += share;
  }
  CHECK(sum == Approx(1));
  CHECK(frame.panels.at(0).points.at(0).x.size() == 400);
}

TEST_CASE("the maximum entropy scene serves along the whole dial and replays") {
  check_along_the_dial("max_entropy");
  check_replay("max_entropy", [](Session& session) {
    sweep(session, 100);
    session.apply(ChangeSetting{"preset", "the cat sat on the"});
    session.apply(SetTemperature{Temperature(3)});
    sweep(session, 101);
    session.apply(ChangeSetting{"preset", "a die"});
    sweep(session, 101);
  });
}
