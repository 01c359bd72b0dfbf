#include <cmath>
#include <map>
#include <numeric>

#include "catch.hpp"
#include "engine/acceptance.hpp"
#include "engine/update_order.hpp"
#include "engine_cases.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "sample_statistics.hpp"

using namespace onedial;
using namespace onedial::engine_cases;

namespace {

/// What the sweeps of an engine must be: the operator on functions of the state, exactly.
class ExactSweep {
 public:
  ExactSweep(const PairwiseModel& model, const std::vector<double>& energies, KernelKind kernel,
             UpdateOrder order, Temperature t)
      : order_(order) {
    const auto units = static_cast<std::size_t>(model.size());
    if (order == UpdateOrder::coloured) {
      visits_ = coloured_order(model);
    } else {
      visits_.resize(units);
      std::iota(visits_.begin(), visits_.end(), 0U);
    }
    flips_.assign(units, std::vector<double>(energies.size()));
    for (std::size_t unit = 0; unit < units; ++unit) {
      for (std::size_t state = 0; state < energies.size(); ++state) {
        const double flip_energy = energies[state ^ (std::size_t{1} << unit)] - energies[state];
        flips_[unit][state] = flip_probability(kernel, flip_energy, t);
      }
    }
  }

  /// The expectation of f after a sweep, as a function of the state before it.
  [[nodiscard]] std::vector<double> operator()(std::vector<double> f) const {
    for (auto visit = visits_.rbegin(); visit != visits_.rend(); ++visit) {  // the last acts on f first
      std::vector<double> updated(f.size());
      if (order_ != UpdateOrder::random) {
        add_update(f, *visit, 1, updated);
      } else {
        for (std::size_t unit = 0; unit < visits_.size(); ++unit) {
          add_update(f, unit, 1 / static_cast<double>(visits_.size()), updated);
        }
      }
      f = std::move(updated);
    }
    return f;
  }

 private:
  void add_update(const std::vector<double>& f, std::size_t unit, double weight,
                  std::vector<double>& to) const {
    for (std::size_t state = 0; state < f.size(); ++state) {
      const double p = flips_[unit][state];
      to[state] += weight * (p * f[state ^ (std::size_t{1} << unit)] + (1 - p) * f[state]);
    }
  }

  UpdateOrder order_;
  std::vector<std::uint32_t> visits_;
  std::vector<std::vector<double>> flips_;  ///< [unit][state]
};

constexpr std::size_t longest_lag = 12;

/// ⟨E(0) E(k)⟩ − ⟨E⟩² for k = 0 … longest_lag.
std::vector<double> exact_covariances(const ExactSweep& sweep, const std::vector<double>& energies,
                                      const Thermodynamics& exact) {
  const std::vector<double> law = boltzmann_law(energies, exact);
  std::vector<double> later;
  for (const double energy : energies) {
    later.push_back(energy - exact.mean_energy);
  }
  const std::vector<double> now = later;
  std::vector<double> result;
  for (std::size_t lag = 0; lag <= longest_lag; ++lag) {
    double sum = 0;
    for (std::size_t state = 0; state < law.size(); ++state) {
      sum += law[state] * now[state] * later[state];
    }
    result.push_back(sum);
    later = sweep(std::move(later));
  }
  return result;
}

/// Estimates of the same, each from a stretch of sweeps of its own: batches of time, since a random order of
/// updates is common to all replicas.
std::vector<std::vector<double>> sampled_covariances(System& system, Temperature t, double mean_energy) {
  constexpr std::size_t batches = 48;
  constexpr std::size_t sweeps_a_batch = 40;
  const auto replicas = static_cast<std::size_t>(system.replicas());
  const std::vector<Temperature> temperatures(replicas, t);
  const auto sweep = [&] {
    system.sweep(temperatures);
    return std::vector<double>(system.energies().begin(), system.energies().end());
  };
  std::vector<std::vector<double>> history;
  for (std::size_t s = 0; s < 100 + longest_lag; ++s) {
    history.push_back(sweep());
  }
  std::vector<std::vector<double>> result(longest_lag + 1, std::vector<double>(batches));
  const auto pairs = static_cast<double>(sweeps_a_batch * replicas);
  for (std::size_t batch = 0; batch < batches; ++batch) {
    for (std::size_t s = 0; s < sweeps_a_batch; ++s) {
      history.push_back(sweep());
      for (std::size_t lag = 0; lag <= longest_lag; ++lag) {
        const std::vector<double>& before = history[history.size() - 1 - lag];
        double sum = 0;
        for (std::size_t r = 0; r < replicas; ++r) {
          sum += (before[r] - mean_energy) * (history.back()[r] - mean_energy);
        }
        result[lag][batch] += sum / pairs;
      }
    }
  }
  return result;
}

}  // namespace

TEST_CASE("the exact sweep has the autocorrelation time that is known of a machine of 12 units") {
  const auto data = reference::load("autocorrelation_bm12.json");
  const auto machine = reference::model(reference::load("boltzmann_machine12.json"), Domain::spin);
  const std::vector<double> energies = enumerate(machine);
  for (const auto& row : data["rows"]) {
    const double t = row["T"].get<double>();
    if (t < 3) {
      continue;  // takes too long to decay
    }
    const Thermodynamics exact = thermodynamics(Spectrum(energies), Temperature(t));
    const ExactSweep sweep(*machine, energies, KernelKind::heat_bath, UpdateOrder::sequential,
                           Temperature(t));
    const auto covariances = exact_covariances(sweep, energies, exact);
    double tau = 0.5;
    for (std::size_t lag = 1; lag <= longest_lag; ++lag) {
      tau += covariances[lag] / covariances[0];
    }
    // The rest decays with the slowest mode at most.
    const double rest = covariances[longest_lag] / covariances[0] / (1 - row["lambda_slow"].get<double>());
    CHECK(std::abs(tau - row["tau_int_E"].get<double>()) <= rest + 1e-12);
    CHECK(rest < 0.01);
  }
}

TEST_CASE("energies are correlated in time as the order of updates and the kernel demand") {
  for (const auto& subject : engine_cases::all()) {
    const std::vector<double> energies = enumerate(subject.model);
    const Temperature t(2.5);
    const Thermodynamics exact = thermodynamics(Spectrum(energies), t);
    std::map<std::pair<KernelKind, UpdateOrder>, std::vector<double>> known;
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = 128;
      CAPTURE(engine_cases::describe(subject, settings));
      std::vector<double>& expected = known[{settings.kernel, settings.order}];
      if (expected.empty()) {
        const ExactSweep sweep(*subject.model, energies, settings.kernel, settings.order, t);
        expected = exact_covariances(sweep, energies, exact);
      }
      const auto system = make_system(subject.model, settings, 17);
      const auto sampled = sampled_covariances(*system, t, exact.mean_energy);
      std::vector<double> sums(sampled.front().size());  // τ_int, but for the variance
      double expected_sum = 0;
      for (std::size_t lag = 1; lag <= longest_lag; ++lag) {
        expected_sum += expected[lag];
        for (std::size_t batch = 0; batch < sums.size(); ++batch) {
          sums[batch] += sampled[lag][batch];
        }
      }
      CHECK(std::abs(deviation(sampled[1], expected[1])) < 7.5);
      CHECK(std::abs(deviation(sampled[2], expected[2])) < 7.5);
      CHECK(std::abs(deviation(sums, expected_sum)) < 7.5);
    }
  }
}
