#include "catch.hpp"
#include "frame_reading.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/softmax/softmax.hpp"

using namespace onedial;
using namespace onedial::viewer;
using namespace frame_reading;

namespace {

const std::vector<double> cat_sat = {6.2, 4.9, 4.6, 4.1, 3.6, 3.3, 2.8, 2.2, 1.6, 0.9, -0.4, -2.5};

}  // namespace

TEST_CASE("the softmax scene shows the exact numbers of its logits") {
  Session session(named_scene("softmax"), 1);
  for (const double t : {0.0, 0.3, 1.0, 2.7, 1e9}) {
    session.apply(SetTemperature{Temperature(t)});
    const Frame frame = frame_of(session);
    const Thermodynamics exact = thermodynamics(Spectrum::from_logits(cat_sat), Temperature(t));
    INFO("T = " << t);
    CHECK(fact(frame, "H").value == bits_from_nats(exact.entropy));
    CHECK(fact(frame, "S").value == exact.entropy);
    CHECK(fact(frame, "2^H").value == perplexity(exact.entropy));
    CHECK(fact(frame, "⟨E⟩").value == exact.mean_energy);
    CHECK(fact(frame, "F").value == exact.free_energy);
    CHECK(fact(frame, "C").value == exact.heat_capacity);
    CHECK(fact(frame, "dS/dT").value == exact.entropy_slope);
    const std::vector<double> p = softmax(cat_sat, Temperature(t));
    for (std::size_t i = 0; i < p.size(); ++i) {
      CHECK(bars(frame).values[i] == Approx(p[i]).epsilon(1e-13).margin(1e-300));
    }
    CHECK(fact(frame, "p(mat)").value == bars(frame).values[0]);
  }
  const auto peaks = heat_capacity_peaks(Spectrum::from_logits(cat_sat));
  REQUIRE(peaks.size() == 1);
  CHECK(frame_of(session).peak == peaks[0].temperature);
}

