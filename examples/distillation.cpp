// Dark knowledge (Hinton, Vinyals, Dean 2015): a student that never sees a 3 learns it from a teacher's soft
// targets for the other digits. Argument: a file of 8x8 digits, 64 values and the label a line.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "digits.hpp"
#include "onedial/softmax/small_classifier.hpp"

using namespace onedial;

/// Share of the digits in `rows` that are recognized, in percent.
double accuracy(const SmallClassifier& net, const Digits& digits, const std::vector<Index>& rows) {
  const auto predicted = predicted_classes(net.logits(digits.images(rows, Eigen::all)));
  double right = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    right += predicted[i] == digits.labels[static_cast<std::size_t>(rows[i])] ? 1 : 0;
  }
  return 100 * right / static_cast<double>(rows.size());
}

int main(int argc, char** argv) try {
  const Digits digits = read_digits(argc > 1 ? argv[1] : "configs/instances/digits8x8.csv");
  std::vector<Index> train;
  std::vector<Index> seen;  // of them, by the student
  std::vector<Index> test;
  std::vector<Index> threes;  // of the test
  for (Index i = 0; i < digits.images.rows(); ++i) {
    const bool three = digits.labels[static_cast<std::size_t>(i)] == 3;
    (i % 3 == 0 ? test : train).push_back(i);
    if (i % 3 == 0 ? three : !three) {
      (three ? threes : seen).push_back(i);
    }
  }
  const auto print = [&](const std::string& who, const SmallClassifier& net) {
    std::printf("%-20s %5.1f %% of all, %5.1f %% of the threes\n", who.c_str(), accuracy(net, digits, test),
                accuracy(net, digits, threes));
  };
  const Eigen::MatrixXd labels = hard_targets(digits.labels, 10);
  SmallClassifier teacher(64, 32, 10, 1);
  teacher.train(digits.images(train, Eigen::all), labels(train, Eigen::all), Temperature(1), {});
  print("teacher", teacher);
  const Eigen::MatrixXd images = digits.images(seen, Eigen::all);
  const auto print_student = [&](const std::string& who, const Eigen::MatrixXd& targets, Temperature t) {
    SmallClassifier student(64, 16, 10, 2);
    student.train(images, targets, t, {});
    print(who, student);
  };
  for (const int t : {1, 4, 16}) {
    const Temperature temperature(t);
    print_student("soft targets, T = " + std::to_string(t),
                  row_probabilities(teacher.logits(images), temperature), temperature);
  }
  print_student("labels alone", labels(seen, Eigen::all), Temperature(1));
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
