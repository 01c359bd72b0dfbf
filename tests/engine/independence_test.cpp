#include <array>
#include <cmath>

#include "catch.hpp"
#include "engine_cases.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/enumerate.hpp"
#include "sample_statistics.hpp"

using namespace onedial;
using namespace onedial::engine_cases;

namespace {

/// How far apart the replicas of a pair are: beside each other, in one word, in one group, in the next.
constexpr std::array<Index, 7> distances = {1, 2, 16, 63, 64, 511, 512};

/// (1/N) Σᵢ sᵢ s'ᵢ.
double overlap(const State& a, const State& b) {
  int sum = 0;
  for (std::size_t unit = 0; unit < a.size(); ++unit) {
    sum += a[unit] == b[unit] ? 1 : -1;
  }
  return sum / static_cast<double>(a.size());
}

/// ⟨q²⟩ of two independent replicas: the mean of ⟨sᵢsⱼ⟩² over all i and j.
double exact_square(const std::vector<double>& law, std::size_t units) {
  double sum = 0;
  for (std::size_t i = 0; i < units; ++i) {
    for (std::size_t j = 0; j < units; ++j) {
      double moment = 0;
      for (std::size_t state = 0; state < law.size(); ++state) {
        moment += (((state >> i) ^ (state >> j)) & 1U) == 0 ? law[state] : -law[state];
      }
      sum += moment * moment;
    }
  }
  return sum / static_cast<double>(units * units);
}

/// q² of pairs at each distance, averaged over many sweeps, batch by batch.
std::array<std::vector<double>, distances.size()> sampled_squares(System& system, Temperature t, int batches,
                                                                  int sweeps_between) {
  const std::vector<Temperature> temperatures(static_cast<std::size_t>(system.replicas()), t);
  std::array<std::vector<double>, distances.size()> result;
  std::vector<State> states(temperatures.size());
  for (int batch = -2; batch < batches; ++batch) {
    for (int sweep = 0; sweep < sweeps_between; ++sweep) {
      system.sweep(temperatures);
    }
    if (batch < 0) {
      continue;
    }
    for (std::size_t r = 0; r < states.size(); ++r) {
      system.read(static_cast<Index>(r), states[r]);
    }
    for (std::size_t d = 0; d < distances.size(); ++d) {
      const auto distance = static_cast<std::size_t>(distances[d]);
      double sum = 0;
      for (std::size_t a = 0; a + distance < states.size(); ++a) {
        const double q = overlap(states[a], states[a + distance]);
        sum += q * q;
      }
      result[d].push_back(sum / static_cast<double>(states.size() - distance));
    }
  }
  return result;
}

}  // namespace

TEST_CASE("overlaps of replicas are those of independent ones, at seed 0 too") {
  for (const auto& subject : engine_cases::all()) {
    const std::vector<double> energies = enumerate(subject.model);
    const Temperature t(3);
    const double exact = exact_square(boltzmann_law(energies, thermodynamics(Spectrum(energies), t)),
                                      static_cast<std::size_t>(subject.model->size()));
    for (SamplerSettings settings : engine_cases::ways(subject)) {
      if (settings.order == UpdateOrder::random) {
        continue;  // which is common to all replicas, and makes them dependent: a little
      }
      settings.replicas = 1100;
      CAPTURE(engine_cases::describe(subject, settings));
      const auto system = make_system(subject.model, settings, 0);
      const auto squares = sampled_squares(*system, t, 20, 10);
      for (std::size_t d = 0; d < distances.size(); ++d) {
        CAPTURE(distances[d]);
        CHECK(std::abs(deviation(squares[d], exact)) < 10);
      }
    }
  }
}

TEST_CASE("replicas of a large random graph share nothing") {
  // As G1: 800 units, 48 neighbours each. At T = 40 a coupling ½ counts for little: ⟨q²⟩ is 1/N and some 2 %.
  const Case graph{"a random graph",
                   sparse(Domain::spin, random_couplings(800, 0.06, 3, [](RandomStream&) { return -0.5; }),
                          Eigen::VectorXd::Zero(800)),
                   {all_engines.begin(), all_engines.end()}};
  for (const SamplerSettings& way : engine_cases::ways(graph)) {
    if (way.order != UpdateOrder::sequential) {
      continue;
    }
    SamplerSettings settings = way;
    settings.replicas = 1100;
    CAPTURE(engine_cases::describe(graph, settings));
    const auto system = make_system(graph.model, settings, 0);
    for (const auto& squares : sampled_squares(*system, Temperature(40), 2, 5)) {
      // One batch of n pairs: q² has the relative spread √2.
      const double pairs = 2 * (1100 - 512);
      CHECK(std::abs(mean_of(squares) * 800 - 1.01) < 0.02 + 5 * std::sqrt(2 / pairs));
    }
  }
}
