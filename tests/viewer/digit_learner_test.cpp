#include "viewer/digit_learner.hpp"

#include "catch.hpp"
#include "onedial/data/dataset.hpp"
#include "viewer/digit_canvas.hpp"
#include "viewer/digits8x8.hpp"

using namespace onedial;
using namespace onedial::viewer;

TEST_CASE("the digits within the viewer are those of configs") {
  const Dataset file = read_dataset(ONEDIAL_SOURCE_DIR "/configs/instances/digits8x8.csv",
                                    {.label_column = DatasetSettings::LabelColumn::last, .white = 16});
  const FloatRows digits = digits8x8();
  REQUIRE((digits.rows() == 1797 && digits.cols() == 64));
  REQUIRE((file.size() == 1797 && file.features() == 64));
  CHECK(digits == (file.values.array() >= 0.5F).cast<float>().matrix());
  CHECK(digit_data().learned.rows() == 1500);
  CHECK(digit_data().held_out.row(0) == digits.row(1500));
}

TEST_CASE("a learner gets better at digits that it has never seen, to the same bits again") {
  DigitLearner learner(64, 0.005, 2);
  CHECK(learner.epochs() == 0);
  DigitLearner again(64, 0.005, 2);
  for (int k = 0; k < 180; ++k) {
    learner.step();
    again.step();
    if (k == 100) {
      learner.set_rate(0.01);
      again.set_rate(0.01);
    }
  }
  CHECK(learner.epochs() == 12);
  CHECK(learner.machine().weights == again.machine().weights);
  const std::vector<double> held_out = learner.pseudo_likelihoods().means(1);
  REQUIRE(held_out.size() == 4);
  CHECK(held_out.back() > held_out.front() + 5);
  DigitLearner other(64, 0.005, 3);
  other.step();
  DigitLearner same(64, 0.005, 2);
  same.step();
  CHECK(other.machine().weights != same.machine().weights);
}

TEST_CASE("a canvas knows what was painted on it and nothing else") {
  DigitCanvas canvas(4);
  CHECK(canvas.known_pixels() == 0);
  canvas.touch({.x = 1.5, .y = 2.2});
  canvas.touch({.x = 3.9, .y = 0.1, .erase = true});
  canvas.touch({.x = 4.0, .y = 0.1});
  canvas.touch({.x = -0.1, .y = 0.1});
  Grid grid;
  canvas.draw(grid);
  CHECK(grid.values == std::vector<std::uint8_t>{1, 1, 1, 0, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1});
  CHECK((grid.levels == 3 && grid.is_editable));
  Eigen::RowVectorXf picture = Eigen::RowVectorXf::Zero(16);
  picture(2) = picture(12) = 1;
  canvas.show_upper_half(picture);
  canvas.draw(grid);
  CHECK(grid.values == std::vector<std::uint8_t>{0, 0, 2, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1});
  CHECK(canvas.known_pixels() == 8);
  canvas.clear();
  CHECK(canvas.known_pixels() == 0);
}
