#include "schedule_race.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "onedial/core/random.hpp"

namespace onedial::viewer {
namespace {

/// The runner whose schedule is geometric, or else the first.
std::size_t even_runner(const std::vector<Runner>& runners) {
  const auto found = std::find_if(runners.begin(), runners.end(), [](const Runner& runner) {
    return std::holds_alternative<GeometricSchedule>(runner.schedule);
  });
  return found == runners.end() ? 0 : static_cast<std::size_t>(found - runners.begin());
}

const std::vector<Runner>& require_runners(const std::vector<Runner>& runners, Index sweeps) {
  if (runners.empty() || sweeps < 1) {
    throw std::invalid_argument("a race needs a runner and a sweep at least");
  }
  return runners;
}

}  // namespace

ScheduleRace::ScheduleRace(RaceTask task, std::vector<Runner> runners, Index sweeps, std::uint64_t seed)
    : task_(std::move(task)),
      runners_(require_runners(runners, sweeps)),
      sweeps_(sweeps),
      seed_(seed),
      system_(make_system(task_.encoding,
                          {.kernel = usual_kernel(task_.encoding), .replicas = copies * std::ssize(runners_)},
                          seed)),
      temperatures_(static_cast<std::size_t>(system_->replicas()), Temperature::zero()),
      least_(std::numeric_limits<double>::infinity()),
      course_(runners_.size(), 512),
      ends_(runners_.size()),
      end_energies_(runners_.size()),
      even_runner_(even_runner(runners_)),
      curve_(runners_[even_runner_].schedule, sweeps) {
  start();
}

void ScheduleRace::start() {
  RandomStream seeds(seed_, ++started_);
  system_->randomize(seeds());
  State state;
  for (Index copy = 0; copy < copies; ++copy) {
    system_->read(copy, state);
    for (Index replica = copy + copies; replica < system_->replicas(); replica += copies) {
      system_->write(replica, state);
    }
  }
  done_ = 0;
  flip_rate_ = 0;
  course_.clear();
  note();
}

std::span<const double> ScheduleRace::energies_of(std::size_t runner) const {
  return system_->energies().subspan(runner * copies, copies);
}

Temperature ScheduleRace::temperature(std::size_t runner, Index sweep) const {
  return temperature_at(runners_[runner].schedule, {.sweep = sweep, .sweeps = sweeps_});
}

void ScheduleRace::sweep() {
  if (done_ == sweeps_) {
    return;
  }
  for (std::size_t runner = 0; runner < runners_.size(); ++runner) {
    std::fill_n(temperatures_.begin() + static_cast<std::ptrdiff_t>(runner * copies), copies,
                temperature(runner, done_));
  }
  const SweepStats stats = system_->sweep(temperatures_);
  curve_.add(temperature(even_runner_, done_), energies_of(even_runner_));
  ++done_;
  flip_rate_ = static_cast<double>(stats.flips) / static_cast<double>(stats.attempts);
  note();
  if (done_ == sweeps_) {
    count_ends();
  }
}

void ScheduleRace::note() {
  std::vector<double> means;
  for (std::size_t runner = 0; runner < runners_.size(); ++runner) {
    means.push_back(mean_energy(runner));
  }
  course_.add(means);
  const auto energies = system_->energies();
  least_ = std::min(least_, *std::min_element(energies.begin(), energies.end()));
}

void ScheduleRace::count_ends() {
  ++races_;
  for (std::size_t runner = 0; runner < runners_.size(); ++runner) {
    for (const double energy : energies_of(runner)) {
      ends_[runner].add(energy);
      end_energies_[runner].push_back(energy);
    }
  }
}

double ScheduleRace::best() const {
  if (task_.ground_energy) {
    return *task_.ground_energy;
  }
  double best = std::numeric_limits<double>::infinity();
  for (const std::vector<double>& ends : end_energies_) {
    for (const double energy : ends) {
      best = std::min(best, energy);
    }
  }
  return best;
}

Index ScheduleRace::hits(std::size_t runner) const {
  const double limit = best() + 1e-12 * energy_scale(task_.encoding);
  return std::count_if(end_energies_[runner].begin(), end_energies_[runner].end(),
                       [&](double energy) { return energy <= limit; });
}

double ScheduleRace::mean_energy(std::size_t runner) const {
  const auto energies = energies_of(runner);
  return std::accumulate(energies.begin(), energies.end(), 0.0) / static_cast<double>(energies.size());
}

double ScheduleRace::leader_energy(std::size_t runner) const {
  const auto energies = energies_of(runner);
  return *std::min_element(energies.begin(), energies.end());
}

State ScheduleRace::leader(std::size_t runner) const {
  const auto energies = energies_of(runner);
  const auto lowest = std::min_element(energies.begin(), energies.end()) - energies.begin();
  State state;
  system_->read(static_cast<Index>(runner) * copies + lowest, state);
  return state;
}

}  // namespace onedial::viewer
