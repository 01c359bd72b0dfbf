#include "onedial/learn/log_z.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "onedial/anneal/annealed_importance.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/anneal/phase_seed.hpp"
#include "onedial/anneal/replica_exchange.hpp"
#include "onedial/learn/machine_system.hpp"
#include "onedial/learn/partition_function.hpp"
#include "onedial/measure/integrated_entropy.hpp"

namespace onedial {
namespace {

constexpr Temperature machine_temperature(1);

/// A machine from its base rate, at T = ∞, to T = 1.
class Path {
 public:
  Path(const RestrictedMachine& machine, const Eigen::VectorXd& base_biases, Index threads,
       std::uint64_t seed, const ScanObserver& observer)
      : machine_(machine),
        base_biases_(base_biases),
        threads_(threads),
        seed_(seed),
        // Equal steps of ln T up to the hottest, and of β from there on.
        pilot_(measure_pilot([this](Index replicas) { return system(replicas).system; },
                             {.coldest = machine_temperature,
                              .hottest = Temperature(8),
                              .reaches_infinity = true,
                              .seed = seed},
                             observer)) {}

  [[nodiscard]] MachineSystem system(Index replicas) const {
    return make_machine_system(machine_, replicas, threads_, seed_, base_biases_);
  }

  /// So many temperatures from T = 1 on, to walk along.
  [[nodiscard]] std::vector<Temperature> rising(Index count) const {
    return annealing_length(pilot_).equal_acceptance_ladder(machine_temperature, Temperature::infinite(),
                                                            count);
  }

  /// As many as let half of the swaps succeed, and 8 at least.
  [[nodiscard]] std::vector<Temperature> ladder() const {
    constexpr Index least = 8;
    const ThermodynamicLength length = exchange_length(pilot_);
    const Index count = length.levels_for(0.5, machine_temperature, Temperature::infinite());
    return length.equal_acceptance_ladder(machine_temperature, Temperature::infinite(),
                                          std::max(least, count));
  }

 private:
  const RestrictedMachine& machine_;
  const Eigen::VectorXd& base_biases_;
  Index threads_;
  std::uint64_t seed_;
  std::vector<ThermometerReading> pilot_;
};

/// Passes on what a phase tells, and remembers whether it was to end.
class Watch {
 public:
  explicit Watch(const LogZObserver& observer) : observer_(observer) {}

  bool operator()(std::string_view phase, Index done, Index all) {
    goes_on_ = goes_on_ && (!observer_ || observer_(phase, done, all));
    return goes_on_;
  }
  [[nodiscard]] bool goes_on() const { return goes_on_; }

  [[nodiscard]] ScanObserver of_scan() {
    return [this](const ScanProgress& progress) {
      return (*this)(progress.phase, progress.sweep, progress.sweeps);
    };
  }
  [[nodiscard]] PathObserver of_path(std::string_view phase) {
    return [this, phase](Index done, Index steps) { return (*this)(phase, done, steps); };
  }

