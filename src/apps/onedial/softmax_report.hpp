#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "onedial/core/peaks.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/softmax/logits_file.hpp"

namespace onedial::cli {

/// What `onedial softmax` has found out about some logits.
struct SoftmaxOutcome {
  TokenLogits logits;
  Spectrum spectrum;
  std::string source;
  std::vector<Thermodynamics> rows;  ///< one a temperature
  std::vector<Peak> heat_capacity_peaks;
  std::vector<Peak> entropy_slope_peaks;
};

/// The numbers of the most likely tokens, the most likely first and ties by number.
std::vector<std::size_t> top_tokens(const TokenLogits& logits, std::size_t count);

/// The document of --json. Infinite temperatures are the text "inf"; other numbers that are not finite are
/// null. `probabilities` is null for more than 4,096 tokens; the `top` of them is always there.
nlohmann::ordered_json to_json(const SoftmaxOutcome& outcome, std::size_t top);

/// A table with a line a temperature, bars of the most likely tokens where there is one temperature, the
/// peaks, and plots of S and dS/dT over ln T.
std::string to_text(const SoftmaxOutcome& outcome, std::size_t top, bool rich);

/// A row a temperature, numbers with all of their digits.
std::string to_csv(const SoftmaxOutcome& outcome);

Figure figure(const SoftmaxOutcome& outcome);

}  // namespace onedial::cli
