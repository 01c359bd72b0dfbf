#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/anneal/schedule.hpp"
#include "onedial/learn/restricted_machine.hpp"

// What a machine sees when no data are shown to it: samples of its visible units at any temperature.
namespace onedial {

/// The chains of a dream after a sweep.
struct DreamFrame {
  Index sweep = 0;                           ///< how many were done
  Temperature temperature = Temperature(1);  ///< of the last of them
  FloatRows values;                          ///< of the visible units (chains × V)
  FloatRows means;  ///< E[v | h] of the same chains' hidden units: pictures without the grain of sampling
  std::vector<double>
      energies;  ///< (chains); of real visible units that of the hidden ones, see MachineSystem
};

struct DreamSettings {
  Schedule schedule = ConstantSchedule{Temperature(1)};
  Index sweeps = 1000;
  Index chains = 64;
  Index frames = 10;  ///< at equal steps of the schedule, the last one at its end
  Index threads = 1;
  std::uint64_t seed = 0;
};

/// Told after each sweep how many are done; the dream ends, with the frames that it has, when it returns
/// false.
using DreamObserver = std::function<bool(Index sweeps)>;

/// An annealed dream: chains follow a schedule of temperatures, from hot and diverse to cold and typical or
/// the other way round. Chain k starts from row k mod n of `starts` (n × V), or in a random state where there
/// are none. Throws std::invalid_argument for settings out of range, a schedule that is not valid, starts of
/// other than V columns, and as `make_machine_system`.
std::vector<DreamFrame> dream(const RestrictedMachine& machine, const DreamSettings& settings,
                              const FloatRows& starts = {}, const DreamObserver& observer = {});

struct ExchangeDreamSettings {
  /// From cold to hot, at least 2. The hottest should be hot enough for chains to forget what they dream of.
  std::vector<Temperature> temperatures = {};
  Index level = 0;  ///< of the temperatures: the one to dream at
  Index ladders = 16;
  Index equilibration = 500;    ///< sweeps before the first frame
  Index sweeps_per_frame = 50;  ///< between frames
  Index frames = 4;             ///< of one chain a ladder
  Index threads = 1;
  std::uint64_t seed = 0;
};

/// Temperatures for an exchange dream at `coldest`: as many as let half of the swaps succeed, up to four
/// times as hot, where a machine that was trained at T = 1 has forgotten its examples. Placed by a pilot run,
/// see `plan_ladder`. Throws as `make_machine_system`.
std::vector<Temperature> dream_ladder(const RestrictedMachine& machine, Temperature coldest, Index threads,
                                      std::uint64_t seed, const ScanObserver& observer = {});

/// Dreams in equilibrium at one temperature by replica exchange with hotter ones, which gets chains from one
/// kind of dream to another where block Gibbs alone would stay. Throws as above.
std::vector<DreamFrame> exchange_dream(const RestrictedMachine& machine,
                                       const ExchangeDreamSettings& settings,
                                       const DreamObserver& observer = {});

}  // namespace onedial
