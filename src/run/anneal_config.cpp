#include "onedial/run/anneal_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "onedial/run/common_keys.hpp"

namespace onedial {
namespace {

void read_sampler(Config& config, AnnealConfig& result) {
  const std::string kernel = config.read(
      {"sampler", "kernel",
       "How a unit is updated; \"auto\" is heat_bath, but metropolis for moves such as of tours."},
      OneOf{{"auto", "heat_bath", "metropolis"}}, "auto");
  if (kernel != "auto") {
    result.kernel = kernel == "metropolis" ? KernelKind::metropolis : KernelKind::heat_bath;
  }
  read_engine(config, result.sampler);
  result.sampler.shared_random = config.read(
      {"sampler", "shared_random",
       "Engine bits: one random number for all replicas; faster, but replicas are no longer independent."},
      TrueOrFalse{}, false);
}

/// What belongs to annealing alone.
void refuse_what_has_no_meaning(const Config& config, const AnnealConfig& result) {
  if (result.method.kind == Method::annealing) {
    return;
  }
  const std::string_view method = method_name(result.method.kind);
  if (result.sampler.shared_random) {
    throw config.error_at(
        "sampler", "shared_random",
        fmt::format("has no meaning for method = \"{}\", whose replicas must draw for themselves; "
                    "leave it out",
                    method));
  }
  if (result.cooling.cycles > 1) {
    throw config.error_at("schedule", "cycles",
                          fmt::format("has no meaning for method = \"{}\"; leave it out", method));
  }
  if (result.method.kind == Method::population_annealing && result.cooling.start) {
    throw config.error_at(
        "schedule", "start",
        "has no meaning for method = \"population_annealing\", which begins at T = infinity; "
        "leave it out");
  }
}

void read_replicas(Config& config, AnnealConfig& result) {
  const MethodConfig& method = result.method;
  if (method.kind == Method::replica_exchange) {
    result.sampler.replicas = method.ladders * method.levels;
    return;
  }
  const bool has_populations = method.kind == Method::population_annealing;
  result.sampler.replicas = static_cast<Index>(
      config.read({"run", "replicas",
                   "Independent copies that are annealed side by side, or members of all populations."},
                  IntegerIn{.min = 1, .max = 1'000'000}, has_populations ? 1024 : 64));
  if (has_populations && result.sampler.replicas % method.populations != 0) {
    throw config.error_at(
        "run", "replicas",
        fmt::format("{} members do not make {} populations of one size; a multiple is expected",
                    result.sampler.replicas, method.populations));
  }
}

}  // namespace

AnnealConfig read_anneal_config(Config& config) {
  AnnealConfig result;
  result.problem = read_problem(config, annealed_kinds());
  read_sampler(config, result);
  result.method = read_method(config);
  const bool has_populations = result.method.kind == Method::population_annealing;
  result.cooling = read_schedule(config, ScheduleKinds::all, has_populations ? 10 : 1000);
  if (result.method.kind != Method::annealing && result.cooling.kind != "geometric") {
    throw config.error_at(
        "schedule", "kind",
        fmt::format("has no meaning for method = \"{}\", which places its temperatures between "
                    "start and end by itself; leave it out",
                    method_name(result.method.kind)));
  }
  refuse_what_has_no_meaning(config, result);
  read_replicas(config, result);
  result.seed = read_seed(config);
  result.sampler.threads = read_threads(config);
  result.target =
      config.read({"run", "target", "Objective to reach; the result counts the replicas that did."}, RealIn{},
                  Config::optional);
  result.stop_at_target = config.read(
      {"run", "stop_at_target", "Whether to end the run as soon as one replica has reached the target."},
      TrueOrFalse{}, false);
  if (result.stop_at_target && !result.target) {
    throw config.error_at("run", "stop_at_target",
                          "there is no target to stop at; give [run] target as well");
  }
  result.time_limit_seconds =
      config.read({"run", "time_limit",
                   "Seconds after which the run ends early; the result then depends on the machine."},
                  RealIn{.min = 1e-3, .max = 1e9}, Config::optional);
  result.checkpoint_seconds =
      config.read({"run", "checkpoint",
                   "Seconds between states that --resume can go on from; 0: only where the run ends early."},
                  RealIn{.min = 0, .max = 1e9}, 60.0);
  config.finish();
  return result;
}

}  // namespace onedial
