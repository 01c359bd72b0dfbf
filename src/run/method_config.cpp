#include "onedial/run/method_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace onedial {
namespace {

constexpr std::array methods = {Method::annealing, Method::replica_exchange, Method::population_annealing};

constexpr std::int64_t most_replicas = 1'000'000;
constexpr std::int64_t most_sweeps_between = 1'000'000;

void read_ladders(Config& config, MethodConfig& method) {
  method.levels =
      static_cast<Index>(config.read({"method", "levels", "K: temperatures of a ladder, from end to start."},
                                     IntegerIn{.min = 2, .max = 10'000}, 16));
  method.ladders =
      static_cast<Index>(config.read({"method", "ladders", "M: ladders side by side; M K replicas in all."},
                                     IntegerIn{.min = 1, .max = most_replicas / method.levels}, 4));
  method.placement = config.read({"method", "placement",
                                  "Where the levels are: swapped equally often (a pilot run), or by one "
                                  "factor."},
                                 OneOf{{"equal_acceptance", "geometric"}}, "equal_acceptance") == "geometric"
                         ? LadderPlacement::geometric
                         : LadderPlacement::equal_acceptance;
  method.cluster_moves =
      config.read({"method", "cluster_moves",
                   "Whether ladders exchange clusters of equal energy (Houdayer); for sparse graphs."},
                  TrueOrFalse{}, false);
  if (method.cluster_moves && method.ladders < 2) {
    throw config.error_at("method", "cluster_moves", "clusters are exchanged between two ladders at least");
  }
  const auto every =
      config.read({"method", "cluster_every", "Sweeps between cluster moves (10 if not given)."},
                  IntegerIn{.min = 1, .max = most_sweeps_between}, Config::optional);
  if (every && !method.cluster_moves) {
    throw config.error_at("method", "cluster_every", "has no meaning without cluster_moves = true");
  }
  method.cluster_every = static_cast<Index>(every.value_or(10));
}

void read_populations(Config& config, MethodConfig& method) {
  method.overlap = config.read(
      {"method", "overlap", "How far the energies of successive temperatures overlap: sets the steps."},
      RealIn{.min = 0.01, .max = 0.999}, 0.85);
  method.populations = static_cast<Index>(
      config.read({"method", "populations", "Independent populations, from which the errors come."},
                  IntegerIn{.min = 2, .max = 10'000}, 8));
}

}  // namespace

std::string_view method_name(Method method) {
  constexpr std::array<std::string_view, 3> names = {"annealing", "replica_exchange", "population_annealing"};
  return names.at(static_cast<std::size_t>(method));
}

MethodConfig read_method(Config& config) {
  OneOf names;
  for (const Method method : methods) {
    names.choices.emplace_back(method_name(method));
  }
  const std::string name =
      config.read({"method", "kind", "How the best state is looked for (docs/annealing.md)."}, names,
                  std::string(method_name(Method::annealing)));
  MethodConfig method;
  method.kind =
      *std::find_if(methods.begin(), methods.end(), [&](Method m) { return method_name(m) == name; });
  if (method.kind == Method::replica_exchange) {
    read_ladders(config, method);
  } else if (method.kind == Method::population_annealing) {
    read_populations(config, method);
  }
  return method;
}

}  // namespace onedial
