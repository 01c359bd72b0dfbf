#pragma once
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "onedial/core/index.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/run/run_directory.hpp"

namespace onedial::cli {

/// What a run of a command has found.
struct Outcome {
  nlohmann::ordered_json document = {};                         ///< what is particular to the task
  std::vector<std::pair<std::string, std::string>> facts = {};  ///< for the reader: a word and what it says
  /// Names of files, other than result.json, config.toml and the report, and what they hold.
  std::vector<std::pair<std::string, std::string>> files = {};
  std::optional<Figure> figure = {};  ///< of the report; none where there is nothing to draw
  std::vector<std::string> warnings = {};
  bool is_interrupted = false;  ///< before anything was found, if there are no facts
  std::string failure = {};     ///< why the run failed, in one line, though it has found something; or empty
};

/// How what was found is told.
struct Telling {
  std::string command;               ///< the subcommand, for the document
  nlohmann::ordered_json head = {};  ///< what the document says before what is particular: seed, model
  Index threads = 1;
  std::string config = {};  ///< of every effective value; none where the command has no config
  bool json = false;
  bool quiet = false;
};

/// Stores what was found in the directory. Throws OutputError.
void store(const Telling& telling, const Outcome& outcome, RunDirectory& directory);

/// Stores what was found in the directory, if there is one, and prints it, warnings on standard error; what
/// is found is printed even if it cannot be stored. Returns the exit code. Throws OutputError if it is not
/// stored.
int tell(const Telling& telling, const Outcome& outcome, RunDirectory* directory);

}  // namespace onedial::cli
