#include "onedial/problem/encoding.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "onedial/core/elementary.hpp"
#include "onedial/sample/potts_system.hpp"

namespace onedial {
namespace {

double size_of_terms(const PairwiseModel& model) {
  double sum = std::abs(model.offset());
  for (Index i = 0; i < model.size(); ++i) {
    sum += std::abs(model.fields()[i]);
    for_each_coupling(model, i, [&](Index, double coupling) { sum += 0.5 * std::abs(coupling); });
  }
  return sum;
}

double size_of_terms(const PottsModel& model) {
  double sum =
      static_cast<double>(model.size()) * std::abs(model.field()) + model.site_fields().cwiseAbs().sum();
  for (Index i = 0; i < model.size(); ++i) {
    for_each_coupling(model.couplings(), i, [&](Index, double coupling) { sum += 0.5 * std::abs(coupling); });
  }
  return sum;
}

}  // namespace

Encoding own_encoding(std::string name, AnyModel model) {
  const auto itself = [](const State& state) { return state; };
  return {.name = std::move(name), .model = std::move(model), .decode = itself, .encode = itself};
}

std::shared_ptr<const PairwiseModel> pairwise_model(const Encoding& encoding) {
  const auto* model = std::get_if<std::shared_ptr<const PairwiseModel>>(&encoding.model);
  return model == nullptr ? nullptr : *model;
}

Index units(const Encoding& encoding) {
  if (const auto* moving = std::get_if<std::shared_ptr<const MovingModel>>(&encoding.model)) {
    return (*moving)->units;
  }
  if (const auto* potts = std::get_if<std::shared_ptr<const PottsModel>>(&encoding.model)) {
    return (*potts)->size();
  }
  return pairwise_model(encoding)->size();
}

Index coupling_count(const Encoding& encoding) {
  if (const auto* potts = std::get_if<std::shared_ptr<const PottsModel>>(&encoding.model)) {
    return (*potts)->couplings().nonZeros() / 2;
  }
  const auto pairwise = pairwise_model(encoding);
  return pairwise ? pairwise->coupling_count() : 0;
}

double log_state_count(const Encoding& encoding) {
  if (const auto* moving = std::get_if<std::shared_ptr<const MovingModel>>(&encoding.model)) {
    return (*moving)->log_states;
  }
  const auto* potts = std::get_if<std::shared_ptr<const PottsModel>>(&encoding.model);
  return static_cast<double>(units(encoding)) * elementary::log(potts == nullptr ? 2 : (*potts)->levels());
}

double energy_scale(const Encoding& encoding) {
  if (const auto* moving = std::get_if<std::shared_ptr<const MovingModel>>(&encoding.model)) {
    return (*moving)->energy_scale;
  }
  if (const auto* potts = std::get_if<std::shared_ptr<const PottsModel>>(&encoding.model)) {
    return size_of_terms(**potts);
  }
  return size_of_terms(*pairwise_model(encoding));
}

TemperatureRange temperature_range(const Encoding& encoding) {
  if (const auto* moving = std::get_if<std::shared_ptr<const MovingModel>>(&encoding.model)) {
    return (*moving)->range;
  }
  if (const auto* potts = std::get_if<std::shared_ptr<const PottsModel>>(&encoding.model)) {
    return temperature_range(**potts);
  }
  return temperature_range(*pairwise_model(encoding));
}

KernelKind usual_kernel(const Encoding& encoding) {
  return std::holds_alternative<std::shared_ptr<const MovingModel>>(encoding.model) ? KernelKind::metropolis
                                                                                    : KernelKind::heat_bath;
}

Engine engine_for(const Encoding& encoding, const SamplerSettings& settings) {
  if (const auto pairwise = pairwise_model(encoding)) {
    return engine_for(*pairwise, settings);
  }
  const bool fits = settings.engine == Engine::automatic || settings.engine == Engine::reference;
  if (!fits || settings.shared_random || settings.order != UpdateOrder::sequential) {
    throw std::invalid_argument(
        fmt::format("the encoding \"{}\" is swept by engine \"reference\" in sequential order only; leave "
                    "engine and order out",
                    encoding.name));
  }
  return Engine::reference;
}

std::unique_ptr<System> make_system(const Encoding& encoding, const SamplerSettings& settings,
                                    std::uint64_t seed) {
  if (const auto pairwise = pairwise_model(encoding)) {
    return make_system(pairwise, settings, seed);
  }
  engine_for(encoding, settings);
  if (const auto* potts = std::get_if<std::shared_ptr<const PottsModel>>(&encoding.model)) {
    return make_potts_system(*potts, settings.kernel, settings.replicas, settings.threads, seed,
                             static_cast<std::uint64_t>(settings.first_replica));
  }
  return std::get<std::shared_ptr<const MovingModel>>(encoding.model)->make_system(settings, seed);
}

}  // namespace onedial
