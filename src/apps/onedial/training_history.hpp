#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/data/array_file.hpp"
#include "onedial/learn/trainer.hpp"
#include "onedial/measure/estimate.hpp"

namespace onedial::cli {

/// What is known of an epoch.
struct EpochRow {
  EpochReport report = {};
  std::optional<Estimate> learned = {};   ///< mean log-likelihood, in nats an example
  std::optional<Estimate> held_out = {};  ///< likewise, of examples held out
};

/// training.csv: a line an epoch, empty where nothing was measured.
std::string history_csv(const std::vector<EpochRow>& history);

/// The history as an array of a model file, from which a training that goes on takes it up.
void add_history(ArrayFile& file, const std::vector<EpochRow>& history);

/// Throws InputError if it is not as `add_history` makes it; `path` is for the errors.
std::vector<EpochRow> history_of(const ArrayFile& file, const std::filesystem::path& path);

}  // namespace onedial::cli
