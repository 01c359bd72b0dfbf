#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "onedial/validation/check.hpp"

namespace onedial {

struct ValidationSettings {
  double effort = 1;  ///< multiplies all sweeps and series; above 0
  Index threads = 1;
  std::uint64_t seed = 1;
};

/// One sampler, model or method, and how it is held against exact answers.
struct ValidationCase {
  std::string_view name;
  std::vector<ValidationCheck> (*run)(const ValidationSettings& settings);
};

/// All there are: every engine and kernel, cluster updates, Potts models, spin glasses by replica exchange,
/// flat histograms, softmax, block Gibbs, annealing loops, peaks, and the error bars themselves.
std::span<const ValidationCase> validation_suite();

/// Runs a case. Throws std::invalid_argument unless effort is above 0 and threads at least 1.
ValidationGroup run_case(const ValidationCase& one, const ValidationSettings& settings);

}  // namespace onedial
