#include "onedial/run/problem_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "onedial/memory/hopfield.hpp"
#include "onedial/model/spin_glass.hpp"
#include "onedial/problem/graph_colouring.hpp"
#include "onedial/problem/queens.hpp"

namespace onedial {
namespace {

/// The one of `all` whose name the config gives.
template <class All, class Name>
typename All::value_type read_named(Config& config, const ConfigKey& key, const All& all, Name name,
                                    typename All::value_type fallback) {
  OneOf names;
  for (const auto& one : all) {
    names.choices.emplace_back(name(one));
  }
  const std::string given = config.read(key, names, std::string(name(fallback)));
  return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return name(one) == given; });
}

Index read_size(Config& config, const char* doc, std::int64_t most) {
  return static_cast<Index>(
      config.read({"problem", "size", doc}, IntegerIn{.min = 2, .max = most}, Config::required));
}

void read_field(Config& config, ProblemConfig& problem, const char* doc) {
  constexpr double most = 1e100;  // so that sums and squares of energies are numbers too
  problem.field = config.read({"problem", "field", doc}, RealIn{.min = -most, .max = most}, 0);
}

void read_disorder(Config& config, ProblemConfig& problem) {
  problem.disorder_seed = static_cast<std::uint64_t>(config.read(
      {"problem", "disorder_seed", "Which sample of the disorder: of random couplings and graphs."},
      IntegerIn{.min = 0}, 0));
}

void read_lattice(Config& config, ProblemConfig& problem) {
  constexpr std::int64_t most_length = 1'000'000;
  problem.lattice = read_named(config, {"problem", "lattice", "The graph of the neighbours."}, all_lattices,
                               lattice_name, Lattice::square);
  problem.size = read_size(config, "L: the number of sites along each side.", most_length);
  problem.periodic = config.read({"problem", "boundary", "Whether opposite sides are neighbours."},
                                 OneOf{{"periodic", "open"}}, "periodic") == "periodic";
}

void read_couplings(Config& config, ProblemConfig& problem, CouplingLaw fallback) {
  problem.couplings =
      read_named(config, {"problem", "couplings", "What the bonds hold (docs/thermodynamics.md)."},
                 all_coupling_laws, coupling_law_name, fallback);
}

/// What the encodings of a kind are called, the best first.
void read_encoding(Config& config, ProblemConfig& problem, const std::vector<std::string>& names) {
  problem.encoding.name =
      config.read({"problem", "encoding", "How the task becomes a model (docs/problems.md)."}, OneOf{names},
                  names.front());
}

void read_penalty(Config& config, ProblemConfig& problem) {
  problem.encoding.penalty =
      config.read({"problem", "penalty",
                   "What a violated constraint costs; \"auto\" is a weight that is proven to be enough."},
                  AutoOrReal{RealIn{.min = 0}}, std::nullopt);
}

void read_repair(Config& config, ProblemConfig& problem) {
  problem.repair = config.read(
      {"problem", "repair", "Whether an answer that violates constraints is mended; the result says so."},
      TrueOrFalse{}, false);
}

/// Of tasks whose answers are permutations.
void read_permutation(Config& config, ProblemConfig& problem) {
  read_encoding(config, problem, {"permutation", "qubo"});
  read_penalty(config, problem);
  read_repair(config, problem);
}

