// Calibration (Guo, Pleiss, Sun, Weinberger 2017): a net that has seen few digits is surer than it is right;
// one temperature, found on held-out digits, mends that. Argument: a file of 8x8 digits, 64 values and the
// label a line.
#include <cstdio>
#include <exception>
#include <vector>

#include "digits.hpp"
#include "onedial/softmax/calibration.hpp"
#include "onedial/softmax/small_classifier.hpp"

using namespace onedial;

int main(int argc, char** argv) try {
  const Digits digits = read_digits(argc > 1 ? argv[1] : "configs/instances/digits8x8.csv");
  constexpr Index training_size = 60;
  const auto train = Eigen::seqN(0, training_size);
  const std::vector<Level> train_labels(digits.labels.begin(), digits.labels.begin() + training_size);
  SmallClassifier net(64, 32, 10, 1);
  net.train(digits.images(train, Eigen::all), hard_targets(train_labels, 10), Temperature(1), {});

  // One row of logits after the other, as LabelledLogits wants them.
  const Index held_out = digits.images.rows() - training_size;
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const RowMajor logits = net.logits(digits.images.bottomRows(held_out));
  const LabelledLogits data{.logits = {logits.data(), static_cast<std::size_t>(logits.size())},
                            .labels = std::span(digits.labels).subspan(training_size),
                            .classes = 10};
  const Calibration found = calibrate_temperature(data);
  std::printf("T = %.4f after %td steps\n", found.temperature.value(), found.iterations);
  std::printf("%8s %10s %10s %10s\n", "", "NLL", "Brier", "ECE");
  for (const auto& [name, score] : {std::pair("T = 1", found.before), std::pair("best T", found.after)}) {
    std::printf("%8s %10.4f %10.4f %10.4f\n", name, score.nll, score.brier, score.ece);
  }
} catch (const std::exception& error) {
  std::fprintf(stderr, "%s\n", error.what());
  return 2;
}
