#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/memory/hopfield.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/problem/denoising.hpp"
#include "onedial/problem/load_problem.hpp"
#include "onedial/problem/pair_problem.hpp"
#include "onedial/run/config.hpp"

namespace onedial {

/// The section [problem]: an instance in a file, or a model that a few numbers describe.
struct ProblemConfig {
  std::string kind;
  std::filesystem::path file = {};   ///< of kinds that have one
  std::string format = "auto";       ///< "auto" recognises it by its content
  std::optional<Index> number = {};  ///< which instance of a file that holds several

  EncodingChoice encoding = {};  ///< of kinds that have a choice
  bool repair = false;           ///< whether an answer that is not feasible is mended
  Level colours = 2;             ///< of a colouring
  DenoisingSettings denoising = {};
  std::optional<std::filesystem::path> truth = std::nullopt;  ///< the image without noise

  Lattice lattice = Lattice::square;
  Index size = 0;  ///< L of a lattice, N of a graph
  bool periodic = true;
  CouplingLaw couplings = CouplingLaw::ferro;
  Index degree = 3;    ///< of a random regular graph
  Index levels = 3;    ///< q of a Potts model
  Index patterns = 1;  ///< P of a Hopfield network
  StorageRule rule = StorageRule::hebb;
  double field = 0;
  std::uint64_t disorder_seed = 0;

  /// Whether the kind has an instance in a file.
  [[nodiscard]] bool has_file() const;
  /// "G1.txt", or "square lattice, L = 16, periodic, ferro, field 0.5".
  [[nodiscard]] std::string description() const;
};

/// The kinds that are Ising models made of a few numbers: "ising_lattice", "sherrington_kirkpatrick",
/// "random_regular", "curie_weiss" and "hopfield".
const std::vector<std::string>& generated_ising_kinds();

/// The Ising model that the config describes. Throws std::logic_error for other kinds, and ConfigError where
/// its numbers do not fit together.
PairwiseModel generated_ising_model(const ProblemConfig& problem, const Config& config);

/// The kinds of problems that `onedial anneal` solves.
std::vector<std::string> annealed_kinds();

/// The problem of a config of one of `annealed_kinds`. Throws InputError.
std::shared_ptr<const Problem> load_problem(const ProblemConfig& problem, const Config& config);

/// Reads the section, in which `kinds` may be named. Keys that belong to other kinds are refused.
/// Throws ConfigError.
ProblemConfig read_problem(Config& config, const std::vector<std::string>& kinds);

}  // namespace onedial
