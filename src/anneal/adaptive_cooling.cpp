#include <algorithm>
#include <cmath>
#include <vector>

#include "onedial/anneal/adaptive_schedule.hpp"
#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/moving_thermometer.hpp"
#include "onedial/anneal/temperature_ladder.hpp"
#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

constexpr double ln2 = 0x1.62e42fefa39efp-1;

double log_of(Temperature t) {
  return elementary::log(t.value());
}

/// The most that τ counts in a run of K sweeps.
double tau_limit(const AdaptiveSchedule& schedule, Index sweeps) {
  if (schedule.longest_tau) {
    return *schedule.longest_tau;
  }
  constexpr double of_sqrt_c = 3;
  constexpr double least = 1.5;
  return schedule.law == AdaptiveLaw::sqrt_c ? of_sqrt_c
                                             : std::max(least, 0.5 * std::sqrt(static_cast<double>(sweeps)));
}

/// Measures what a law asks for.
class Reader {
 public:
  Reader(double tau_limit, KernelKind kernel)
      : thermometer_(tau_limit), tau_limit_(tau_limit), kernel_(kernel) {}

  AnnealReading read(const AnnealSweep& sweep) {
    thermometer_.add(sweep.energies);
    const double t = sweep.temperature.value();
    double heat_capacity = thermometer_.energy_variance() / t / t;
    const double tau = std::min(thermometer_.tau(), tau_limit_);
    constexpr double nearly = 0.95;
    if (frozen_slope_ == 0 && tau >= nearly * tau_limit_ && sweep.progress.sweep > 0) {
      frozen_slope_ = heat_capacity / t;
    }
    if (frozen_slope_ > 0) {
      heat_capacity = std::min(heat_capacity, frozen_slope_ * t);
    }
    const double flips = static_cast<double>(sweep.stats.flips) /
                         static_cast<double>(std::max<Index>(sweep.stats.attempts, 1));
    return {.heat_capacity = heat_capacity,
            .tau = tau,
            .acceptance = kernel_ == KernelKind::heat_bath ? metropolis_acceptance(flips) : flips};
  }

  void transfer(StateArchive& archive) {
    thermometer_.transfer(archive);
    archive.value(tau_limit_);
    archive.value(frozen_slope_);
  }

 private:
  MovingThermometer thermometer_;
  double tau_limit_;
  KernelKind kernel_;
  double frozen_slope_ = 0;  // C/T where τ reached its limit
};

/// A reader that may not be there yet; `blank` stands for the one to be filled in.
void transfer(StateArchive& archive, std::optional<Reader>& reader, const Reader& blank) {
  bool is_there = reader.has_value();
  archive.value(is_there);
  if (is_there && !reader) {
    reader = blank;
  }
  if (is_there) {
    reader->transfer(archive);
  }
}

/// The mean demand over a way of `length` in ln T, before anything is measured.
double forecast(AdaptiveLaw law, Index units, double length, double tau_limit) {
  constexpr double usual_acceptance = 0.1;
  return demand(law, {.heat_capacity = static_cast<double>(units) * ln2 / length,
                      .tau = std::max(0.5 * tau_limit, 0.5),
                      .acceptance = usual_acceptance});
}

/// T = 20σ∞, at which Metropolis accepts a rise by 3σ∞ with a probability of 0.86; above `end`.
Temperature huang_start(std::span<const double> energies, Temperature end) {
  MovingThermometer spread(1);
  spread.add(energies);
  constexpr double factor = 20;
  return Temperature(std::max(factor * std::sqrt(spread.energy_variance()), 2 * end.value()));
}

class OnePass final : public Cooling {
 public:
  explicit OnePass(const AdaptiveSchedule& schedule) : schedule_(schedule) {}

  void begin(std::span<const double> energies) override {
    replicas_ = std::ssize(energies);
    const Temperature start = schedule_.start ? *schedule_.start : huang_start(energies, schedule_.end);
    end_ = log_of(schedule_.end);
    here_ = log_of(start);
    way_ = here_ - end_;
    reader_.reset();
  }

  Temperature next(Progress progress) override {
    return progress.fraction() < 1 ? Temperature(elementary::exp(here_)) : schedule_.end;
  }

  void see(const AnnealSweep& sweep) override {
    sweeps_ = sweep.progress.sweeps;
    const double limit = tau_limit(schedule_, sweeps_);
    if (!reader_) {
      reader_.emplace(limit, schedule_.kernel);
    }
    const Index left = sweep.progress.sweeps - 1 - sweep.progress.sweep;
    const AnnealReading reading = reader_->read(sweep);
    if (left > 0) {
      const double wanted = demand(schedule_.law, reading);
      const double expected = forecast(schedule_.law, sweep.stats.attempts / replicas_, way_, limit);
      // No stretch of the way may eat up the budget, nor be skipped.
      constexpr double most = 10;
      const double pace = std::clamp(expected / wanted, 1 / most, most);
      const double remaining = here_ - end_;
      here_ -= std::min({pace * remaining / static_cast<double>(left), remaining, ln2});
    }
  }

