#include "onedial/problem/number_partition.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "encoding_choice.hpp"
#include "level_list.hpp"
#include "onedial/core/line_reader.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

constexpr std::int64_t largest_sum = 94'906'265;  // its square is the last below 2^53

constexpr LevelListFormat answer_format = {
    .first_index = 1, .domain = Domain::spin, .takes_bits_for_spins = true, .unit_name = "number"};

}  // namespace

NumberPartition::NumberPartition(const std::filesystem::path& path) : Problem(path.string()) {
  const std::string text = read_text_file(path, "numbers to part, one a line");
  LineReader lines(path.string(), text);
  while (lines.next()) {
    if (lines.words().size() != 1) {
      lines.fail(fmt::format("{} words; one number a line is expected", lines.words().size()));
    }
    const std::int64_t number = lines.integer(0, "number");
    if (number < 1) {
      lines.fail(fmt::format("the number {}; a positive one is expected", number));
    }
    if (number > largest_sum - sum_) {
      lines.fail(
          fmt::format("the sum of the numbers exceeds {}; its square is an energy and has to stay below "
                      "2^53 to be exact",
                      largest_sum));
    }
    sum_ += number;
    numbers_.push_back(number);
  }
  if (numbers_.empty()) {
    lines.fail_whole("is empty; positive numbers are expected, one a line");
  }
}

std::string NumberPartition::size_text() const {
  return fmt::format("{} numbers of the sum {}", numbers_.size(), sum_);
}

Encoding NumberPartition::encode(const EncodingChoice& choice) const {
  require_encoding(*this, choice, {});
  const Index units = std::ssize(numbers_);
  const auto size = static_cast<double>(units);
  require_memory(size * size * sizeof(double),
                 fmt::format("{}: a model of {} coupled spins", source(), units));
  Eigen::VectorXd numbers(units);
  for (Index i = 0; i < units; ++i) {
    numbers[i] = static_cast<double>(numbers_[static_cast<std::size_t>(i)]);
  }
  PairwiseModel::Dense couplings(units, units);
  double squares = 0;
  for (Index i = 0; i < units; ++i) {
    couplings.col(i) = -2 * numbers[i] * numbers;
    couplings(i, i) = 0;
    squares += numbers[i] * numbers[i];
  }
  Encoding encoding =
      own_encoding("spins", std::make_shared<const PairwiseModel>(Domain::spin, std::move(couplings),
                                                                  Eigen::VectorXd::Zero(units), squares));
  encoding.is_exact = true;
  return encoding;
}

Evaluation NumberPartition::evaluate(const State& sides) const {
  require_answer_size(sides, std::ssize(numbers_));
  std::int64_t difference = 0;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    difference += sides[i] == 1 ? numbers_[i] : -numbers_[i];
  }
  return {.objective = static_cast<double>(std::abs(difference))};
}

std::string NumberPartition::answer_text(const State& sides) const {
  return level_list_text(sides, answer_format);
}

State NumberPartition::read_answer(const std::filesystem::path& path) const {
  return read_level_list(path, std::ssize(numbers_), answer_format);
}

}  // namespace onedial
