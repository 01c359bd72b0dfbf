#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/measure/thermometer.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/viewer/history.hpp"

namespace onedial::viewer {

/// Walkers on a ladder of temperatures, with or without exchange, and what is measured of them in constant
/// memory: energies of the levels, of which the first quarter to half of the run is left out and at least the
/// first 127 sweeps, and where each walker was of late.
class LadderRun {
 public:
  /// How many moments `walkers` goes back.
  static constexpr Index columns = 192;

  /// One walker a level, from cold to hot, in random states. A moment is kept every `sweeps_per_column`.
  LadderRun(std::shared_ptr<const PairwiseModel> model, const std::vector<Temperature>& temperatures,
            bool exchanging, Index sweeps_per_column, std::uint64_t seed);

  void sweep();
  void set_sweeps_per_column(Index sweeps) { per_column_ = sweeps; }

  [[nodiscard]] const PairwiseModel& model() const { return *model_; }
  [[nodiscard]] const ReplicaExchange& exchange() const { return exchange_; }
  [[nodiscard]] bool is_exchanging() const { return is_exchanging_; }
  [[nodiscard]] Index levels() const { return static_cast<Index>(exchange_.temperatures().size()); }
  [[nodiscard]] Temperature temperature(Index level) const {
    return exchange_.temperatures()[static_cast<std::size_t>(level)];
  }
  /// The level whose temperature is nearest to T, by its ratio.
  [[nodiscard]] Index nearest_level(Temperature t) const;
  [[nodiscard]] State state_at(Index level) const;

  /// How many sweeps there must be before anything is read off them.
  static constexpr Index sweeps_to_read = 192;

  /// From cold to hot; empty before there are `sweeps_to_read`.
  [[nodiscard]] std::vector<ThermometerReading> readings() const;
  [[nodiscard]] double best_energy() const { return best_energy_; }
  [[nodiscard]] double flip_rate() const { return flip_rate_; }
  /// Round trips, the energy at the coldest level and the least so far, sweep by sweep.
  [[nodiscard]] const History& history() const { return history_; }
  /// Which walker was where (levels × columns), hot on top, now at the right. Before the first sweep every
  /// walker had always been at its level.
  [[nodiscard]] std::vector<std::uint8_t> walkers() const;

 private:
  static constexpr Index burn_in = 128;  // sweeps from a random state, which never count

  void measure();
  void note_column();

  std::shared_ptr<const PairwiseModel> model_;
  std::unique_ptr<System> system_;
  ReplicaExchange exchange_;
  bool is_exchanging_;
  Index per_column_;
  Thermometer older_;    // what readings are taken from
  Thermometer younger_;  // takes its place when the run is twice as long
  Index next_change_ = burn_in;
  Index sweeps_ = 0;
  std::vector<Index> columns_;   // (columns × levels), a ring
  std::size_t next_column_ = 0;  // the oldest
  History history_{3, 512};
  double best_energy_ = 0;
  double flip_rate_ = 0;
};

}  // namespace onedial::viewer
