#include "onedial/engine/make_system.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>
#include <string>
#include <variant>

#include "bits.hpp"
#include "bits_thresholds.hpp"
#include "byte_lanes.hpp"
#include "byte_thresholds.hpp"
#include "chain.hpp"
#include "dense_batch.hpp"
#include "dense_batch_kernels.hpp"
#include "onedial/sample/reference_system.hpp"
#include "real_lanes.hpp"
#include "real_lanes_kernels.hpp"
#include "spin_model.hpp"
#include "update_order.hpp"

namespace onedial {
namespace {

using AnySpinModel = std::variant<IntegerSpinModel, RealSpinModel>;

/// What keeps an engine for integers from sweeping this model; empty if nothing does.
std::string obstacle_to(std::string (*of_integers)(const IntegerSpinModel&), const AnySpinModel& model) {
  const auto* integers = std::get_if<IntegerSpinModel>(&model);
  return integers == nullptr ? "its couplings and fields are no integer multiples of one number"
                             : of_integers(*integers);
}

std::string obstacle(const AnySpinModel& model, const SamplerSettings& settings) {
  if (settings.shared_random && settings.engine != Engine::bits) {
    return "shared random numbers are for engine \"bits\" only";
  }
  if (settings.engine == Engine::bits) {
    return obstacle_to(bits_obstacle, model);
  }
  if (settings.engine == Engine::dense_batch) {
    return obstacle_to(dense_batch_obstacle, model);
  }
  if (settings.engine == Engine::reference && settings.order != UpdateOrder::sequential) {
    return fmt::format("it knows the sequential order only, not \"{}\"", update_order_name(settings.order));
  }
  return "";
}

bool fits_bytes(const AnySpinModel& model) {
  return obstacle_to(byte_lanes_obstacle, model).empty();
}

/// Whether so many couplings meet in a unit that real fields are better kept than summed up at each visit.
bool has_many_couplings(const AnySpinModel& model) {
  constexpr std::size_t many = 50;
  return std::visit([](const auto& spins) { return spins.couplings.size() > many * spins.size(); }, model);
}

/// Whether most pairs of units are coupled.
bool is_dense(const AnySpinModel& model) {
  return std::visit(
      [](const auto& spins) { return 2 * spins.couplings.size() > spins.size() * spins.size(); }, model);
}

/// The fastest by measurement (docs/performance.md). It must not ask what machine this is, since engines
/// differ in their random numbers.
Engine fastest(const AnySpinModel& model, Index replicas) {
  constexpr Index replicas_worth_lanes = 6;
  constexpr Index replicas_worth_bits = 257;
  if (replicas >= replicas_worth_bits && obstacle_to(bits_obstacle, model).empty()) {
    return Engine::bits;
  }
  constexpr Index replicas_worth_batches = 32;
  if (replicas >= replicas_worth_batches && is_dense(model) && !fits_bytes(model) &&
      obstacle_to(dense_batch_obstacle, model).empty()) {
    return Engine::dense_batch;
  }
  return replicas >= replicas_worth_lanes && (fits_bytes(model) || !has_many_couplings(model))
             ? Engine::lanes
             : Engine::chain;
}

/// The engine that the settings name, or stand for. Throws std::invalid_argument if it cannot sweep the
/// model.
Engine resolve(const AnySpinModel& model, SamplerSettings settings) {
  if (settings.engine == Engine::automatic) {
    settings.engine = settings.shared_random ? Engine::bits : fastest(model, settings.replicas);
  }
  const std::string reason = obstacle(model, settings);
  if (!reason.empty()) {
    throw std::invalid_argument(
        fmt::format("engine \"{}\" cannot sweep this model: {}", engine_name(settings.engine), reason));
  }
  return settings.engine;
}

}  // namespace

std::string_view engine_name(Engine engine) {
  constexpr std::array<std::string_view, 6> names = {"auto",        "reference", "chain",
                                                     "dense_batch", "lanes",     "bits"};
  return names.at(static_cast<std::size_t>(engine));
}

std::string_view update_order_name(UpdateOrder order) {
  constexpr std::array<std::string_view, 3> names = {"sequential", "coloured", "random"};
  return names.at(static_cast<std::size_t>(order));
}

Engine engine_for(const PairwiseModel& model, const SamplerSettings& settings) {
  return resolve(make_spin_model(model, {}), settings);
}

Index group_size(const PairwiseModel& model, const SamplerSettings& settings) {
  const AnySpinModel spins = make_spin_model(model, {});
  switch (resolve(spins, settings)) {
    case Engine::bits:
      return BitsThresholds::lanes;
    case Engine::dense_batch:
      return dense_batch_lanes;
    case Engine::lanes:
      return fits_bytes(spins) ? ByteThresholds::lanes : RealLanes::lanes;
    default:
      return 1;
  }
}

std::unique_ptr<System> make_system(const std::shared_ptr<const PairwiseModel>& model,
                                    const SamplerSettings& settings, std::uint64_t seed) {
  std::vector<std::uint32_t> order;
  if (settings.order == UpdateOrder::coloured) {
    order = coloured_order(*model);
  }
  const AnySpinModel spins = make_spin_model(*model, order);
  switch (resolve(spins, settings)) {
    case Engine::bits:
      return make_bits(std::get<IntegerSpinModel>(spins), std::move(order), settings, seed);
    case Engine::dense_batch:
      return make_dense_batch(std::get<IntegerSpinModel>(spins), std::move(order), settings, seed);
    case Engine::lanes:
      return fits_bytes(spins)
                 ? make_byte_lanes(std::get<IntegerSpinModel>(spins), std::move(order), settings, seed)
                 : make_real_lanes(spins, std::move(order), settings, seed);
    case Engine::chain:
      return make_chain(spins, std::move(order), settings, seed);
    case Engine::automatic:
    case Engine::reference:
      break;
  }
  return make_reference_system(model, settings.kernel, settings.replicas, settings.threads, seed,
                               static_cast<std::uint64_t>(settings.first_replica));
}

}  // namespace onedial
