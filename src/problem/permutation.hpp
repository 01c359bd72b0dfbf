#pragma once
#include <filesystem>
#include <string>
#include <string_view>

#include "onedial/core/line_reader.hpp"
#include "onedial/model/state.hpp"

// What answers that are permutations have in common: places 0 … N−1 that hold each of the values 0 … N−1
// once. A place may be undecided, and a value may come twice, in an answer that is not feasible.
namespace onedial {

/// Throws std::invalid_argument unless the state holds each of 0 … size − 1 once.
void require_permutation(const State& state, Index size);

/// ln N!, the same bits everywhere.
double log_factorial(Index n);

/// What places and values of a permutation are called, such as "place" and "city". Both count from 1.
struct PermutationWords {
  std::string_view place;
  std::string_view value;
};

/// What keeps an answer from being a permutation: "city 3 comes 2 times, and 2 more"; empty if it is one.
/// Throws std::invalid_argument if the answer has another size, or a level that is no value.
std::string permutation_violation(const State& answer, Index size, const PermutationWords& words);

/// The answer with the values that do not come at all, in increasing order, at places that are undecided or
/// hold a value for a second time.
State completed_permutation(const State& answer);

/// One value a line, those of undecided places 0.
std::string permutation_text(const State& answer);

/// One place a line, `place value`, counted from 1; the values of undecided places are 0. The reader takes
/// the lines in any order, and throws InputError unless every place is given once.
std::string numbered_permutation_text(const State& answer);
State read_numbered_permutation(const std::filesystem::path& path, Index size, const PermutationWords& words);

/// Collects the values of the places in order from the words of a file; 0 is none.
class PermutationReader {
 public:
  PermutationReader(const LineReader& lines, Index size, const PermutationWords& words)
      : lines_(lines), size_(size), words_(words) {}

  /// Word k of the current line. Throws InputError if it is no value, or one too many.
  void add(std::size_t k);
  /// Throws InputError if values are missing.
  State finish();

 private:
  const LineReader& lines_;
  Index size_;
  PermutationWords words_;
  State answer_ = {};
};

}  // namespace onedial
