#include <cmath>

#include "catch.hpp"
#include "frame_reading.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/thermodynamics.hpp"

using namespace onedial;
using namespace onedial::viewer;
using namespace frame_reading;

namespace {

const std::vector<double> cat_sat = {6.2, 4.9, 4.6, 4.1, 3.6, 3.3, 2.8, 2.2, 1.6, 0.9, -0.4, -2.5};

void sweep(Session& session, int sweeps) {
  for (int k = 0; k < sweeps; ++k) {
    session.sweep();
  }
}

}  // namespace

TEST_CASE("the average surprise chases the mean entropy of all its temperatures") {
  Session session(named_scene("surprise"), 1);
  const Spectrum spectrum = Spectrum::from_logits(cat_sat);
  const Thermodynamics cold = thermodynamics(spectrum, Temperature(0.7));
  const Thermodynamics hot = thermodynamics(spectrum, Temperature(5));
  session.apply(SetTemperature{Temperature(0.7)});
  sweep(session, 3'000);
  session.apply(SetTemperature{Temperature(5)});
  sweep(session, 1'000);
  const Frame frame = frame_of(session);
  CHECK(fact(frame, "n").value == 4'000);
  CHECK(fact(frame, "H(T)").value == bits_from_nats(hot.entropy));
  CHECK(fact(frame, "ΣH/n").value ==
        Approx(bits_from_nats((3'000 * cold.entropy + 1'000 * hot.entropy) / 4'000)).epsilon(1e-12));
  const Fact& average = fact(frame, "average");
  const double variance = 3'000 * cold.heat_capacity + 1'000 * hot.heat_capacity;
  CHECK(average.error == Approx(bits_from_nats(std::sqrt(variance) / 4'000)).epsilon(1e-12));
  CHECK(std::abs(average.value - fact(frame, "ΣH/n").value) < 5 * average.error);
  CHECK(fact(frame, "z").value ==
        Approx((average.value - fact(frame, "ΣH/n").value) / average.error).epsilon(1e-6));
  check_draws(bars(frame).references, bars(frame).values, 1'000);
  CHECK_THAT(frame.verdict, ContainsSubstring("average of 4,000 draws"));
}

TEST_CASE("z-scores of the surprise scene over many runs have mean 0 and variance 1") {
  constexpr int runs = 400;
  double sum = 0;
  double square = 0;
  for (int run = 0; run < runs; ++run) {
    Session session(named_scene("surprise"), static_cast<std::uint64_t>(run));
    session.apply(SetTemperature{Temperature(2)});
    sweep(session, 150);
    const double z = fact(frame_of(session), "z").value;
    sum += z;
    square += z * z;
  }
  CHECK(std::abs(sum / runs) < 5 / std::sqrt(runs));
  CHECK(std::abs(square / runs - 1) < 5 * std::sqrt(2.0 / runs));
}

TEST_CASE("the band of the running average is ±1 and ±2 standard errors") {
  Session session(named_scene("surprise"), 1);
  sweep(session, 500);
  const Frame frame = frame_of(session);
  const Panel& panel = frame.panels.at(0);
  const Fact& average = fact(frame, "average");
  CHECK(panel.series.at(0).y.back() == Approx(average.value));
  CHECK(panel.series.at(1).y.back() == Approx(fact(frame, "ΣH/n").value));
  CHECK(panel.bands.at(0).upper.back() - panel.bands.at(0).lower.back() == Approx(4 * average.error));
  CHECK(panel.bands.at(1).upper.back() - panel.bands.at(1).lower.back() == Approx(2 * average.error));
}

TEST_CASE("surprises at the ends of the dial are all the same") {
  Session session(named_scene("surprise"), 1);
  CHECK(std::isnan(fact(frame_of(session), "average").value));
  CHECK_THAT(frame_of(session).verdict, ContainsSubstring("nothing is drawn yet"));
  session.apply(SetTemperature{Temperature::zero()});
  sweep(session, 50);
  CHECK(fact(frame_of(session), "average").value == 0);
  CHECK(fact(frame_of(session), "z").value == 0);
  session.apply(ChangeSetting{"forget", ""});
  CHECK(fact(frame_of(session), "n").value == 0);
  session.apply(SetTemperature{Temperature::infinite()});
  sweep(session, 50);
  CHECK(fact(frame_of(session), "average").value == Approx(std::log2(12)).epsilon(1e-14));
  CHECK(fact(frame_of(session), "average").error == 0);
}

TEST_CASE("the surprise scene swings T by a factor of e around the dial") {
  Session session(named_scene("surprise"), 1);
  session.apply(SetTemperature{Temperature(2)});
  session.apply(ChangeSetting{"swing", "on"});
  double least = 1e9;
  double greatest = 0;
  double log_sum = 0;
  for (int k = 0; k < 4'000; ++k) {
    session.sweep();
    const double t = frame_of(session).temperature.value();
    least = std::min(least, t);
    greatest = std::max(greatest, t);
    log_sum += std::log(t);
  }
  CHECK(least == Approx(2 / std::exp(1)));
  CHECK(greatest == Approx(2 * std::exp(1)));
  CHECK(log_sum / 4'000 == Approx(std::log(2)).epsilon(1e-9));
  CHECK(std::abs(fact(frame_of(session), "z").value) < 5);
  session.apply(SetTemperature{Temperature::zero()});
  session.sweep();
  CHECK(frame_of(session).temperature.is_zero());
  CHECK_THROWS_AS(session.apply(ChangeSetting{"swing", "maybe"}), std::invalid_argument);
}

TEST_CASE("the surprise scene serves along the whole dial and replays") {
  check_along_the_dial("surprise");
  check_replay("surprise", [](Session& session) {
    sweep(session, 300);
    session.apply(ChangeSetting{"preset", "my favourite colour is"});
    sweep(session, 301);
    session.apply(ChangeSetting{"preset", "the cat sat on the"});
    sweep(session, 302);
  });
}
