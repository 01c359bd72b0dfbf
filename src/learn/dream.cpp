#include "onedial/learn/dream.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/learn/machine_state.hpp"
#include "onedial/learn/machine_system.hpp"

namespace onedial {
namespace {

/// Streams of a dream's seed that no replica, swap or phase draws from.
constexpr std::uint64_t first_value_stream = std::uint64_t{1} << 61U;
constexpr std::uint64_t start_stream = std::uint64_t{1} << 62U;

void require_at_least(Index value, Index least, const char* what) {
  if (value < least) {
    throw std::invalid_argument(fmt::format("{} ({}) must be at least {}", what, value, least));
  }
}

/// Reads chains of a system into frames; real units are drawn by random numbers of the frame's own.
class FrameReader {
 public:
  FrameReader(const RestrictedMachine& machine, const MachineSystem& view, std::uint64_t seed)
      : machine_(machine), view_(view), seed_(seed) {}

  DreamFrame read(Index sweep, Temperature t, const std::vector<Index>& replicas) {
    const Index chains = std::ssize(replicas);
    DreamFrame frame{.sweep = sweep,
                     .temperature = t,
                     .values = FloatRows(chains, machine_.visible()),
                     .means = FloatRows(chains, machine_.visible()),
                     .energies = {}};
    RandomStream random(seed_, first_value_stream + frames_++);
    State state;
    for (Index chain = 0; chain < chains; ++chain) {
      const Index replica = replicas[static_cast<std::size_t>(chain)];
      view_.system->read(replica, state);
      frame.values.row(chain) = visible_values(machine_, state, t, random).cast<float>();
      frame.means.row(chain) = visible_means(machine_, state, t).cast<float>();
      frame.energies.push_back(view_.system->energies()[static_cast<std::size_t>(replica)] +
                               view_.energy_offset);
    }
    return frame;
  }

 private:
  const RestrictedMachine& machine_;
  const MachineSystem& view_;
  std::uint64_t seed_;
  std::uint64_t frames_ = 0;
};

}  // namespace

std::vector<DreamFrame> dream(const RestrictedMachine& machine, const DreamSettings& settings,
                              const FloatRows& starts, const DreamObserver& observer) {
  require_at_least(settings.sweeps, 1, "sweeps of a dream");
  require_at_least(settings.frames, 1, "frames of a dream");
  validate(settings.schedule);
  const MachineSystem view = make_machine_system(machine, settings.chains, settings.threads, settings.seed);
  RandomStream random(settings.seed, start_stream);
  const Temperature first_temperature =
      temperature_at(settings.schedule, {.sweep = 0, .sweeps = settings.sweeps});
  std::vector<Index> replicas;
  for (Index chain = 0; chain < settings.chains; ++chain) {
    replicas.push_back(chain);
    if (starts.rows() > 0) {
      const Eigen::VectorXf row = starts.row(chain % starts.rows());
      view.system->write(chain, state_of(machine, row, first_temperature, random));
    }
  }
  FrameReader reader(machine, view, settings.seed);
  std::vector<DreamFrame> frames;
  for (Index sweep = 0; sweep < settings.sweeps; ++sweep) {
    const Temperature t = temperature_at(settings.schedule, {.sweep = sweep, .sweeps = settings.sweeps});
    view.system->sweep(std::vector<Temperature>(replicas.size(), t));
    // Frame f is due after the first (f + 1)/F of the sweeps.
    const Index done = sweep + 1;
    if (done * settings.frames / settings.sweeps != sweep * settings.frames / settings.sweeps) {
      frames.push_back(reader.read(done, t, replicas));
    }
    if (observer && !observer(done)) {
      break;
    }
  }
  return frames;
}

std::vector<Temperature> dream_ladder(const RestrictedMachine& machine, Temperature coldest, Index threads,
                                      std::uint64_t seed, const ScanObserver& observer) {
  return plan_ladder(
      [&](Index replicas) { return make_machine_system(machine, replicas, threads, seed).system; },
      {.coldest = coldest, .hottest = Temperature(4 * coldest.value()), .seed = seed}, observer);
}

std::vector<DreamFrame> exchange_dream(const RestrictedMachine& machine,
                                       const ExchangeDreamSettings& settings, const DreamObserver& observer) {
  const Index levels = std::ssize(settings.temperatures);
  require_at_least(levels, 2, "temperatures of an exchange dream");
  require_at_least(settings.ladders, 1, "ladders of a dream");
  require_at_least(settings.frames, 1, "frames of a dream");
  require_at_least(settings.equilibration, 0, "sweeps before a dream");
  require_at_least(settings.sweeps_per_frame, 1, "sweeps of a frame");
  if (settings.level < 0 || settings.level >= levels) {
    throw std::invalid_argument(
        fmt::format("level {} of {} temperatures; the first is 0", settings.level, levels));
  }
  const MachineSystem view =
      make_machine_system(machine, settings.ladders * levels, settings.threads, settings.seed);
  ReplicaExchange exchange(*view.system, settings.temperatures, settings.seed);
  FrameReader reader(machine, view, settings.seed);
  const Temperature t = settings.temperatures[static_cast<std::size_t>(settings.level)];
  std::vector<DreamFrame> frames;
  Index sweep = 0;
  for (Index frame = 0; frame < settings.frames; ++frame) {
    const Index end = settings.equilibration + (frame + 1) * settings.sweeps_per_frame;
    while (sweep < end) {
      exchange.sweep();
      ++sweep;
      if (observer && !observer(sweep)) {
        return frames;
      }
    }
    std::vector<Index> replicas;
    for (Index ladder = 0; ladder < settings.ladders; ++ladder) {
      replicas.push_back(exchange.replica_at(ladder, settings.level));
    }
    frames.push_back(reader.read(sweep, t, replicas));
  }
  return frames;
}

}  // namespace onedial
