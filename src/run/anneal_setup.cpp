#include "onedial/run/anneal_setup.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace onedial {
namespace {

Encoding encode(const Problem& problem, const EncodingChoice& choice, const Config& config) {
  try {
    return problem.encode(choice);
  } catch (const std::invalid_argument& error) {
    throw config.error_at("problem", choice.penalty ? "penalty" : "encoding", error.what());
  }
}

}  // namespace

AnnealSetup prepare_anneal(Config& config) {
  AnnealConfig settings = read_anneal_config(config);
  auto problem = load_problem(settings.problem, config);
  Encoding encoding = encode(*problem, settings.problem.encoding, config);
  settings.sampler.kernel = settings.kernel.value_or(usual_kernel(encoding));
  try {
    settings.sampler.engine = engine_for(encoding, settings.sampler);
  } catch (const std::invalid_argument& error) {
    throw config.error_at("sampler", "engine", error.what());
  }
  if (settings.method.cluster_moves && !pairwise_model(encoding)) {
    throw config.error_at("method", "cluster_moves",
                          "clusters are of pairs of spins or bits; this encoding has none");
  }
  const TemperatureRange range = temperature_range(encoding);
  if (settings.method.kind == Method::replica_exchange) {
    const TemperatureRange ends = ladder_ends(settings.cooling, range);
    if (ends.cold.is_zero() || !(ends.cold < ends.hot)) {
      throw config.error_at(
          "schedule", settings.cooling.end ? "end" : "start",
          fmt::format("a ladder would reach from T = {} down to {}; a start above its end, and an "
                      "end above 0, are expected",
                      ends.hot.value(), ends.cold.value()));
    }
  }
  const Schedule schedule = make_schedule(settings.cooling, range, config);
  const auto adaptive = make_adaptive_schedule(settings.cooling, range, settings.sampler.kernel, config);
  return {.config = std::move(settings),
          .problem = std::move(problem),
          .encoding = std::move(encoding),
          .range = range,
          .schedule = schedule,
          .adaptive = adaptive};
}

}  // namespace onedial
