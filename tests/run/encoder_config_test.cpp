#include "onedial/run/encoder_config.hpp"

#include <cmath>
#include <string>

#include "catch.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string machine = "[machine]\ninputs = 4\nhidden = 2\n";
const std::string run = "[run]\nseed = 7\n";

EncoderTraining parse(const std::string& text) {
  const ScratchDirectory scratch;
  Config config = Config::load(scratch.write("c.toml", text));
  return read_encoder_training(config);
}

std::string refusal(const std::string& text) {
  return message_of<ConfigError>([&] { parse(text); });
}

std::string learning(const std::string& keys) {
  return machine + "[learning]\n" + keys + run;
}

}  // namespace

TEST_CASE("a short config of an encoder has the procedure of 1985") {
  const EncoderTraining training = parse(machine + run);
  CHECK(training.seed == 7);
  CHECK(training.threads >= 1);
  CHECK(training.runs == 1);
  CHECK(training.trials == 20);
  CHECK(training.settings.shape.inputs == 4);
  CHECK(training.settings.shape.hidden == 2);
  CHECK(training.settings.stop_when_settled);
  const CooccurrenceSettings& learning = training.settings.learning;
  CHECK(learning.rule == LearningRule::fixed_step);
  CHECK(learning.step == 2);
  CHECK(learning.decay == 0);
  CHECK(learning.on_bit_noise == 0.15);
  CHECK(learning.off_bit_noise == 0.05);
  CHECK(learning.collecting_time == 10);
  CHECK(learning.annealings_per_example == 2);
  REQUIRE(learning.annealing.size() == 4);
  CHECK(learning.annealing[0].time == 2);
  CHECK(learning.annealing[0].temperature == Temperature(20));
  CHECK(learning.annealing[3].time == 4);
  CHECK(learning.annealing[3].temperature == Temperature(10));
}

TEST_CASE("every key of learning is read") {
  const EncoderTraining training =
      parse(learning("rule = \"gradient\"\nstep = 0.5\ndecay = 0.01\ntemperatures = [8, 3.5]\ntimes = [1, "
                     "7]\ncollecting = 5\n"
                     "annealings = 3\non_bit_noise = 0\noff_bit_noise = 0.2\ncycles = 77\nsettled_after = 4\n"
                     "stop_when_settled = false\n[completion]\ntrials = 3\nhottest = 16\ncoldest = 1\nstages "
                     "= 5\ntime = 6\n"));
  const CooccurrenceSettings& learning = training.settings.learning;
  CHECK(learning.rule == LearningRule::gradient);
  CHECK(learning.step == 0.5);
  CHECK(learning.decay == 0.01);
  REQUIRE(learning.annealing.size() == 2);
  CHECK(learning.annealing[1].time == 7);
  CHECK(learning.annealing[1].temperature == Temperature(3.5));
  CHECK(learning.collecting_time == 5);
  CHECK(learning.annealings_per_example == 3);
  CHECK(learning.on_bit_noise == 0);
  CHECK(learning.off_bit_noise == 0.2);
  CHECK(training.settings.most_cycles == 77);
  CHECK(training.settings.settled_after == 4);
  CHECK_FALSE(training.settings.stop_when_settled);
  CHECK(training.trials == 3);
  REQUIRE(training.slow.size() == 5);
  for (std::size_t k = 0; k < 5; ++k) {
    CHECK(training.slow[k].time == 6);
    CHECK(training.slow[k].temperature.value() == Approx(16 / std::pow(2.0, static_cast<double>(k))));
  }
}

TEST_CASE("bad configs of encoders are refused at their keys") {
  CHECK_THAT(refusal("[machine]\ninputs = 4\n" + run), ContainsSubstring("[machine] hidden"));
  CHECK_THAT(refusal("[machine]\ninputs = 9\nhidden = 3\n" + run),
             ContainsSubstring("8 codes for 9 inputs") && ContainsSubstring("at least 4"));
  CHECK_THAT(refusal(machine), ContainsSubstring("[run] seed"));
  CHECK_THAT(refusal(learning("step = 0\n")), ContainsSubstring("[learning] step"));
  CHECK_THAT(refusal(learning("decay = 2\n")), ContainsSubstring("[learning] decay"));
  CHECK_THAT(refusal(learning("temperatures = [20, 10]\n")),
             ContainsSubstring("[learning] times") && ContainsSubstring("must hold 2"));
  CHECK_THAT(refusal(learning("temperatures = []\ntimes = []\n")), ContainsSubstring("is empty"));
  CHECK_THAT(refusal(learning("times = [2, 2, 2.5, 4]\n")), ContainsSubstring("2.5 is no whole number"));
  CHECK_THAT(refusal(learning("temperatures = [20, 15, 12, 0]\n")), ContainsSubstring("element 4"));
  CHECK_THAT(refusal(learning("rule = \"fixed\"\n")), ContainsSubstring("fixed_step"));
  CHECK_THAT(refusal(learning("on_bit_nois = 0.1\n")), ContainsSubstring("did you mean"));
  CHECK_THAT(refusal(machine + "[completion]\nhottest = 2\ncoldest = 3\n" + run),
             ContainsSubstring("[completion] coldest"));
  CHECK_THAT(refusal(machine + "[completion]\ntrials = 0\ntime = 3\n" + run), ContainsSubstring("time"));
}
