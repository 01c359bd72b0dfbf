#include <algorithm>

#include "catch.hpp"
#include "viewer/scene_session.hpp"
#include "viewer/schedule_race.hpp"

using namespace onedial;
using namespace onedial::viewer;

namespace {

std::vector<Runner> two_runners() {
  return {{"quench", ConstantSchedule{Temperature::zero()}},
          {"geometric", GeometricSchedule{Temperature(3), Temperature(0.1)}}};
}

}  // namespace

TEST_CASE("all runners of a race start from the same states and are counted at its end") {
  ScheduleRace race(race_task("spin_glass", 1), two_runners(), 40, 5);
  CHECK(race.mean_energy(0) == race.mean_energy(1));
  CHECK(race.leader(0) == race.leader(1));
  CHECK(race.temperature(1, 0) == Temperature(3));
  for (int k = 0; k < 39; ++k) {
    race.sweep();
  }
  CHECK(race.races() == 0);
  race.sweep();
  CHECK(race.races() == 1);
  CHECK(race.ends(0).count() == ScheduleRace::copies);
  CHECK(race.ends(1).mean() == Approx(race.mean_energy(1)));
  CHECK(race.course().sweeps() == 41);
  race.sweep();  // nothing more happens
  CHECK(race.done() == 40);
  CHECK(race.races() == 1);

  race.start();
  CHECK(race.done() == 0);
  CHECK(race.mean_energy(0) == race.mean_energy(1));
  CHECK_THROWS_AS(ScheduleRace(race_task("tour", 1), {}, 40, 5), std::invalid_argument);
}

TEST_CASE("over some races a cooled spin glass ends lower than a quenched one") {
  ScheduleRace race(race_task("spin_glass", 1), two_runners(), 200, 7);
  for (int races = 0; races < 5; ++races) {
    for (int k = 0; k < 200; ++k) {
      race.sweep();
    }
    race.start();
  }
  const double error = std::sqrt((race.ends(0).variance() + race.ends(1).variance()) /
                                 static_cast<double>(race.ends(0).count()));
  CHECK(race.ends(0).mean() - race.ends(1).mean() > 5 * error);
  CHECK(race.best() <= race.ends(1).mean());
  CHECK(race.hits(0) <= race.hits(1));
  CHECK(race.least() >= race.best());
  CHECK_FALSE(race.heat_capacity().empty());
}

TEST_CASE("the race of schedules draws its problems and tells who ends lowest") {
  for (const std::string& problem : race_task_names()) {
    INFO(problem);
    Session session = session_of("schedule_race", 2);
    session.apply(ChangeSetting{"problem", problem});
    session.apply(ChangeSetting{"sweeps", "20"});
    CHECK_THAT(frame_of(session).verdict, ContainsSubstring("first race"));
    sweep_times(session, 20);
    const Frame frame = frame_of(session);
    REQUIRE(frame.panes.size() == 4);
    CHECK(fact(frame, "races").value == 1);
    CHECK_THAT(frame.verdict, ContainsSubstring("ends lowest"));
    CHECK(panel(frame, "Schedules").series.size() == 3);
    CHECK(panel(frame, "Cooling over C(T)").series.size() >= 3);
    if (problem == "tour") {
      CHECK(std::get<Drawing>(frame.panes[0]).picture.lines.size() == 64);
    }
    Session same = session_of("schedule_race", 2);
    repeat(same, session);
    CHECK(fingerprint(frame_of(same)) == fingerprint(frame));
  }
}
