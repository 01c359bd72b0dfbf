#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "onedial/core/worker_pool.hpp"
#include "onedial/memory/hopfield.hpp"
#include "onedial/model/energy_model.hpp"

namespace onedial {

enum class RecallOrder : std::uint8_t {
  asynchronous,  ///< one unit after the other, 0 … N−1: without self-coupling the energy never rises
  synchronous,   ///< all at once: ends in a fixed point or a cycle of two (Goles, Olivos 1980)
};

/// How a recall at T = 0 ended.
struct Recalled {
  State state = {};        ///< at the end; of a cycle of two, one of both
  Index sweeps = 0;        ///< until nothing changed any more, that last one included
  Index flips = 0;         ///< units that changed, all sweeps together
  double energy = 0;       ///< of the state at the end
  Index cycle_length = 0;  ///< 1 a fixed point, 2 a cycle of two, 0 if the sweeps ran out
};

/// Called with a state after each sweep, the start as sweep 0; the same for all threads, which call it at
/// once.
using RecallObserver = std::function<void(Index start, Index sweep, const State& state)>;

/// Asynchronous recall at T = 0 of any model of spins: sweep by sweep, unit by unit, a unit flips where that
/// lowers the energy, and keeps its value on a tie. At most `most_sweeps`.
template <EnergyModel Model>
Recalled descend(Model& model, State start, Index most_sweeps,
                 const std::function<void(Index sweep, const State& state)>& observe = {}) {
  Recalled result{.state = std::move(start)};
  result.energy = model.place(result.state);
  if (observe) {
    observe(0, result.state);
  }
  while (result.cycle_length == 0 && result.sweeps < most_sweeps) {
    Index flips = 0;
    for (Index unit = 0; unit < model.size(); ++unit) {
      if (model.flip_energy(unit) < 0) {
        model.flip(unit);
        result.state[static_cast<std::size_t>(unit)] ^= 1;
        ++flips;
      }
    }
    ++result.sweeps;
    result.flips += flips;
    result.cycle_length = flips == 0 ? 1 : 0;
    if (observe) {
      observe(result.sweeps, result.state);
    }
  }
  result.energy = model.place(result.state);
  return result;
}

/// The same from each of several starts, with a copy of the model for each thread. Same bits for any number
/// of threads.
template <EnergyModel Model>
std::vector<Recalled> descend_all(const Model& model, std::span<const State> starts, Index most_sweeps,
                                  Index threads, const RecallObserver& observe = {}) {
  std::vector<Recalled> results(starts.size());
  WorkerPool pool(threads);
  pool.for_each_slice(static_cast<Index>(starts.size()), [&](Index first, Index last) {
    Model own = model;
    for (Index k = first; k < last; ++k) {
      const auto watch = [&](Index sweep, const State& state) { observe(k, sweep, state); };
      results[static_cast<std::size_t>(k)] =
          observe ? descend(own, starts[static_cast<std::size_t>(k)], most_sweeps, watch)
                  : descend(own, starts[static_cast<std::size_t>(k)], most_sweeps);
    }
  });
  return results;
}

/// Recall at T = 0 in a network: every unit takes the sign of its local field, and keeps its value on a tie.
/// Made once for a network and used for many states, which share the products of the couplings with all of
/// them; from there on a flip costs O(N) and looking at a unit O(1). Where all N·J are integers, as by Hebb's
/// rule, so are all sums, and ties are ties.
class ZeroTemperatureRecall {
 public:
  explicit ZeroTemperatureRecall(const HopfieldNetwork& network);

  /// From each of `starts`, at most `most_sweeps` sweeps. Same bits for any number of threads.
  /// Throws std::invalid_argument if a start has not N units.
  [[nodiscard]] std::vector<Recalled> recall(std::span<const State> starts, RecallOrder order,
                                             Index most_sweeps, Index threads,
                                             const RecallObserver& observe = {}) const;

 private:
  struct Block;
  void recall_one_by_one(Block& block, Index most_sweeps, const RecallObserver& observe) const;
  void recall_at_once(Block& block, Index most_sweeps, const RecallObserver& observe) const;
  [[nodiscard]] double energy(const Eigen::VectorXd& spins, const Eigen::VectorXd& fields) const;

  Eigen::MatrixXd couplings_;  ///< N·J, without the diagonal
  Eigen::VectorXd fields_;     ///< N·h
  Eigen::VectorXd diagonal_;   ///< N·J_ii that act
  double scale_;               ///< N
};

}  // namespace onedial
