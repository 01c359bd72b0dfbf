#pragma once
#include <Eigen/Core>
#include <array>
#include <cmath>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "onedial/core/random.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "reference_data.hpp"

// Small models, and the engines that must be able to sweep them.
namespace onedial::engine_cases {

struct Case {
  std::string name;
  std::shared_ptr<const PairwiseModel> model;
  std::vector<Engine> engines;
};

inline std::string describe(const Case& subject, const SamplerSettings& settings) {
  return subject.name + ", " + std::string(engine_name(settings.engine)) + ", " +
         (settings.kernel == KernelKind::heat_bath ? "heat bath" : "Metropolis") + ", " +
         std::string(update_order_name(settings.order));
}

inline std::shared_ptr<const PairwiseModel> sparse(Domain domain, const PairwiseModel::Dense& couplings,
                                                   const Eigen::VectorXd& fields) {
  return std::make_shared<const PairwiseModel>(domain, PairwiseModel::Sparse(couplings.sparseView()), fields);
}

/// A graph on `units` spins, an edge between a pair with probability `density`; couplings from `draw`.
template <class Draw>
PairwiseModel::Dense random_couplings(Index units, double density, std::uint64_t seed, Draw draw) {
  RandomStream random(seed, 0);
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  for (Index i = 0; i < units; ++i) {
    for (Index j = i + 1; j < units; ++j) {
      if (uniform01(random) < density) {
        couplings(i, j) = couplings(j, i) = draw(random);
      }
    }
  }
  return couplings;
}

inline double random_sign(RandomStream& random) {
  return uniform01(random) < 0.5 ? -1 : 1;
}

inline double small_weight(RandomStream& random) {
  return std::floor(7 * uniform01(random)) - 3;
}

/// The periodic square lattice; couplings from `draw`.
template <class Draw>
std::shared_ptr<const PairwiseModel> square_lattice(Index side, std::uint64_t seed, Draw draw) {
  RandomStream random(seed, 0);
  std::vector<Eigen::Triplet<double>> entries;
  const auto add = [&](Index a, Index b) {
    const double coupling = draw(random);
    entries.emplace_back(static_cast<int>(a), static_cast<int>(b), coupling);
    entries.emplace_back(static_cast<int>(b), static_cast<int>(a), coupling);
  };
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      add(y * side + x, y * side + (x + 1) % side);
      add(y * side + x, (y + 1) % side * side + x);
    }
  }
  PairwiseModel::Sparse couplings(side * side, side * side);
  couplings.setFromTriplets(entries.begin(), entries.end());
  return std::make_shared<const PairwiseModel>(Domain::spin, couplings, Eigen::VectorXd::Zero(side * side));
}

/// Every kind of couplings that engines tell apart, on 11 or 12 units.
inline std::vector<Case> all() {
  using enum Engine;
  const std::vector<Engine> integers(all_engines.begin(), all_engines.end());
  const std::vector<Engine> reals = {reference, chain, lanes};
  const auto none = [](Index units) { return Eigen::VectorXd(Eigen::VectorXd::Zero(units)); };
  std::vector<Case> cases;
  cases.push_back({"couplings of both signs and fields",
                   sparse(Domain::spin, random_couplings(12, 0.35, 1, random_sign),
                          Eigen::VectorXd{{1, 0, -1, 0, 2, 0, 0, -1, 0, 0, 1, 0}}),
                   integers});
  cases.push_back({"negative couplings only",
                   sparse(Domain::spin, random_couplings(12, 0.6, 2, [](RandomStream&) { return -1.0; }),
                          Eigen::VectorXd{{0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0}}),
                   integers});
  // Of degree 3: an even one has free spins, which Metropolis flips in step with a sequential sweep.
  PairwiseModel::Dense ladder = PairwiseModel::Dense::Zero(12, 12);
  for (Index i = 0; i < 12; ++i) {
    ladder(i, (i + 1) % 12) = ladder((i + 1) % 12, i) = i % 3 == 0 ? 1 : -1;
    ladder(i, (i + 6) % 12) = 1;
  }
  cases.push_back({"a Moebius ladder", sparse(Domain::spin, ladder, none(12)), integers});
  // Of even degree, so that flips may cost nothing.
  std::vector<Eigen::Triplet<double>> even;
  RandomStream signs(9, 0);
  for (int unit = 0; unit < 12; ++unit) {
    for (const int other : {unit / 4 * 4 + (unit + 1) % 4, (unit + 4) % 12}) {
      const double sign = random_sign(signs);
      even.emplace_back(unit, other, sign);
      even.emplace_back(other, unit, sign);
    }
  }
  PairwiseModel::Sparse torus(12, 12);
  torus.setFromTriplets(even.begin(), even.end());
  cases.push_back(
      {"a lattice of 3 x 4", std::make_shared<const PairwiseModel>(Domain::spin, torus, none(12)), integers});
  cases.push_back({"weights from -3 to 3",
                   sparse(Domain::spin, random_couplings(12, 0.5, 4, small_weight), none(12)), integers});
  cases.push_back(
      {"all pairs coupled by integers",
       std::make_shared<const PairwiseModel>(Domain::spin, random_couplings(12, 1, 5, random_sign), none(12)),
       integers});
  cases.push_back({"levels 0 and 1",
                   sparse(Domain::binary, random_couplings(12, 0.4, 6, random_sign),
                          Eigen::VectorXd{{1, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0}}),
                   integers});
  const auto real =
      random_couplings(12, 0.4, 7, [](RandomStream& random) { return 3 * uniform01(random) - 1.5; });
  cases.push_back({"real couplings, sparse", sparse(Domain::spin, real, none(12)), reals});
  cases.push_back(
      {"real couplings, dense",
       std::make_shared<const PairwiseModel>(Domain::spin, real, Eigen::VectorXd::Constant(12, 0.3)), reals});
  const auto machine = onedial::reference::load("boltzmann_machine12.json");
  cases.push_back({"levels 0 and 1, weights to four decimals",
                   sparse(Domain::binary, onedial::reference::matrix(machine["W"]),
                          onedial::reference::vector(machine["b"])),
                   reals});
  cases.push_back(
      {"all pairs coupled by weights, with fields",
       std::make_shared<const PairwiseModel>(Domain::spin, random_couplings(12, 1, 8, small_weight),
                                             Eigen::VectorXd{{0, 2, 0, 0, -3, 0, 1, 0, 0, 0, -1, 0}}),
       integers});
  return cases;
}

/// Every way to sweep a case.
inline std::vector<SamplerSettings> ways(const Case& subject) {
  std::vector<SamplerSettings> result;
  for (const Engine engine : subject.engines) {
    for (const KernelKind kernel : {KernelKind::heat_bath, KernelKind::metropolis}) {
      for (const UpdateOrder order : {UpdateOrder::sequential, UpdateOrder::coloured, UpdateOrder::random}) {
        if (engine != Engine::reference || order == UpdateOrder::sequential) {
          result.push_back({.kernel = kernel, .engine = engine, .order = order});
        }
      }
    }
  }
  return result;
}

}  // namespace onedial::engine_cases