  void transfer(StateArchive& archive) override {
    archive.value(sweeps_);
    onedial::transfer(archive, reader_, Reader(tau_limit(schedule_, sweeps_), schedule_.kernel));
    archive.value(here_);
    archive.value(way_);
  }

 private:
  AdaptiveSchedule schedule_;
  std::optional<Reader> reader_;
  Index sweeps_ = 1;  // of the run
  Index replicas_ = 1;
  double end_ = 0;
  double here_ = 0;  // ln T of the sweep to come
  double way_ = 0;
};

/// What a fast run has seen in a range of ln T.
struct PilotBin {
  double log_temperature = 0;
  double demand = 0;
  Index sweeps = 0;
};

class TwoPass final : public Cooling {
 public:
  explicit TwoPass(const AdaptiveSchedule& schedule) : schedule_(schedule) {}

  void begin(std::span<const double> /*energies*/) override {
    reader_.reset();
    plan_.clear();
    bins_.clear();
  }

  Temperature next(Progress progress) override {
    const Index pilot = pilot_sweeps(progress.sweeps);
    if (progress.sweep < pilot) {
      return GeometricSchedule{*schedule_.start, schedule_.end}.at({progress.sweep, pilot});
    }
    if (plan_.empty()) {
      make_plan(progress.sweeps - pilot);
    }
    return plan_[static_cast<std::size_t>(progress.sweeps - 1 - progress.sweep)];
  }

  void see(const AnnealSweep& sweep) override {
    const Index pilot = pilot_sweeps(sweep.progress.sweeps);
    if (sweep.progress.sweep >= pilot) {
      return;
    }
    if (!reader_) {
      pilot_ = pilot;
      reader_.emplace(tau_limit(schedule_, pilot), schedule_.kernel);
      bins_.resize(static_cast<std::size_t>(std::clamp<Index>(pilot / 2, 1, 32)));
    }
    const double x = Progress{sweep.progress.sweep, pilot}.fraction();
    const auto bins = static_cast<double>(bins_.size());
    PilotBin& bin = bins_[static_cast<std::size_t>(std::min(x * bins, bins - 1))];
    bin.log_temperature += log_of(sweep.temperature);
    bin.demand += demand(schedule_.law, reader_->read(sweep));
    ++bin.sweeps;
  }

  void transfer(StateArchive& archive) override {
    archive.value(pilot_);
    onedial::transfer(archive, reader_, Reader(tau_limit(schedule_, pilot_), schedule_.kernel));
    archive.list(bins_);
    std::vector<double> plan;
    for (const Temperature t : plan_) {
      plan.push_back(t.value());
    }
    archive.list(plan);
    plan_.assign(plan.size(), schedule_.end);
    std::transform(plan.begin(), plan.end(), plan_.begin(), [](double t) { return Temperature(t); });
  }

 private:
  [[nodiscard]] Index pilot_sweeps(Index sweeps) const {
    const auto part = static_cast<Index>(schedule_.pilot * static_cast<double>(sweeps));
    return std::min(std::max<Index>(part, 2), sweeps - 1);
  }

  /// From cold to hot. ∫τ√C d ln T is a thermodynamic length, with τσ in the place of σ.
  void make_plan(Index sweeps) {
    std::vector<EnergySpread> spreads;
    const auto add = [&](Temperature t, const PilotBin& bin) {
      spreads.push_back({t, bin.demand / static_cast<double>(bin.sweeps) * t.value()});
    };
    std::erase_if(bins_, [](const PilotBin& bin) { return bin.sweeps == 0; });
    if (sweeps < 2 || bins_.empty()) {
      plan_.assign(static_cast<std::size_t>(sweeps), schedule_.end);
      return;
    }
    add(schedule_.end, bins_.back());
    for (auto bin = bins_.rbegin(); bin != bins_.rend(); ++bin) {
      const Temperature t(elementary::exp(bin->log_temperature / static_cast<double>(bin->sweeps)));
      if (spreads.back().temperature < t && t < *schedule_.start) {
        add(t, *bin);
      }
    }
    add(*schedule_.start, bins_.front());
    plan_ = ThermodynamicLength(std::move(spreads))
                .equal_acceptance_ladder(schedule_.end, *schedule_.start, sweeps);
  }

  AdaptiveSchedule schedule_;
  std::optional<Reader> reader_;
  Index pilot_ = 1;                // sweeps
  std::vector<PilotBin> bins_;     // from hot to cold
  std::vector<Temperature> plan_;  // from cold to hot
};

}  // namespace

std::unique_ptr<Cooling> make_cooling(const AdaptiveSchedule& schedule) {
  validate(schedule);
  if (schedule.law == AdaptiveLaw::two_pass) {
    return std::make_unique<TwoPass>(schedule);
  }
  return std::make_unique<OnePass>(schedule);
}

}  // namespace onedial
