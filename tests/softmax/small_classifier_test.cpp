#include "onedial/softmax/small_classifier.hpp"

#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include "catch.hpp"
#include "onedial/softmax/calibration.hpp"

using namespace onedial;

namespace {

struct Digits {
  Eigen::MatrixXd images;
  std::vector<Level> labels;

  /// Those of every third digit from `first`, or all others.
  [[nodiscard]] Digits third(bool chosen) const {
    return where([&](std::size_t i) { return (i % 3 == 0) == chosen; });
  }
  [[nodiscard]] Digits without(Level digit) const {
    return where([&](std::size_t i) { return labels[i] != digit; });
  }
  template <class Predicate>
  [[nodiscard]] Digits where(Predicate keep) const {
    std::vector<Index> rows;
    Digits result;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (keep(i)) {
        rows.push_back(static_cast<Index>(i));
        result.labels.push_back(labels[i]);
      }
    }
    result.images = images(rows, Eigen::all);
    return result;
  }
};

Digits load_digits() {
  std::ifstream file(std::string(ONEDIAL_SOURCE_DIR) + "/configs/instances/digits8x8.csv");
  REQUIRE(file);
  std::vector<double> values;
  Digits digits;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::vector<double> row;
    for (std::string field; std::getline(fields, field, ',');) {
      row.push_back(std::stod(field));
    }
    REQUIRE(row.size() == 65);
    digits.labels.push_back(static_cast<Level>(row.back()));
    values.insert(values.end(), row.begin(), row.end() - 1);
  }
  const auto n = static_cast<Index>(digits.labels.size());
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  digits.images = Eigen::Map<const Rows>(values.data(), n, 64) / 16.0;
  return digits;
}

/// Share of the examples of one digit, or of all for −1, that are recognized.
double accuracy(const SmallClassifier& net, const Digits& digits, Level digit = -1) {
  const auto predicted = predicted_classes(net.logits(digits.images));
  double right = 0;
  double all = 0;
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    if (digit < 0 || digits.labels[i] == digit) {
      all += 1;
      right += predicted[i] == digits.labels[i] ? 1 : 0;
    }
  }
  return right / all;
}

}  // namespace

TEST_CASE("a student learns from soft targets a digit that it has never seen") {
  const Digits digits = load_digits();
  REQUIRE(digits.labels.size() == 1797);
  const Digits test = digits.third(true);
  const Digits train = digits.third(false);
  SmallClassifier teacher(64, 32, 10, 1);
  teacher.train(train.images, hard_targets(train.labels, 10), Temperature(1), {.epochs = 150});
  CHECK(accuracy(teacher, test) > 0.95);

  constexpr Level unseen = 3;
  const Digits seen = train.without(unseen);
  const Temperature t(4);
  SmallClassifier hard_student(64, 16, 10, 2);
  hard_student.train(seen.images, hard_targets(seen.labels, 10), Temperature(1), {.epochs = 150});
  SmallClassifier soft_student(64, 16, 10, 2);
  soft_student.train(seen.images, row_probabilities(teacher.logits(seen.images), t), t, {.epochs = 150});

  CHECK(accuracy(hard_student, test, unseen) == 0);
  CHECK(accuracy(soft_student, test, unseen) > 0.5);
  CHECK(accuracy(soft_student, test) > accuracy(hard_student, test));
}

TEST_CASE(
    "from few examples soft targets teach more than labels, and calibration warms a net that is too sure") {
  const Digits digits = load_digits();
  const Digits test = digits.third(true);
  const Digits train = digits.third(false);
  SmallClassifier teacher(64, 32, 10, 1);
  teacher.train(train.images, hard_targets(train.labels, 10), Temperature(1), {.epochs = 150});

  const Digits few = train.where([](std::size_t i) { return i < 60; });
  const Temperature t(4);
  SmallClassifier hard_student(64, 16, 10, 3);
  hard_student.train(few.images, hard_targets(few.labels, 10), Temperature(1), {.epochs = 150});
  SmallClassifier soft_student(64, 16, 10, 3);
  soft_student.train(few.images, row_probabilities(teacher.logits(few.images), t), t, {.epochs = 150});
  CHECK(accuracy(soft_student, test) > accuracy(hard_student, test));

  // A net that has learned 60 examples by heart is too sure of itself.
  const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> logits =
      hard_student.logits(test.images);
  const Calibration calibration =
      calibrate_temperature({{logits.data(), static_cast<std::size_t>(logits.size())}, test.labels, 10});
  CHECK(calibration.temperature.value() > 1);
  CHECK(calibration.after.nll < calibration.before.nll);
  CHECK(calibration.after.ece < calibration.before.ece);
}

TEST_CASE("training follows the gradient, and refuses what does not fit") {
  // A few steps of a small rate lower the cross-entropy of random data.
  const Eigen::MatrixXd examples = Eigen::MatrixXd::Identity(4, 4);
  const Eigen::MatrixXd targets = hard_targets(std::vector<Level>{0, 1, 2, 0}, 3);
  SmallClassifier net(4, 5, 3, 7);
  const auto cross_entropy = [&] {
    return -(row_probabilities(net.logits(examples), Temperature(1)).array().log() * targets.array()).sum();
  };
  double last = cross_entropy();
  for (int step = 0; step < 20; ++step) {
    net.train(examples, targets, Temperature(1), {.epochs = 1, .learning_rate = 1e-3});
    const double now = cross_entropy();
    CHECK(now < last);
    last = now;
  }
  CHECK_THROWS_AS(net.train(examples, targets.topRows(3), Temperature(1), {}), std::invalid_argument);
  CHECK_THROWS_AS(net.train(examples, targets, Temperature::zero(), {}), std::invalid_argument);
  CHECK_THROWS_AS(hard_targets(std::vector<Level>{3}, 3), std::invalid_argument);
  CHECK_THROWS_AS(SmallClassifier(4, 0, 3, 1), std::invalid_argument);
  CHECK(predicted_classes(Eigen::MatrixXd::Zero(1, 3)) == std::vector<Level>{0});
}
