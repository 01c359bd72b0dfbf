#include "onedial/run/anneal_setup.hpp"

namespace onedial {

AnnealSetup prepare_anneal(Config& config) {
  AnnealConfig settings = read_anneal_config(config);
  Problem problem = load_problem(settings.problem, config);
  auto pairwise = std::make_shared<const PairwiseModel>(model(problem));
  try {
    settings.sampler.engine = engine_for(*pairwise, settings.sampler);
  } catch (const std::invalid_argument& error) {
    throw config.error_at("sampler", "engine", error.what());
  }
  const TemperatureRange range = temperature_range(*pairwise);
  return {.config = settings,
          .problem = std::move(problem),
          .model = std::move(pairwise),
          .range = range,
          .schedule = make_schedule(settings.cooling, range, config)};
}

}  // namespace onedial
