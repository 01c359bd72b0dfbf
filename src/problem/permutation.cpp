#include "permutation.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <vector>

#include "encoding_choice.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/text_file.hpp"

namespace onedial {
namespace {

/// How often each value comes. Throws as `permutation_violation` does.
std::vector<Index> counts_of(const State& answer, Index size) {
  require_answer_size(answer, size);
  std::vector<Index> counts(answer.size());
  for (const Level value : answer) {
    if (value == Problem::undecided) {
      continue;
    }
    if (value < 0 || value >= size) {
      throw std::invalid_argument(fmt::format("level {} is not one of 0 to {}", value, size - 1));
    }
    ++counts[static_cast<std::size_t>(value)];
  }
  return counts;
}

}  // namespace

double log_factorial(Index n) {
  double sum = 0;
  for (Index k = 2; k <= n; ++k) {
    sum += elementary::log(static_cast<double>(k));
  }
  return sum;
}

void require_permutation(const State& state, Index size) {
  if (std::ssize(state) != size) {
    throw std::invalid_argument(fmt::format("state has {} units, the model has {}", state.size(), size));
  }
  require_levels(state, static_cast<Level>(size));
  const auto counts = counts_of(state, size);
  for (std::size_t value = 0; value < counts.size(); ++value) {
    if (counts[value] != 1) {
      throw std::invalid_argument(
          fmt::format("level {} comes {} times; a permutation is expected", value, counts[value]));
    }
  }
}

std::string permutation_violation(const State& answer, Index size, const PermutationWords& words) {
  const auto counts = counts_of(answer, size);
  std::string first;
  Index more = -1;
  const auto add = [&](auto text) {
    first = first.empty() ? text() : first;
    ++more;
  };
  for (std::size_t place = 0; place < answer.size(); ++place) {
    if (answer[place] == Problem::undecided) {
      add([&] { return fmt::format("{} {} has no {}", words.place, place + 1, words.value); });
    }
  }
  for (std::size_t value = 0; value < counts.size(); ++value) {
    if (counts[value] > 1) {
      add([&] { return fmt::format("{} {} comes {} times", words.value, value + 1, counts[value]); });
    }
  }
  return more > 0 ? fmt::format("{}, and {} more", first, more) : first;
}

State completed_permutation(const State& answer) {
  auto counts = counts_of(answer, std::ssize(answer));
  State result = answer;
  std::size_t missing = 0;
  std::vector<bool> is_placed(answer.size());
  for (Level& value : result) {
    if (value != Problem::undecided && !is_placed[static_cast<std::size_t>(value)]) {
      is_placed[static_cast<std::size_t>(value)] = true;
      continue;
    }
    while (counts[missing] > 0) {
      ++missing;
    }
    value = static_cast<Level>(missing++);
  }
  return result;
}

std::string permutation_text(const State& answer) {
  fmt::memory_buffer text;
  for (const Level value : answer) {
    fmt::format_to(std::back_inserter(text), "{}\n", value + 1);  // undecided is −1
  }
  return fmt::to_string(text);
}

std::string numbered_permutation_text(const State& answer) {
  fmt::memory_buffer text;
  for (std::size_t place = 0; place < answer.size(); ++place) {
    fmt::format_to(std::back_inserter(text), "{} {}\n", place + 1, answer[place] + 1);
  }
  return fmt::to_string(text);
}

State read_numbered_permutation(const std::filesystem::path& path, Index size,
                                const PermutationWords& words) {
  const std::string text =
      read_text_file(path, fmt::format("a solution, lines of a {} and its {}", words.place, words.value));
  LineReader lines(path.string(), text);
  constexpr Level not_given = Problem::undecided - 1;
  State answer(static_cast<std::size_t>(size), not_given);
  Index given = 0;
  for (; lines.next(); ++given) {
    if (lines.words().size() != 2) {
      lines.fail(fmt::format("{} words; a {} and its {} are expected", lines.words().size(), words.place,
                             words.value));
    }
    const std::int64_t place = lines.integer(0, words.place);
    const std::int64_t value = lines.integer(1, words.value);
    if (place < 1 || place > size || value < 0 || value > size) {
      lines.fail(fmt::format("{} {} with {} {} does not exist; they are numbered from 1 to {}, and 0 is none",
                             words.place, place, words.value, value, size));
    }
    Level& level = answer[static_cast<std::size_t>(place - 1)];
    if (level != not_given) {
      lines.fail(fmt::format("{} {} was given before; each is expected once", words.place, place));
    }
    level = static_cast<Level>(value - 1);
  }
  if (given < size) {
    lines.fail_whole(fmt::format("gives {} of {} {}s; all are expected", given, size, words.place));
  }
  return answer;
}

void PermutationReader::add(std::size_t k) {
  const std::int64_t value = lines_.integer(k, words_.value);
  if (value < 0 || value > size_) {
    lines_.fail(fmt::format("{} {} does not exist; they are numbered from 1 to {}, and 0 is none",
                            words_.value, value, size_));
  }
  if (std::ssize(answer_) == size_) {
    lines_.fail(fmt::format("more than {} numbers; one for each {} is expected", size_, words_.place));
  }
  answer_.push_back(static_cast<Level>(value - 1));
}

State PermutationReader::finish() {
  if (std::ssize(answer_) < size_) {
    lines_.fail_whole(fmt::format("gives {} of {} numbers; one for each {} is expected", answer_.size(),
                                  size_, words_.place));
  }
  return std::move(answer_);
}

}  // namespace onedial
