#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "onedial/anneal/heat_capacity_curve.hpp"
#include "onedial/run/anneal_setup.hpp"
#include "onedial/run/trace.hpp"

namespace onedial {

/// What is written down about an annealing run while it goes on.
struct AnnealRecords {
  explicit AnnealRecords(const AnnealSetup& setup);

  void add(const AnnealSweep& sweep);

  double first_temperature = 0;  ///< an adaptive schedule may choose it
  Trace trace;
  HeatCapacityCurve heat_capacity;  ///< of annealing; the other methods have measurements of their own
  bool measures_heat_capacity;
};

/// What an annealing run can be gone on with, as a file of named arrays that says which run it is of: every
/// value of its config but those that only matter to the machine, and a checksum of its model.
class AnnealCheckpoint {
 public:
  /// Its name in a run directory.
  static constexpr std::string_view name = "checkpoint.npz";

  AnnealCheckpoint(const Config& config, const AnnealSetup& setup);

  /// Whether a state is there, and fits into such a file.
  [[nodiscard]] static bool can_hold(const std::string& state);

  /// The file with the `state` of an AnnealResult and the records so far.
  [[nodiscard]] std::string bytes(const std::string& state, AnnealRecords& records) const;

  /// Reads such a file: restores the records and returns the state. Throws InputError, which names the file,
  /// where it is missing, damaged or of another run.
  std::string read(const std::filesystem::path& path, AnnealRecords& records) const;

 private:
  std::map<std::string, std::string> run_;  // what it must have in common with the run that goes on
};

}  // namespace onedial
