#include "onedial/memory/dense_memory.hpp"

#include <cmath>

#include "catch.hpp"
#include "hopfield_cases.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/memory/hopfield.hpp"
#include "onedial/memory/low_rank_memory.hpp"
#include "onedial/memory/recall.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/sample/reference_system.hpp"

using namespace onedial;
using hopfield_cases::random_spins;

namespace {

double energy_by_definition(const Patterns& patterns, const State& state, Index power, bool is_rectified) {
  double sum = 0;
  for (const double m : overlaps(patterns, state)) {
    sum += is_rectified && m < 0 ? 0 : std::pow(m, static_cast<double>(power));
  }
  return -sum * static_cast<double>(patterns.rows());
}

/// Holds the states of many replicas to their Boltzmann probabilities: χ² below 5σ, and not too good either.
template <EnergyModel Model>
void check_distribution(const Model& model, Temperature t) {
  const auto exact = boltzmann_probabilities(Spectrum(enumerate(model)), t);
  constexpr Index replicas = 500;
  ReferenceSystem<Model> system(model, replicas, 11);
  const std::vector<Temperature> temperatures(replicas, t);
  std::vector<double> counts(exact.size());
  double draws = 0;
  State state;
  for (int block = 0; block < 100; ++block) {
    for (int sweep = 0; sweep < 20; ++sweep) {
      system.sweep(temperatures);
    }
    for (Index r = 0; r < replicas; ++r) {
      system.read(r, state);
      std::size_t index = 0;
      for (std::size_t i = 0; i < state.size(); ++i) {
        index |= static_cast<std::size_t>(state[i]) << i;
      }
      counts[index] += 1;
      draws += 1;
    }
  }
  double chi_squared = 0;
  double cells = -1;
  double rest = 0;
  double rest_counted = 0;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    const double expected = draws * exact[k];
    if (expected < 10) {
      rest += expected;
      rest_counted += counts[k];
      continue;
    }
    chi_squared += (counts[k] - expected) * (counts[k] - expected) / expected;
    cells += 1;
  }
  if (rest > 0) {
    chi_squared += (rest_counted - rest) * (rest_counted - rest) / rest;
    cells += 1;
  }
  REQUIRE(cells > 100);
  // Wilson and Hilferty (1931).
  const double z = (std::cbrt(chi_squared / cells) - (1 - 2 / (9 * cells))) / std::sqrt(2 / (9 * cells));
  CHECK(std::abs(z) < 5);
}

}  // namespace

TEST_CASE("energies and flips of the dense memory are those of its definition") {
  const Patterns patterns = random_spins(15, 6, 1);
  RandomStream random(5, 0);
  for (const Index power : {2, 3, 4, 7}) {
    for (const bool is_rectified : {false, true}) {
      DenseMemory memory(patterns, power, is_rectified);
      State state = state_of(random_spins(15, 1, 9), 0);
      double energy = memory.place(state);
      for (int step = 0; step < 60; ++step) {
        const auto unit = static_cast<Index>(random() % 15);
        energy += memory.flip_energy(unit);
        memory.flip(unit);
        state[static_cast<std::size_t>(unit)] ^= 1;
        REQUIRE(energy == Approx(energy_by_definition(patterns, state, power, is_rectified)).margin(1e-11));
      }
      CHECK(memory.place(state) == Approx(energy).margin(1e-11));
    }
  }
  CHECK_THROWS_AS(DenseMemory(patterns, 1, false), std::invalid_argument);
  CHECK_THROWS_AS(DenseMemory(2 * patterns, 3, false), InputError);
  DenseMemory memory(patterns, 3, false);
  CHECK_THROWS_AS(memory.place(State(14, 0)), std::invalid_argument);
}

TEST_CASE("the dense memory of power 2 is Hebb's rule") {
  const Patterns patterns = random_spins(12, 3, 2);
  const auto hebb = enumerate(store(patterns).model);
  const auto dense = enumerate(DenseMemory(patterns, 2, false));
  for (std::size_t k = 0; k < hebb.size(); ++k) {
    REQUIRE(dense[k] == Approx(2 * hebb[k] - 3).margin(1e-12));
  }
}

TEST_CASE("energies of the low-rank form are those of the couplings") {
  const Patterns patterns = random_spins(12, 3, 2);
  for (const StorageRule rule : {StorageRule::hebb, StorageRule::pseudo_inverse}) {
    const auto dense = enumerate(store(patterns, {.rule = rule}).model);
    const auto low_rank = enumerate(LowRankMemory(patterns, {.rule = rule}));
    for (std::size_t k = 0; k < dense.size(); ++k) {
      REQUIRE(low_rank[k] == Approx(dense[k]).margin(1e-12));
    }
  }
  CHECK_THROWS_AS(LowRankMemory(patterns, {.rule = StorageRule::storkey}), std::invalid_argument);
  Patterns twice = patterns;
  twice.col(2) = twice.col(0);
  CHECK_THROWS_WITH(LowRankMemory(twice, {.rule = StorageRule::pseudo_inverse}),
                    ContainsSubstring("pattern 3 depends linearly"));
}

TEST_CASE("both are sampled by their Boltzmann distribution") {
  const Patterns patterns = random_spins(9, 2, 4);
  check_distribution(DenseMemory(patterns, 3, false), Temperature(2));
  check_distribution(LowRankMemory(patterns, {.rule = StorageRule::pseudo_inverse}), Temperature(0.7));
}

TEST_CASE("power 3 recalls more patterns than there are units") {
  constexpr Index units = 100;
  const Patterns patterns = random_spins(units, 150, 3);
  std::vector<State> starts;
  for (Index p = 0; p < patterns.cols(); ++p) {
    RandomStream random(6, static_cast<std::uint64_t>(p));
    starts.push_back(state_of(patterns, p));
    corrupt(starts.back(), 0.1, random);
  }
  const auto hits = [&](Index power) {
    const auto recalled = descend_all(DenseMemory(patterns, power, false), starts, 100, 2);
    Index count = 0;
    for (std::size_t p = 0; p < recalled.size(); ++p) {
      count += overlaps(patterns, recalled[p].state)(static_cast<Index>(p)) > 0.95 ? 1 : 0;
    }
    return count;
  };
  CHECK(hits(2) < 5);
  CHECK(hits(3) > 145);
  CHECK(dense_capacity(3, 100) == Approx(100 / (6 * std::log(100.0))));
  CHECK(dense_capacity(2, 100) == Approx(1 / (2 * std::log(100.0))));
}