void read_colouring(Config& config, ProblemConfig& problem) {
  problem.colours = static_cast<Level>(config.read({"problem", "colours", "How many colours there are."},
                                                   IntegerIn{.min = 2, .max = 65'536}, Config::required));
  read_encoding(config, problem, {"levels", "qubo"});
  read_penalty(config, problem);
}

void read_denoising(Config& config, ProblemConfig& problem) {
  problem.file = config.read({"problem", "file", "The noisy image; relative to this config."}, FilePath{},
                             Config::required);
  problem.truth = config.read({"problem", "truth", "The image without noise, to count wrong pixels."},
                              FilePath{}, Config::optional);
  problem.denoising.flip_probability =
      config.read({"problem", "flip_probability", "p: how often noise flips a pixel."},
                  RealIn{.min = 1e-9, .max = 0.5}, Config::required);
  problem.denoising.coupling =
      config.read({"problem", "coupling", "J: how much neighbours tend to be alike."},
                  RealIn{.min = 0, .max = 1e6}, problem.denoising.coupling);
}

/// Throws ConfigError where the images do not fit together.
std::shared_ptr<const Problem> load_denoising(const ProblemConfig& problem, const Config& config) {
  std::optional<BinaryImage> truth;
  if (problem.truth) {
    truth = read_binary_image(*problem.truth);
  }
  try {
    return std::make_shared<const Denoising>(problem.file.string(), read_binary_image(problem.file),
                                             problem.denoising, std::move(truth));
  } catch (const std::invalid_argument& error) {
    throw config.error_at("problem", problem.truth ? "truth" : "file", error.what());
  }
}

/// Of an instance that is a table of pairs.
void read_format(Config& config, ProblemConfig& problem) {
  OneOf formats{{"auto"}};
  const auto names = format_names();
  formats.choices.insert(formats.choices.end(), names.begin(), names.end());
  problem.format =
      config.read({"problem", "format", "Format of the instance; \"auto\" recognises it by its content."},
                  formats, "auto");
  const auto number = config.read({"problem", "number", "Which problem of a file of the OR-library, from 1."},
                                  IntegerIn{.min = 1}, Config::optional);
  if (number) {
    problem.number = static_cast<Index>(*number);
  }
}

constexpr std::int64_t most_units = std::int64_t{1} << 24U;
constexpr std::int64_t most_dense_units = 20'000;

}  // namespace

bool ProblemConfig::has_file() const {
  const auto& generated = generated_ising_kinds();
  return kind != "potts_lattice" && kind != "n_queens" &&
         std::find(generated.begin(), generated.end(), kind) == generated.end();
}

std::string ProblemConfig::description() const {
  if (has_file()) {
    return file.filename().string();
  }
  if (kind == "n_queens") {
    return fmt::format("{} queens", size);
  }
  std::string text;
  if (kind == "ising_lattice" || kind == "potts_lattice") {
    text = fmt::format("{} lattice, L = {}, {}", lattice_name(lattice), size, periodic ? "periodic" : "open");
  } else {
    text = fmt::format("N = {}", size);
  }
  if (kind == "potts_lattice") {
    text += fmt::format(", q = {}", levels);
  }
  if (kind == "random_regular") {
    text += fmt::format(", degree {}", degree);
  }
  if (kind == "hopfield") {
    return fmt::format("{}, {} patterns by {}, disorder {}", text, patterns, storage_rule_name(rule),
                       disorder_seed);
  }
  if (kind != "curie_weiss") {
    text += fmt::format(", {}", coupling_law_name(couplings));
  }
  if (field != 0) {
    text += fmt::format(", field {}", field);
  }
  const bool is_random =
      kind == "random_regular" || couplings == CouplingLaw::plus_minus || couplings == CouplingLaw::gaussian;
  return is_random ? fmt::format("{}, disorder {}", text, disorder_seed) : text;
}

const std::vector<std::string>& generated_ising_kinds() {
  static const std::vector<std::string> kinds = {"ising_lattice", "sherrington_kirkpatrick", "random_regular",
                                                 "curie_weiss", "hopfield"};
  return kinds;
}

PairwiseModel generated_ising_model(const ProblemConfig& problem, const Config& config) {
  try {
    if (problem.kind == "ising_lattice") {
      return ising_lattice({.lattice = problem.lattice,
                            .length = problem.size,
                            .periodic = problem.periodic,
                            .couplings = problem.couplings,
                            .field = problem.field,
                            .seed = problem.disorder_seed});
    }
    if (problem.kind == "sherrington_kirkpatrick") {
      return sherrington_kirkpatrick({.units = problem.size,
                                      .couplings = problem.couplings,
                                      .field = problem.field,
                                      .seed = problem.disorder_seed});
    }
    if (problem.kind == "random_regular") {
      return random_regular({.units = problem.size,
                             .degree = problem.degree,
                             .couplings = problem.couplings,
                             .field = problem.field,
                             .seed = problem.disorder_seed});
    }
    if (problem.kind == "hopfield") {
      RandomStream random(problem.disorder_seed, 0);
      return *store(random_patterns(problem.size, problem.patterns, 0.5, random), {.rule = problem.rule})
                  .model;
    }
    if (problem.kind == "curie_weiss") {
      return curie_weiss(problem.size, problem.field);
    }
  } catch (const std::invalid_argument& error) {
    throw config.error_at("problem", "size", error.what());
  }
  throw std::logic_error("there is no generated Ising model \"" + problem.kind + "\"");
}

std::vector<std::string> annealed_kinds() {
  std::vector<std::string> kinds;
  for (const std::string_view kind : file_problem_kinds()) {
    kinds.emplace_back(kind);
  }
  kinds.emplace_back("denoising");
  kinds.emplace_back("n_queens");
  kinds.insert(kinds.end(), generated_ising_kinds().begin(), generated_ising_kinds().end());
  return kinds;
}

std::shared_ptr<const Problem> load_problem(const ProblemConfig& problem, const Config& config) {
  if (problem.kind == "denoising") {
    return load_denoising(problem, config);
  }
  if (problem.has_file()) {
    const auto format = format_named(problem.format);  // "auto" names none
    if (problem.kind == "coloring") {
      return std::make_shared<const GraphColouring>(
          graph_of(read_instance(problem.file, format, problem.number)), problem.colours);
    }
    return load_problem(problem.kind, problem.file, format, problem.number);
  }
  if (problem.kind == "n_queens") {
    return std::make_shared<const Queens>(problem.size);
  }
  return std::make_shared<const Ising>(
      terms_of(generated_ising_model(problem, config), problem.description()));
}

ProblemConfig read_problem(Config& config, const std::vector<std::string>& kinds) {
  ProblemConfig problem;
  problem.kind =
      config.read({"problem", "kind", "What is to be solved or measured."}, OneOf{kinds}, Config::required);
  if (problem.kind == "softmax") {
    problem.file = config.read({"problem", "file", "The logits; relative to this config."}, FilePath{},
                               Config::required);
  } else if (problem.kind == "restricted_machine") {
    problem.file =
        config.read({"problem", "file", "The machine: model.npz of a run of train; relative to this config."},
                    FilePath{}, Config::required);
  } else if (problem.kind == "sudoku") {
    problem.file =
        config.read({"problem", "file", "The cells; relative to this config."}, FilePath{}, Config::required);
    read_encoding(config, problem, {"levels", "qubo"});
    read_penalty(config, problem);
  } else if (problem.kind == "denoising") {
    read_denoising(config, problem);
  } else if (problem.kind == "n_queens") {
    problem.size =
        static_cast<Index>(config.read({"problem", "size", "N: queens, and rows of the board."},
                                       IntegerIn{.min = 4, .max = Queens::most_queens}, Config::required));
    read_permutation(config, problem);
  } else if (problem.kind == "tsp" || problem.kind == "qap") {
    problem.file =
        config.read({"problem", "file", "The instance, of TSPLIB or QAPLIB; relative to this config."},
                    FilePath{}, Config::required);
    read_permutation(config, problem);
  } else if (problem.has_file()) {
    problem.file = config.read({"problem", "file", "The instance; relative to this config."}, FilePath{},
                               Config::required);
    if (has_formats(problem.kind)) {
      read_format(config, problem);
    }
    if (problem.kind == "coloring") {
      read_colouring(config, problem);
    } else if (problem.kind == "independent_set" || problem.kind == "vertex_cover" ||
               problem.kind == "knapsack") {
      read_penalty(config, problem);
      read_repair(config, problem);
    } else if (problem.kind == "hubo") {
      read_penalty(config, problem);
    }
  } else if (problem.kind == "ising_lattice") {
    read_lattice(config, problem);
    read_couplings(config, problem, CouplingLaw::ferro);
    read_field(config, problem, "h, of E = -sum J s s - h sum s.");
    read_disorder(config, problem);
  } else if (problem.kind == "potts_lattice") {
    read_lattice(config, problem);
    problem.levels = static_cast<Index>(config.read(
        {"problem", "levels", "q: the number of states of a site."}, IntegerIn{.min = 2, .max = 1000}, 3));
    read_couplings(config, problem, CouplingLaw::ferro);
    read_field(config, problem, "h, of E = -sum J delta(s, s') - h sum delta(s, 0).");
    read_disorder(config, problem);
  } else if (problem.kind == "sherrington_kirkpatrick") {
    problem.size = read_size(config, "N: the number of spins.", most_dense_units);
    read_couplings(config, problem, CouplingLaw::gaussian);
    read_field(config, problem, "h, of E = -sum J s s - h sum s.");
    read_disorder(config, problem);
  } else if (problem.kind == "random_regular") {
    problem.size = read_size(config, "N: the number of spins.", most_units);
    problem.degree =
        static_cast<Index>(config.read({"problem", "degree", "The number of neighbours of each spin."},
                                       IntegerIn{.min = 1, .max = 1000}, 3));
    read_couplings(config, problem, CouplingLaw::plus_minus);
    read_field(config, problem, "h, of E = -sum J s s - h sum s.");
    read_disorder(config, problem);
  } else if (problem.kind == "hopfield") {
    problem.size = read_size(config, "N: the number of spins.", most_dense_units);
    problem.patterns =
        static_cast<Index>(config.read({"problem", "patterns", "P: how many random patterns are stored."},
                                       IntegerIn{.min = 1, .max = most_dense_units}, Config::required));
    problem.rule = read_named(config, {"problem", "rule", "How they become couplings (docs/hopfield.md)."},
                              all_storage_rules, storage_rule_name, StorageRule::hebb);
    read_disorder(config, problem);
  } else {
    problem.size = read_size(config, "N: the number of spins, all coupled by 1/N.", most_dense_units);
    read_field(config, problem, "h, of E = -M^2/2N - h M + 1/2.");
  }
  return problem;
}

}  // namespace onedial
