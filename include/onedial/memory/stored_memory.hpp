#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "onedial/memory/dense_memory.hpp"
#include "onedial/memory/hebb_recall.hpp"
#include "onedial/memory/hopfield.hpp"
#include "onedial/memory/low_rank_memory.hpp"
#include "onedial/memory/recall.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// A dense associative memory (see `DenseMemory`).
struct DenseSettings {
  Index power = 3;
  bool is_rectified = false;
};

/// Which memory of spins stores patterns.
using MemoryChoice = std::variant<StorageSettings, DenseSettings>;

/// Patterns that are stored once and recalled often at T = 0, in the form that is fastest: in integers or
/// of low rank where the rule and the number of patterns allow it.
class StoredMemory {
 public:
  /// Throws as `store` and `DenseMemory`, and std::invalid_argument for a dense memory that is to be recalled
  /// all at once.
  StoredMemory(const MemoryChoice& memory, const Patterns& patterns,
               RecallOrder order = RecallOrder::asynchronous);

  /// From each of `starts`. Same bits for any number of threads.
  [[nodiscard]] std::vector<Recalled> recall(std::span<const State> starts, Index most_sweeps, Index threads,
                                             const RecallObserver& observer = {}) const;

 private:
  using Form = std::variant<HebbRecall, LowRankMemory, DenseMemory, ZeroTemperatureRecall>;
  static Form form_of(const MemoryChoice& memory, const Patterns& patterns, RecallOrder order);

  RecallOrder order_;
  Form form_;
};

/// The memory at finite T: replicas of its spins under heat bath, in random states from `seed`. Throws as
/// above.
std::unique_ptr<System> make_memory_system(const MemoryChoice& memory, const Patterns& patterns,
                                           Index replicas, Index threads, std::uint64_t seed);

/// The load that the memory can hold: `rule_capacity` or `dense_capacity`.
double memory_capacity(const MemoryChoice& memory, Index units);

/// "hebb", …, or "dense, power 3".
std::string memory_name(const MemoryChoice& memory);

/// What to tell a person who stores more than the memory can hold, with α and the capacity; nothing below it.
std::optional<std::string> storage_warning(const MemoryChoice& memory, Index units, Index patterns);

}  // namespace onedial
