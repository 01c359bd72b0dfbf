#include <algorithm>
#include <cmath>

#include "../../src/viewer/distillation_task.hpp"
#include "catch.hpp"
#include "frame_reading.hpp"

using namespace onedial;
using namespace onedial::viewer;
using namespace frame_reading;

namespace {

void sweep(Session& session, int sweeps) {
  for (int k = 0; k < sweeps; ++k) {
    session.sweep();
  }
}

}  // namespace

TEST_CASE("noisy digits leave out a digit, are 0 to 9 in turn and have the noise that is asked for") {
  RandomStream random(1, 0);
  const NoisyDigits digits = draw_digits(2'000, 3, 0.4, random);
  CHECK(digits.labels[2] == 2);
  CHECK(digits.labels[3] == 4);
  CHECK(std::count(digits.labels.begin(), digits.labels.end(), 3) == 0);
  RandomStream quiet(1, 0);
  const NoisyDigits clean = draw_digits(2'000, 3, 0, quiet);
  CHECK((clean.images.array() * (1 - clean.images.array())).abs().maxCoeff() == 0);
  const auto noise = (digits.images - clean.images).array();
  const auto n = static_cast<double>(digits.images.size());
  CHECK(std::abs(noise.mean()) < 5 * 0.4 / std::sqrt(n));
  CHECK(std::abs(noise.square().mean() / 0.16 - 1) < 5 * std::sqrt(2 / n));
}

TEST_CASE("the gradients of both losses are their slopes") {
  Eigen::MatrixXd student = Eigen::MatrixXd::Random(3, 10);
  const Eigen::MatrixXd teacher = 3 * Eigen::MatrixXd::Random(3, 10);
  const std::vector<Level> labels = {1, 0, 9};
  for (const double t : {0.5, 1.0, 6.0, HUGE_VAL}) {
    const BatchLoss soft = soft_loss(student, teacher, Temperature(t));
    const BatchLoss hard = hard_loss(student, labels);
    for (Index i = 0; i < 3; ++i) {
      for (Index j = 0; j < 10; ++j) {
        constexpr double step = 1e-5;
        const double z = student(i, j);
        student(i, j) = z + step;
        const double soft_above = soft_loss(student, teacher, Temperature(t)).value;
        const double hard_above = hard_loss(student, labels).value;
        student(i, j) = z - step;
        const double soft_slope =
            (soft_above - soft_loss(student, teacher, Temperature(t)).value) / (2 * step);
        const double hard_slope = (hard_above - hard_loss(student, labels).value) / (2 * step);
        student(i, j) = z;
        CHECK(soft.gradient(i, j) / 3 == Approx(soft_slope).margin(1e-8));
        CHECK(hard.gradient(i, j) / 3 == Approx(hard_slope).margin(1e-8));
      }
    }
  }
  CHECK(soft_loss(student, teacher, Temperature::zero()).value == 0);
  CHECK(soft_loss(student, teacher, Temperature::zero()).gradient.cwiseAbs().maxCoeff() == 0);
}

TEST_CASE("a step of the student goes down its gradient") {
  LinearStudent student;
  const Eigen::MatrixXd images = Eigen::MatrixXd::Random(2, 35);
  const Eigen::MatrixXd gradient = Eigen::MatrixXd::Random(2, 10);
  student.step(images, gradient, 0.5);
  // z = −(rate/n)·x·(xᵀg + Σg)
  const Eigen::MatrixXd weights = -0.25 * images.transpose() * gradient;
  const Eigen::RowVectorXd bias = -0.25 * gradient.colwise().sum();
  const Eigen::MatrixXd expected = (images * weights).rowwise() + bias;
  CHECK((student.logits(images) - expected).cwiseAbs().maxCoeff() < 1e-13);
}

TEST_CASE("a student of hot targets learns a digit that it never sees") {
  Session session(named_scene("distillation"), 1);
  sweep(session, 3'000);
  const Frame frame = frame_of(session);
  const auto& hidden = frame.panels.at(2);
  CHECK(hidden.title == "The hidden digit 3");
  CHECK(hidden.series.at(0).y.back() > 0.5);
  CHECK(hidden.series.at(1).y.back() == 0);  // labels alone
  CHECK(fact(frame, "soft").value > fact(frame, "hard").value);
  CHECK(fact(frame, "teacher").value > 0.9);
  // At T = 1 there is far less of it.
  Session cold(named_scene("distillation"), 1);
  cold.apply(SetTemperature{Temperature(0.5)});
  sweep(cold, 3'000);
  CHECK(frame_of(cold).panels.at(2).series.at(0).y.back() < hidden.series.at(0).y.back());
}

TEST_CASE("soft targets follow the dial from argmax to uniform") {
  Session session(named_scene("distillation"), 1);
  session.apply(SetTemperature{Temperature::zero()});
  const Frame cold = frame_of(session);
  CHECK(fact(cold, "H(q)").value == 0);
  CHECK(fact(cold, "dark").value == 0);
  const double before = fact(cold, "soft").value;
  sweep(session, 200);
  CHECK(fact(frame_of(session), "soft").value == before);  // no gradient at T = 0
  CHECK(fact(frame_of(session), "hard").value > before + 0.2);
  session.apply(SetTemperature{Temperature::infinite()});
  CHECK(fact(frame_of(session), "H(q)").value == Approx(std::log2(10)));
  CHECK(bars(frame_of(session)).values[4] == Approx(0.1));
  sweep(session, 1'000);
  CHECK(fact(frame_of(session), "soft").value > before + 0.2);  // logits are matched there
}

TEST_CASE("painting on the digit changes what the teacher says") {
  Session session(named_scene("distillation"), 1);
  const Frame before = frame_of(session);
  const Grid& grid = std::get<Grid>(before.panes.at(1));
  REQUIRE(grid.is_editable);
  REQUIRE(grid.values.size() == 35);
  for (int row = 0; row < 7; ++row) {
    for (int column = 0; column < 5; ++column) {
      session.apply(TouchPane{{.pane = 1, .x = column + 0.5, .y = row + 0.5, .erase = column != 2}});
    }
  }
  const Frame after = frame_of(session);
  CHECK(std::get<Grid>(after.panes.at(1)).values[2] > std::get<Grid>(after.panes.at(1)).values[1]);
  CHECK(bars(after).values != bars(before).values);
  session.apply(TouchPane{{.pane = 1, .x = 5, .y = 0}});
  session.apply(TouchPane{{.pane = 1, .x = NAN, .y = 0}});
  session.apply(TouchPane{{.pane = 0, .x = 1, .y = 1}});
  CHECK(bars(frame_of(session)).values == bars(after).values);
  session.apply(ChangeSetting{"next_digit", ""});
  CHECK(std::get<Grid>(frame_of(session).panes.at(1)).title == "Digit 9 of the test");
  CHECK_THROWS_AS(session.apply(ChangeSetting{"hidden_digit", "10"}), std::invalid_argument);
  CHECK_THROWS_AS(session.apply(ChangeSetting{"rate", "0"}), std::invalid_argument);
}

TEST_CASE("without a hidden digit there is nothing to show of it") {
  Session session(named_scene("distillation"), 1);
  session.apply(ChangeSetting{"hidden_digit", "none"});
  sweep(session, 1'500);
  const Frame frame = frame_of(session);
  CHECK(frame.panels.at(2).note == "no digit is hidden");
  CHECK_FALSE(has_data(frame.panels.at(2)));
  CHECK(fact(frame, "soft").value > 0.8);
  CHECK(fact(frame, "hard").value > 0.8);
  session.apply(ChangeSetting{"restart", ""});
  CHECK(fact(frame_of(session), "steps").value == 0);
  CHECK(fact(frame_of(session), "hard").value < 0.2);
}

TEST_CASE("the distillation scene serves along the whole dial and replays") {
  check_along_the_dial("distillation");
  check_replay("distillation", [](Session& session) {
    sweep(session, 50);
    session.apply(ChangeSetting{"examples", "50"});
    session.apply(SetTemperature{Temperature(3)});
    sweep(session, 50);
    session.apply(TouchPane{{.pane = 1, .x = 1, .y = 1}});
  });
}