TEST_CASE("tokens of the softmax scene are drawn as often as the bars say, cut or not") {
  Session session(named_scene("softmax"), 5);
  const auto check = [&](double t) {
    session.apply(SetTemperature{Temperature(t)});
    for (int draw = 0; draw < 20'000; ++draw) {
      session.sweep();
    }
    const Frame frame = frame_of(session);
    CHECK(fact(frame, "n").value == 20'000);
    check_draws(bars(frame).references, bars(frame).values, 20'000);
    return frame;
  };
  check(0.8);
  check(3);
  session.apply(ChangeSetting{"top_k", "3"});
  const Frame cut = check(2);
  const std::vector<double> kept = softmax(std::vector<double>{6.2, 4.9, 4.6}, Temperature(2));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    CHECK(bars(cut).values[i] == Approx(kept[i]).epsilon(1e-13));
  }
  CHECK(bars(cut).values[3] == 0);
  CHECK(bars(cut).references[3] == 0);
  CHECK(fact(cut, "kept").value == 3);
  CHECK_THAT(cut.verdict, ContainsSubstring("entropy after the cuts"));
  CHECK_THAT(cut.verdict, ContainsSubstring("leave 3 of 12"));
  CHECK(fact(cut, "2^H cut").value == Approx(perplexity(entropy_nats(kept))).epsilon(1e-12));
  CHECK(fact(cut, "H cut").value == Approx(bits_from_nats(entropy_nats(kept))).epsilon(1e-12));
}

TEST_CASE("the order of cuts decides whether heat lets more tokens through") {
  Session session(named_scene("softmax"), 5);
  session.apply(ChangeSetting{"top_p", "0.8"});
  session.apply(SetTemperature{Temperature(20)});
  const double llama = fact(frame_of(session), "kept").value;
  session.apply(ChangeSetting{"order", "hugging-face"});
  CHECK(fact(frame_of(session), "kept").value > llama);
}

TEST_CASE("a tie of the softmax scene is drawn half and half at T = 0") {
  Session session(named_scene("softmax"), 7);
  session.apply(SetTemperature{Temperature::zero()});
  CHECK(bars(frame_of(session)).note == "nothing drawn yet");
  CHECK(bars(frame_of(session)).values[0] == 1);
  CHECK_THAT(frame_of(session).verdict, ContainsSubstring("always “mat”"));
  session.apply(ChangeSetting{"tie", ""});
  for (int draw = 0; draw < 10'000; ++draw) {
    session.sweep();
  }
  const Frame frame = frame_of(session);
  CHECK(bars(frame).values[0] == 0.5);
  CHECK(bars(frame).values[1] == 0.5);
  CHECK(fact(frame, "H").value == 1);
  CHECK(std::abs(bars(frame).references[0] - 0.5) < 5 * 0.005);
  CHECK(bars(frame).references[0] + bars(frame).references[1] == 1);
  CHECK_THAT(frame.verdict, ContainsSubstring("2 tokens tie"));
  CHECK(session.scene().settings().choice("preset") == "own");

  session.apply(SetTemperature{Temperature::infinite()});
  const Frame hot = frame_of(session);
  CHECK(fact(hot, "H").value == Approx(std::log2(12)).epsilon(1e-15));
  CHECK(std::isnan(fact(hot, "F").value));
}

TEST_CASE("logits of the softmax scene can be typed, and bad ones name the token") {
  Session session(named_scene("softmax"), 7);
  session.apply(ChangeSetting{"logits", " a=1.5,b = -2 , c=0"});
  CHECK(bars(frame_of(session)).labels == std::vector<std::string>{"a", "b", "c"});
  CHECK(bars(frame_of(session), 1).words[0] == "1.5");
  const auto refused = [&](const std::string& text, const std::string& words) {
    INFO(text);
    CHECK_THROWS_WITH(session.apply(ChangeSetting{"logits", text}), ContainsSubstring(words));
    CHECK(session.scene().settings().text("logits") == " a=1.5,b = -2 , c=0");
  };
  refused("a=1, b=x2", "logit of 'b' ('x2') must be a number from -100 to 100");
  refused("a=1, b=nan", "logit of 'b'");
  refused("a=1, b=101", "logit of 'b'");
  refused("a=1, b", "'b' must be token=number");
  refused("a=1, =3", "must be token=number");
  refused("a=1, a=2", "'a' is there twice");
  refused("a=1", "1 tokens");
  refused("", "0 tokens");
  session.sweep();
  CHECK_THROWS(session.apply(ChangeSetting{"top_p", "0"}));
  CHECK(bars(frame_of(session)).values.size() == 3);
}

TEST_CASE("a logit of the softmax scene follows the hand") {
  Session session(named_scene("softmax"), 7);
  const Bars before = bars(frame_of(session), 1);
  REQUIRE(before.is_editable);
  // The bar of 'moon' up to the value of 'mat'.
  session.apply(TouchPane{{.pane = 1, .x = before.values[0], .y = 10.4}});
  const Frame frame = frame_of(session);
  CHECK(bars(frame, 1).values[10] == Approx(before.values[0]));
  CHECK(bars(frame, 1).most == before.most);
  CHECK(bars(frame).values[10] == Approx(bars(frame).values[0]));
  std::vector<double> logits = cat_sat;
  logits[10] = 6.2;
  CHECK(fact(frame, "S").value ==
        Approx(thermodynamics(Spectrum::from_logits(logits), Temperature(1)).entropy));
  for (const Touch& odd : {Touch{.pane = 1, .x = 1, .y = 12}, Touch{.pane = 1, .x = 1, .y = -1},
                           Touch{.pane = 0, .x = 1, .y = 1}, Touch{.pane = 1, .x = NAN, .y = 1}}) {
    session.apply(TouchPane{odd});
    CHECK(bars(frame_of(session)).values == bars(frame).values);
  }
}

TEST_CASE("the softmax scene serves along the whole dial and replays") {
  check_along_the_dial("softmax");
  check_replay("softmax", [](Session& session) {
    session.apply(ChangeSetting{"preset", "heads or tails"});
    session.apply(ChangeSetting{"top_p", "0.9"});
    for (int k = 0; k < 300; ++k) {
      session.sweep();
    }
    session.apply(TouchPane{{.pane = 1, .x = 3, .y = 2}});
    session.apply(SetTemperature{Temperature(4)});
    for (int k = 0; k < 300; ++k) {
      session.sweep();
    }
  });
}
