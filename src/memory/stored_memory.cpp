#include "onedial/memory/stored_memory.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "onedial/engine/make_system.hpp"
#include "onedial/sample/reference_system.hpp"

namespace onedial {
namespace {

constexpr Index most_dense_units = 20'000;  // of which couplings are kept

bool suits_low_rank(const StorageSettings& settings, const Patterns& patterns) {
  const bool has_form = settings.rule == StorageRule::hebb || settings.rule == StorageRule::pseudo_inverse;
  return has_form && settings.activity == 0.5 && !settings.self_coupling &&
         4 * patterns.cols() < patterns.rows();
}

bool suits_integers(const StorageSettings& settings, const Patterns& patterns) {
  return settings.rule == StorageRule::hebb && settings.activity == 0.5 &&
         patterns.rows() <= most_dense_units && HebbRecall::fits(patterns.rows(), patterns.cols());
}

DenseMemory dense_memory(const DenseSettings& settings, const Patterns& patterns) {
  return {patterns, settings.power, settings.is_rectified};
}

}  // namespace

StoredMemory::Form StoredMemory::form_of(const MemoryChoice& memory, const Patterns& patterns,
                                         RecallOrder order) {
  const bool is_asynchronous = order == RecallOrder::asynchronous;
  if (const auto* dense = std::get_if<DenseSettings>(&memory)) {
    if (!is_asynchronous) {
      throw std::invalid_argument("a dense memory is recalled one unit after the other only");
    }
    return dense_memory(*dense, patterns);
  }
  const auto& settings = std::get<StorageSettings>(memory);
  if (is_asynchronous && suits_integers(settings, patterns)) {
    return HebbRecall(patterns, settings.self_coupling);
  }
  if (is_asynchronous && suits_low_rank(settings, patterns)) {
    return LowRankMemory(patterns, settings);
  }
  return ZeroTemperatureRecall(store(patterns, settings));
}

StoredMemory::StoredMemory(const MemoryChoice& memory, const Patterns& patterns, RecallOrder order)
    : order_(order), form_(form_of(memory, patterns, order)) {}

std::vector<Recalled> StoredMemory::recall(std::span<const State> starts, Index most_sweeps, Index threads,
                                           const RecallObserver& observer) const {
  if (const auto* network = std::get_if<ZeroTemperatureRecall>(&form_)) {
    return network->recall(starts, order_, most_sweeps, threads, observer);
  }
  if (const auto* hebb = std::get_if<HebbRecall>(&form_)) {
    return hebb->recall(starts, most_sweeps, threads, observer);
  }
  if (const auto* dense = std::get_if<DenseMemory>(&form_)) {
    return descend_all(*dense, starts, most_sweeps, threads, observer);
  }
  return descend_all(std::get<LowRankMemory>(form_), starts, most_sweeps, threads, observer);
}

std::unique_ptr<System> make_memory_system(const MemoryChoice& memory, const Patterns& patterns,
                                           Index replicas, Index threads, std::uint64_t seed) {
  if (const auto* dense = std::get_if<DenseSettings>(&memory)) {
    return std::make_unique<ReferenceSystem<DenseMemory>>(dense_memory(*dense, patterns), replicas, seed,
                                                          threads);
  }
  return make_system(store(patterns, std::get<StorageSettings>(memory)).model,
                     {.replicas = replicas, .threads = threads}, seed);
}

double memory_capacity(const MemoryChoice& memory, Index units) {
  if (const auto* dense = std::get_if<DenseSettings>(&memory)) {
    return dense_capacity(dense->power, units);
  }
  return rule_capacity(std::get<StorageSettings>(memory).rule, units);
}

std::string memory_name(const MemoryChoice& memory) {
  if (const auto* dense = std::get_if<DenseSettings>(&memory)) {
    return fmt::format("dense, power {}{}", dense->power, dense->is_rectified ? ", rectified" : "");
  }
  return std::string(storage_rule_name(std::get<StorageSettings>(memory).rule));
}

std::optional<std::string> storage_warning(const MemoryChoice& memory, Index units, Index patterns) {
  const double load = static_cast<double>(patterns) / static_cast<double>(units);
  const double capacity = memory_capacity(memory, units);
  if (load <= capacity) {
    return std::nullopt;
  }
  return fmt::format(
      "{} patterns in {} units are a load of {:.3g}, above the {:.3g} that {} holds of random ones", patterns,
      units, load, capacity, memory_name(memory));
}

}  // namespace onedial
