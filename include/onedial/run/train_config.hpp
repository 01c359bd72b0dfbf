#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "onedial/data/dataset.hpp"
#include "onedial/learn/restricted_machine.hpp"
#include "onedial/learn/trainer_settings.hpp"
#include "onedial/run/config.hpp"

namespace onedial {

/// The section [data]: what a machine learns from.
struct ExampleSource {
  std::string kind = "file";        ///< or "bars_and_stripes", "encoder", "shifter"
  Index size = 0;                   ///< of the kinds that are generated: side, units of a group, width
  std::filesystem::path file = {};  ///< likewise empty
  DatasetSettings dataset = {};     ///< of a file
  double threshold = 0.5;           ///< of binary units and spins
  std::filesystem::path held_out_file = {};
  Index held_out = 0;  ///< the last so many examples of the file
};

/// The section [likelihood]: how ln Z, and with it the likelihood, is found.
struct LikelihoodPlan {
  std::string method = "auto";      ///< "exact", "annealed", "none"; exact where that is possible
  Index chains = 128;               ///< of annealed importance sampling
  Index temperatures = 10'000;      ///< likewise
  std::optional<Index> every = {};  ///< epochs between measurements; 0: at the end only
};

/// A restricted machine to be trained.
struct RestrictedTraining {
  ExampleSource data = {};
  VisibleUnits visible_units = VisibleUnits::binary;
  Index levels = 2;
  Index hidden = 0;
  double deviation = 0.01;
  TrainerSettings settings = {};
  std::optional<NegativePhase> beside = {};  ///< of a second training, for comparison
  LikelihoodPlan likelihood = {};
  double checkpoint_seconds = 60;  ///< 0: at the end only
};

/// [machine] kind: "restricted" or "encoder". Throws ConfigError.
std::string read_machine_kind(Config& config);

/// Reads every key of a config of `onedial train` with [machine] kind = "restricted", and refuses any other.
/// Throws ConfigError.
RestrictedTraining read_restricted_training(Config& config);

/// Examples as values of visible units.
struct MachineExamples {
  FloatRows learned;
  FloatRows held_out;
  Index height = 0;  ///< of the images that they are, or 0
  Index width = 0;
  /// −S of the examples' own distribution where it is known in full: no machine has a greater mean
  /// log-likelihood (nats).
  std::optional<double> upper_bound = {};
  std::string source = {};  ///< for titles: the name of a file, or what is generated
};

/// Reads or generates the examples. Throws InputError for files that cannot be read, values that the units
/// cannot have, images of another size among those held out, and fewer than 2 examples where the free-energy
/// gap decides.
MachineExamples load_examples(const RestrictedTraining& training);

/// What memory the training takes, and the one beside it, which begins while the first is still kept (bytes,
/// as `training_bytes` has them).
double training_bytes(const RestrictedTraining& training, const MachineExamples& examples);

/// Throws InputError if that is more than there is.
void require_memory_for(const RestrictedTraining& training, const MachineExamples& examples);

/// Rows of a data set as values of visible units: 0/1 and spins by the threshold; softmax units from grey
/// values in q equal steps, or from integers 0 … q − 1 as they are where there is no image; real numbers as
/// they are. `source` is for the errors. Throws InputError.
FloatRows visible_values_of(const Dataset& dataset, VisibleUnits units, Index levels, double threshold,
                            const std::string& source);

}  // namespace onedial
