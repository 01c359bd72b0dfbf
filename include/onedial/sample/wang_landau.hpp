#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "onedial/core/density_of_states.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/sample/level_walker.hpp"

namespace onedial {

/// How ln f, which a visit adds to a level's ln g, is made smaller.
enum class ModificationRule : std::uint8_t {
  /// Halved at each flat histogram until it would fall below levels/steps, which it is from there on
  /// (Belardinelli, Pereyra, Phys. Rev. E 75, 046701 (2007)): the error goes on falling as 1/√steps.
  inverse_time,
  /// Halved at each flat histogram to the end (Wang, Landau, Phys. Rev. Lett. 86, 2050 (2001)): the error
  /// stops falling, since each ln f gets the same number of steps and all later ones together add little.
  halving,
};

struct WangLandauSettings {
  double bin_width = 0;    ///< of the energy levels; 0: one for each energy, of which a common step is found
  EnergyRange range = {};  ///< moves that leave it are rejected and counted at the old level
  double flatness = 0.8;   ///< least visits of a level over the mean that make a histogram flat
  double last_log_factor = 1e-5;  ///< ln f at which a walk ends
  ModificationRule rule = ModificationRule::inverse_time;
  Index walkers = 8;               ///< each makes an estimate of its own
  Index most_sweeps = 10'000'000;  ///< of a walker
  Index threads = 1;
};

/// What walkers of Wang and Landau have found. The numbers of states sum to 2^N; if energies were forbidden,
/// to 1, so that ln g is relative to the number of states in the range.
struct WangLandauResult {
  LevelTable weights;                      ///< ln g, the mean over the walkers that met the level
  std::vector<DensityOfStates> densities;  ///< of each walker
  std::vector<Index> sweeps;               ///< of each walker
  bool finished = false;                   ///< every walker came to `last_log_factor`
  bool interrupted = false;                ///< by the observer
};

/// Where a walk through the energies is.
struct WalkProgress {
  std::string_view phase;  ///< "finding weights" or "walking"
  Index done;  ///< of `total`: thousandths of the way of ln f to its last, or sweeps of each walker
  Index total;
};

/// Called now and then, between sweeps; the walk ends with what it has when it returns false.
using WalkObserver = std::function<bool(const WalkProgress&)>;

/// ln f of a walk from its first value, 1, to the last.
class ModificationFactor {
 public:
  /// Throws std::invalid_argument unless 0 ≤ flatness < 1 and 0 < last ln f < 1.
  explicit ModificationFactor(const WangLandauSettings& settings);

  [[nodiscard]] double log_factor() const { return log_factor_; }
  [[nodiscard]] bool finished() const { return log_factor_ <= last_; }
  /// How far ln ln f is on its way from the first value to the last, from 0 to 1.
  [[nodiscard]] double progress() const { return std::min(1.0, std::log(log_factor_) / std::log(last_)); }

  /// The walk came to a level for the first time: it is given the least ln g of the others, and since that
  /// may be far from the truth, ln f, the histogram and the time start anew.
  void discover(LevelTable& table, Index level);
  /// The walk has made some more steps.
  void advance(LevelTable& table, Index steps);

 private:
  [[nodiscard]] bool flat(const LevelTable& table) const;

  double flatness_;
  double last_;
  bool to_inverse_time_;
  double log_factor_ = 1;
  bool inverse_time_ = false;
  Index known_ = 0;        // levels
  Index steps_ = 0;        // since the last level was found
  Index since_check_ = 0;  // steps
};

namespace detail {
void require_sound(const WangLandauSettings& settings);
/// ln of what the numbers of states sum to.
double log_state_count(const EnergyLevels& levels, Index units);
WangLandauResult join_walks(std::vector<std::optional<LevelTable>> tables, std::vector<Index> sweeps,
                            bool finished, double log_state_count);
}  // namespace detail

/// Wang-Landau sampling: independent walkers, each with weights 1/g of its own present estimate of g, which
/// rises at the level it is at. Walker r draws from stream r of `seed`, so that bits do not depend on
/// threads. Throws std::invalid_argument as `energy_levels` and ModificationFactor do, for less than one
/// walker, sweep or thread, and for an energy off the levels of a common step; std::runtime_error if a walker
/// does not find into the range.
template <EnergyModel Model>
WangLandauResult wang_landau(const Model& model, const WangLandauSettings& settings, std::uint64_t seed,
                             const WalkObserver& observer = {}) {
  detail::require_sound(settings);
  const EnergyLevels levels = energy_levels(model, settings.bin_width, settings.range, seed);
  struct Walk {
    LevelWalker<Model> walker;
    ModificationFactor factor;
    Index sweeps = 0;
  };
  std::vector<std::optional<Walk>> walks(static_cast<std::size_t>(settings.walkers));
  const auto go_on = [&](std::optional<Walk>& walk, std::uint64_t stream, Index sweeps) {
    if (!walk) {
      walk.emplace(Walk{.walker = LevelWalker<Model>(model, LevelTable(levels, LevelTable::unknown),
                                                     RandomStream(seed, stream), settings.most_sweeps),
                        .factor = ModificationFactor(settings)});
      walk->factor.discover(walk->walker.table(), walk->walker.level());
    }
    LevelWalker<Model>& walker = walk->walker;
    ModificationFactor& factor = walk->factor;
    const Index last = std::min(walk->sweeps + sweeps, settings.most_sweeps);
    for (; walk->sweeps < last && !factor.finished(); ++walk->sweeps) {
      walker.sweep([&] {
        LevelTable::Entry& here = walker.here();
        if (here.log_states == LevelTable::unknown) {
          factor.discover(walker.table(), walker.level());
        }
        here.log_states += factor.log_factor();
        walker.count();
      });
      factor.advance(walker.table(), model.size());
    }
  };
  const auto is_over = [&](const std::optional<Walk>& walk) {
    return walk->factor.finished() || walk->sweeps >= settings.most_sweeps;
  };
  constexpr Index sweeps_at_a_time = 256;
  constexpr Index thousand = 1000;
  WorkerPool pool(settings.threads);
  bool interrupted = false;
  do {
    pool.for_each_slice(settings.walkers, [&](Index first, Index last) {
      for (Index r = first; r < last; ++r) {
        go_on(walks[static_cast<std::size_t>(r)], static_cast<std::uint64_t>(r), sweeps_at_a_time);
      }
    });
    double progress = 0;
    for (const std::optional<Walk>& walk : walks) {
      progress += walk->factor.progress() / static_cast<double>(settings.walkers);
    }
    interrupted = observer && !observer({.phase = "finding weights",
                                         .done = static_cast<Index>(static_cast<double>(thousand) * progress),
                                         .total = thousand});
  } while (!interrupted && !std::all_of(walks.begin(), walks.end(), is_over));
  std::vector<std::optional<LevelTable>> tables;
  std::vector<Index> sweeps;
  bool finished = true;
  for (std::optional<Walk>& walk : walks) {
    tables.emplace_back(std::move(walk->walker.table()));
    sweeps.push_back(walk->sweeps);
    finished = finished && walk->factor.finished();
  }
  WangLandauResult result = detail::join_walks(std::move(tables), std::move(sweeps), finished,
                                               detail::log_state_count(levels, model.size()));
  result.interrupted = interrupted;
  return result;
}

}  // namespace onedial
