#include <cmath>

#include "catch.hpp"
#include "engine_cases.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "sample_statistics.hpp"

using namespace onedial;
using namespace onedial::engine_cases;

namespace {

constexpr Index replicas = 512;

/// The index of a state in an enumeration: bit i is the level of unit i.
std::size_t index_of(const State& state) {
  std::size_t index = 0;
  for (std::size_t unit = 0; unit < state.size(); ++unit) {
    index |= static_cast<std::size_t>(state[unit]) << unit;
  }
  return index;
}

/// ±1 for each unit and each pair of units of a state: whether they are up, or equal.
template <class Add>
void for_each_moment(std::size_t index, std::size_t units, Add add) {
  std::size_t moment = 0;
  for (std::size_t i = 0; i < units; ++i) {
    add(moment++, ((index >> i) & 1U) != 0 ? 1.0 : -1.0);
    for (std::size_t j = 0; j < i; ++j) {
      add(moment++, (((index >> i) ^ (index >> j)) & 1U) == 0 ? 1.0 : -1.0);
    }
  }
}

}  // namespace

TEST_CASE("every engine, kernel and order samples the exact distribution of states") {
  for (const auto& subject : engine_cases::all()) {
    const std::vector<double> energies = enumerate(subject.model);
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      settings.replicas = replicas;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto system = make_system(subject.model, settings, 11);
      for (const double t : {3.5, 8.0}) {
        CAPTURE(t);
        const Thermodynamics exact = thermodynamics(Spectrum(energies), Temperature(t));
        const std::vector<double> probabilities = boltzmann_law(energies, exact);
        const std::vector<Temperature> temperatures(replicas, Temperature(t));
        for (int sweep = 0; sweep < 60; ++sweep) {
          system->sweep(temperatures);
        }
        // States are counted where they have decorrelated; energies of all sweeps are averaged by replica.
        constexpr int sweeps = 600;
        constexpr int sweeps_between_states = 25;
        std::vector<double> counts(energies.size());
        std::vector<double> mean_energies(replicas);
        std::vector<double> mean_squares(replicas);
        const auto units = static_cast<std::size_t>(subject.model->size());
        std::vector<std::vector<double>> moments(units * (units + 1) / 2, std::vector<double>(replicas));
        State state;
        for (int sweep = 0; sweep < sweeps; ++sweep) {
          system->sweep(temperatures);
          for (std::size_t r = 0; r < replicas; ++r) {
            const double energy = system->energies()[r] - exact.mean_energy;
            mean_energies[r] += energy / sweeps;
            mean_squares[r] += energy * energy / sweeps;
          }
          if (sweep % sweeps_between_states != 0) {
            continue;
          }
          for (std::size_t r = 0; r < replicas; ++r) {
            system->read(static_cast<Index>(r), state);
            const std::size_t index = index_of(state);
            ++counts[index];
            for_each_moment(index, units, [&](std::size_t moment, double value) {
              moments[moment][r] += value * sweeps_between_states / sweeps;
            });
          }
        }
        CHECK(std::abs(deviation(mean_energies, 0)) < 6.2);
        CHECK(std::abs(deviation(mean_squares, exact.energy_variance)) < 6.2);
        CHECK(chi_squared(counts, probabilities) < 6.5);
        std::vector<double> exact_moments(moments.size());
        for (std::size_t index = 0; index < energies.size(); ++index) {
          for_each_moment(index, units, [&](std::size_t moment, double value) {
            exact_moments[moment] += value * probabilities[index];
          });
        }
        double worst = 0;
        for (std::size_t moment = 0; moment < moments.size(); ++moment) {
          worst = std::max(worst, std::abs(deviation(moments[moment], exact_moments[moment])));
        }
        CHECK(worst < 7);
      }
    }
  }
}

TEST_CASE("mean energies are sharp enough to tell a temperature from one 1 % higher") {
  // A statement about tests like the one above: they would be worth little if they could not.
  const auto subject = engine_cases::all().front();
  const std::vector<double> energies = enumerate(subject.model);
  const Thermodynamics exact = thermodynamics(Spectrum(energies), Temperature(1.7));
  for (const Engine engine : subject.engines) {
    CAPTURE(engine_name(engine));
    const auto system = make_system(subject.model, {.engine = engine, .replicas = replicas}, 11);
    const std::vector<Temperature> wrong(replicas, Temperature(1.7 * 1.01));
    std::vector<double> means(replicas);
    for (int sweep = -60; sweep < 1200; ++sweep) {
      system->sweep(wrong);
      for (std::size_t r = 0; r < replicas && sweep >= 0; ++r) {
        means[r] += system->energies()[r] / 1200;
      }
    }
    CHECK(deviation(means, exact.mean_energy) > 6.2);
  }
}

TEST_CASE("rare flips are as rare as they should be") {
  // One spin in a field: each sweep is one draw, and 8 random bits could give 0 or 1/256 only.
  for (const Engine engine : all_engines) {
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      CAPTURE(engine_name(engine), kernel);
      for (const double field : {3.3, 5.0}) {
        const Eigen::VectorXd fields = Eigen::VectorXd::Constant(1, field);
        const auto model =
            std::make_shared<const PairwiseModel>(Domain::spin, PairwiseModel::Sparse(1, 1), fields);
        const auto system = make_system(model, {.kernel = kernel, .engine = engine, .replicas = replicas}, 5);
        const double p = heat_bath_probability(2 * field, Temperature(1));
        const std::vector<Temperature> t(replicas, Temperature(1));
        system->sweep(t);
        double against = 0;
        double draws = 0;
        for (int sweep = 0; sweep < 10'000; ++sweep) {
          system->sweep(t);
          for (const double energy : system->energies()) {
            against += energy > 0 ? 1 : 0;
            ++draws;
          }
        }
        CHECK(std::abs(against - draws * p) < 5 * std::sqrt(draws * p));
      }
    }
  }
}

TEST_CASE("replicas of one group each have their own temperature") {
  const std::vector<double> ladder = {3.0, 4.0, 6.0, 12.0};
  for (const auto& subject : engine_cases::all()) {
    const Spectrum spectrum(enumerate(subject.model));
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      if (settings.order != UpdateOrder::sequential) {
        continue;
      }
      settings.replicas = replicas;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto system = make_system(subject.model, settings, 3);
      std::vector<Temperature> temperatures;
      for (std::size_t r = 0; r < replicas; ++r) {
        temperatures.emplace_back(ladder[r % ladder.size()]);
      }
      std::vector<double> means(replicas);
      constexpr int sweeps = 300;
      for (int sweep = -100; sweep < sweeps; ++sweep) {
        system->sweep(temperatures);
        for (std::size_t r = 0; r < replicas && sweep >= 0; ++r) {
          means[r] += system->energies()[r] / sweeps;
        }
      }
      for (std::size_t rung = 0; rung < ladder.size(); ++rung) {
        CAPTURE(ladder[rung]);
        std::vector<double> of_rung;
        for (std::size_t r = rung; r < replicas; r += ladder.size()) {
          of_rung.push_back(means[r]);
        }
        CHECK(std::abs(deviation(of_rung, thermodynamics(spectrum, Temperature(ladder[rung])).mean_energy)) <
              5);
      }
    }
  }
}
