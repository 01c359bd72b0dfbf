#pragma once
#include <cstdint>
#include <functional>
#include <numeric>
#include <vector>

#include "onedial/measure/jackknife.hpp"
#include "onedial/measure/reweighting.hpp"
#include "onedial/sample/wang_landau.hpp"

namespace onedial {

struct MulticanonicalSettings {
  Index walkers = 16;      ///< independent; errors are those of a jackknife over them
  Index sweeps = 100'000;  ///< of each walker, after a tenth of them that equilibrate it
  Index threads = 1;
};

/// The density of states from walks with fixed weights. The numbers of states sum to 2^N; if energies were
/// forbidden, to 1, so that ln g is relative to the number of states in the range.
struct FlatHistogram {
  DensityOfStates density;                      ///< of the levels that were visited
  std::vector<double> log_states_error;         ///< of each ln g; +∞ if a single walker saw the level
  std::vector<Index> visits;                    ///< of each level
  std::vector<DensityOfStates> without_walker;  ///< the same from all walkers but one
  std::vector<Index> round_trips;  ///< of each walker, from the lowest level to the highest and back
  double flatness = 0;             ///< least visits over the mean, of the levels with a weight; 1 if equal
  Index sweeps = 0;                ///< of all walkers, those for the weights and for equilibration included
  bool has_final_weights = true;   ///< whether ln f had come to its last value when the walk began
  bool interrupted = false;        ///< by the observer

  /// Fewer round trips of a walker leave it unsettled whether it was in equilibrium, and its errors too.
  static constexpr Index enough_round_trips = 10;
  /// A level with fewer visits than this part of the mean had a poor weight.
  static constexpr double flat_enough = 0.5;

  /// Whether every walker made enough round trips. One level alone takes none.
  [[nodiscard]] bool mixed() const;
  [[nodiscard]] bool flat() const { return flatness >= flat_enough; }
};

/// A quantity of the density of states with its error, by the jackknife over walkers.
JackknifeEstimate jackknife(const FlatHistogram& histogram,
                            const std::function<double(const DensityOfStates&)>& quantity);

/// The maxima of C(T) and of dS/dT with their errors, by rising temperature: those that are still there,
/// within a fifth of T, whichever walker is left out.
std::vector<PeakEstimate> heat_capacity_peaks(const FlatHistogram& histogram);
std::vector<PeakEstimate> entropy_slope_peaks(const FlatHistogram& histogram);

/// Counts round trips between the ends of a range of levels.
class RoundTrips {
 public:
  RoundTrips(Index lowest, Index highest) : lowest_(lowest), highest_(highest) {}

  void visit(Index level) {
    if (level <= lowest_) {
      count_ += half_way_ ? 1 : 0;
      half_way_ = false;
      started_ = true;
    } else if (level >= highest_) {
      half_way_ = started_;
    }
  }
  [[nodiscard]] Index count() const { return count_; }

