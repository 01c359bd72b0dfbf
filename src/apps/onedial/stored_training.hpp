#pragma once
#include <filesystem>

#include "onedial/data/array_file.hpp"
#include "onedial/run/train_config.hpp"

namespace onedial::cli {

/// A training that was stored, to go on with.
struct StoredTraining {
  std::filesystem::path path;  ///< of the model file
  ArrayFile file;
};

/// Writes down what a training may only go on with: its examples and all settings but the epochs, the rates
/// of the machine, penalties, the rules for an early end, and how likelihoods are measured.
void add_terms(ArrayFile& file, const RestrictedTraining& training, const MachineExamples& examples);

/// Throws InputError, which names the first of these that is not as it was.
void require_same_terms(const StoredTraining& stored, const RestrictedTraining& training,
                        const MachineExamples& examples);

}  // namespace onedial::cli