 private:
  const LogZObserver& observer_;
  bool goes_on_ = true;
};

/// How many ladders the way back starts from: as many as the groups of `confident_lower_bound`.
Index start_ladders(Index chains) {
  constexpr Index most = 16;
  return std::min(most, chains);
}

/// Puts each replica of `to` into a state of T = 1, by replica exchange: next to each other those that come
/// from one ladder.
void write_equilibrium_states(const Path& path, const AnnealedLogZSettings& settings, System& to,
                              Watch& watch) {
  const Index ladders = start_ladders(to.replicas());
  const std::vector<Temperature> temperatures = path.ladder();
  const MachineSystem source = path.system(ladders * std::ssize(temperatures));
  const std::uint64_t seed = phase_seed(settings.seed, RunPhase::starts);
  source.system->randomize(seed);
  ReplicaExchange exchange(*source.system, temperatures, seed);
  const Index states = (to.replicas() + ladders - 1) / ladders;  // of a ladder
  // Successive states are to be as far apart as the run is long enough for.
  const Index between = std::max<Index>(1, settings.equilibration / (2 * states));
  const Index sweeps = settings.equilibration + between * (states - 1);
  Index taken = 0;
  for (Index sweep = 1; sweep <= sweeps; ++sweep) {
    exchange.sweep();
    if (!watch("equilibrating", sweep, sweeps)) {
      return;
    }
    if (sweep < settings.equilibration || (sweep - settings.equilibration) % between != 0) {
      continue;
    }
    for (Index ladder = 0; ladder < ladders; ++ladder) {
      const Index first = to.replicas() * ladder / ladders;
      const Index last = to.replicas() * (ladder + 1) / ladders;
      if (first + taken < last) {
        State state;
        source.system->read(exchange.replica_at(ladder, 0), state);
        to.write(first + taken, state);
      }
    }
    ++taken;
  }
}

void require_settings(const AnnealedLogZSettings& settings) {
  if (settings.chains < 2 || settings.temperatures < 2 || settings.equilibration < 1) {
    throw std::invalid_argument(
        fmt::format("{} chains, {} temperatures and {} sweeps of equilibration; must be at least 2, 2 and 1",
                    settings.chains, settings.temperatures, settings.equilibration));
  }
}

}  // namespace

std::optional<AnnealedLogZ> annealed_log_z(const RestrictedMachine& machine,
                                           const AnnealedLogZSettings& settings,
                                           const LogZObserver& observer) {
  require_settings(settings);
  Watch watch(observer);
  const Path path(machine, settings.base_biases, settings.threads, settings.seed, watch.of_scan());
  if (!watch.goes_on()) {
    return std::nullopt;
  }
  std::vector<Temperature> temperatures = path.rising(settings.temperatures);
  const MachineSystem view = path.system(settings.chains);
  const auto machine_log_z = [&](double log_weight) {
    return view.machine_log_z(view.log_z_infinite + log_weight, machine_temperature);
  };

  AnnealedLogZ result;
  if (settings.both_ways) {
    result.has_exact_starts = settings.exact_starts && has_exact_log_z(machine);
    // Both ways by the same random numbers would err together.
    view.system->randomize(phase_seed(settings.seed, RunPhase::way_back));
    if (result.has_exact_starts) {
      RandomStream random(phase_seed(settings.seed, RunPhase::starts), 0);
      const auto states =
          draw_exact_states(machine, settings.chains, random, machine_temperature, settings.threads);
      for (Index chain = 0; chain < settings.chains; ++chain) {
        view.system->write(chain, states[static_cast<std::size_t>(chain)]);
      }
    } else {
      write_equilibrium_states(path, settings, *view.system, watch);
    }
    if (!watch.goes_on()) {
      return std::nullopt;
    }
    const auto logs = annealed_log_weights(*view.system, temperatures, watch.of_path("annealing up"));
    if (!watch.goes_on()) {
      return std::nullopt;
    }
    LogMeanWeight backward =
        log_mean_weight(logs, result.has_exact_starts ? settings.chains : start_ladders(settings.chains));
    result.upper = machine_log_z(-confident_lower_bound(logs, settings.confidence));
    backward.value = machine_log_z(-backward.value);
    backward.mean_log = machine_log_z(-backward.mean_log);
    backward.bias = -backward.bias;
    result.backward = backward;
    for (const double log_weight : logs) {
      result.backward_chains.push_back(machine_log_z(-log_weight));
    }
  }
  std::reverse(temperatures.begin(), temperatures.end());
  view.system->randomize(settings.seed);
  const auto logs = annealed_log_weights(*view.system, temperatures, watch.of_path("annealing down"));
  if (!watch.goes_on()) {
    return std::nullopt;
  }
  const LogMeanWeight forward = log_mean_weight(logs);
  result.log_z = machine_log_z(forward.value);
  result.standard_error = forward.standard_error;
  result.effective_samples = forward.effective_samples;
  result.lower = machine_log_z(confident_lower_bound(logs, settings.confidence));
  for (const double log_weight : logs) {
    result.forward_chains.push_back(machine_log_z(log_weight));
  }
  return result;
}

std::optional<EquilibriumLogZ> equilibrium_log_z(const RestrictedMachine& machine,
                                                 const EquilibriumLogZSettings& settings,
                                                 const LogZObserver& observer) {
  if (settings.ladders < 1) {
    throw std::invalid_argument(fmt::format("{} ladders; must be at least 1", settings.ladders));
  }
  Watch watch(observer);
  const Path path(machine, settings.base_biases, settings.threads, settings.seed, watch.of_scan());
  if (!watch.goes_on()) {
    return std::nullopt;
  }
  const std::vector<Temperature> ladder = path.ladder();
  const MachineSystem view = path.system(settings.ladders * std::ssize(ladder));
  EquilibriumLogZ result;
  result.scan = scan_equilibrium(*view.system,
                                 {.temperatures = ladder, .sweeps = settings.sweeps, .seed = settings.seed},
                                 watch.of_scan());
  if (!watch.goes_on()) {
    return std::nullopt;
  }
  const IntegratedEntropy integrated = integrate_entropy(result.scan.readings, view.log_z_infinite).front();
  result.integrated = view.machine_log_z(integrated.log_z, machine_temperature);
  result.integrated_error = integrated.log_z_error;
  if (result.scan.reweighting) {
    result.scan.reweighting->set_anchor(view.log_z_infinite);
    const ReweightedPoint point = result.scan.reweighting->at(machine_temperature);
    result.reweighted = view.machine_log_z(point.value.log_z, machine_temperature);
    result.reweighted_error = point.standard_error.log_z;
  }
  return result;
}

}  // namespace onedial