 private:
  Index lowest_;
  Index highest_;
  Index count_ = 0;
  bool started_ = false;
  bool half_way_ = false;
};

namespace detail {
void require_sound(const MulticanonicalSettings& settings);
/// The weights of a walk: a level that has none gets that of the rarest.
LevelTable production_table(const LevelTable& weights);
FlatHistogram join_walks(const LevelTable& weights, const std::vector<std::optional<LevelTable>>& tables,
                         std::vector<Index> round_trips, Index sweeps, double log_state_count);
}  // namespace detail

/// Multicanonical sampling (Berg, Neuhaus, Phys. Lett. B 267, 249 (1991)): independent walks with weights
/// 1/g of a table that stays as it is, so that each is a Markov chain whose histogram H gives g ∝ H/w without
/// bias, whatever the table. A level that the table does not know has the weight of the rarest that it does.
/// Walker r draws from stream 2⁶² + r of `seed`. None if the observer ended it before its first sweeps were
/// counted. Throws std::invalid_argument for less than two walkers, less than one sweep or thread, weights
/// that know no level, and for an energy off the levels of a common step; std::runtime_error if a walker does
/// not find into the range in so many sweeps.
template <EnergyModel Model>
std::optional<FlatHistogram> multicanonical(const Model& model, const LevelTable& weights,
                                            const MulticanonicalSettings& settings, std::uint64_t seed,
                                            const WalkObserver& observer) {
  detail::require_sound(settings);
  const LevelTable start = detail::production_table(weights);
  const auto ends = weights.known_ends();
  const Index equilibration = settings.sweeps / 10;
  struct Walk {
    LevelWalker<Model> walker;
    RoundTrips trips;
  };
  std::vector<std::optional<Walk>> walks(static_cast<std::size_t>(settings.walkers));
  const auto go_on = [&](std::optional<Walk>& walk, std::uint64_t r, Index first, Index last) {
    if (!walk) {
      constexpr std::uint64_t first_stream = std::uint64_t{1} << 62U;
      walk.emplace(Walk{
          .walker = LevelWalker<Model>(model, start, RandomStream(seed, first_stream + r), settings.sweeps),
          .trips = RoundTrips(ends.first, ends.second)});
    }
    LevelWalker<Model>& walker = walk->walker;
    RoundTrips& trips = walk->trips;
    for (Index sweep = first; sweep < last; ++sweep) {
      if (sweep < equilibration) {
        walker.sweep([] {});
      } else {
        walker.sweep([&] {
          walker.count();
          trips.visit(walker.level());
        });
      }
    }
  };
  const Index planned = equilibration + settings.sweeps;
  constexpr Index sweeps_at_a_time = 256;
  WorkerPool pool(settings.threads);
  Index done = 0;
  bool interrupted = false;
  while (done < planned && !interrupted) {
    const Index next = std::min(done + sweeps_at_a_time, planned);
    pool.for_each_slice(settings.walkers, [&](Index first, Index last) {
      for (Index r = first; r < last; ++r) {
        go_on(walks[static_cast<std::size_t>(r)], static_cast<std::uint64_t>(r), done, next);
      }
    });
    done = next;
    interrupted = observer && !observer({.phase = "walking", .done = done, .total = planned});
  }
  if (done <= equilibration) {
    return std::nullopt;
  }
  std::vector<std::optional<LevelTable>> tables;
  std::vector<Index> round_trips;
  for (std::optional<Walk>& walk : walks) {
    tables.emplace_back(std::move(walk->walker.table()));
    round_trips.push_back(walk->trips.count());
  }
  FlatHistogram histogram =
      detail::join_walks(weights, tables, std::move(round_trips), settings.walkers * done,
                         detail::log_state_count(weights.levels(), model.size()));
  histogram.interrupted = interrupted;
  return histogram;
}

/// The same without an observer.
template <EnergyModel Model>
FlatHistogram multicanonical(const Model& model, const LevelTable& weights,
                             const MulticanonicalSettings& settings, std::uint64_t seed) {
  return *multicanonical(model, weights, settings, seed, {});
}

/// The density of states of a model of which nothing is known: weights by Wang-Landau sampling, then a
/// multicanonical run with them. None if the observer ended it before there was anything. Throws as both do.
template <EnergyModel Model>
std::optional<FlatHistogram> flat_histogram(const Model& model, const WangLandauSettings& for_weights,
                                            const MulticanonicalSettings& settings, std::uint64_t seed,
                                            const WalkObserver& observer) {
  detail::require_sound(settings);
  const WangLandauResult found = wang_landau(model, for_weights, seed, observer);
  if (found.interrupted) {
    return std::nullopt;
  }
  auto histogram = multicanonical(model, found.weights, settings, seed, observer);
  if (histogram) {
    histogram->has_final_weights = found.finished;
    histogram->sweeps = std::accumulate(found.sweeps.begin(), found.sweeps.end(), histogram->sweeps);
  }
  return histogram;
}

/// The same without an observer.
template <EnergyModel Model>
FlatHistogram flat_histogram(const Model& model, const WangLandauSettings& for_weights,
                             const MulticanonicalSettings& settings, std::uint64_t seed) {
  return *flat_histogram(model, for_weights, settings, seed, {});
}

}  // namespace onedial
