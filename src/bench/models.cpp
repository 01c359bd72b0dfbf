#include "models.hpp"

#include <boost/random/normal_distribution.hpp>
#include <cmath>

#include "onedial/core/random.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t instance_seed = 20240601;

/// Hot at four times the critical temperature, cold at a quarter of it.
std::vector<NamedTemperature> around(double critical) {
  return {{"hot", Temperature(4 * critical)},
          {"critical", Temperature(critical)},
          {"cold", Temperature(critical / 4)}};
}

}  // namespace

Subject max_cut_g1() {
  const Problem problem = load_problem("max_cut", ONEDIAL_INSTANCES "/G1.txt");
  return {.name = "max_cut_g1",
          .model = std::make_shared<PairwiseModel>(onedial::model(problem)),
          .temperatures = around(3.5)};  // J√z, as in mean-field spin glasses, for J = ½ and z = 48
}

Subject spin_glass_3d(Index side) {
  RandomStream random(instance_seed, 0);
  const auto unit = [side](Index x, Index y, Index z) {
    return static_cast<int>((x % side) + side * ((y % side) + side * (z % side)));
  };
  const Index units = side * side * side;
  std::vector<Eigen::Triplet<double>> couplings;
  const auto couple = [&](int i, int j) {
    const double sign = (random() >> 63U) != 0 ? 1 : -1;
    couplings.emplace_back(i, j, sign);
    couplings.emplace_back(j, i, sign);
  };
  for (Index z = 0; z < side; ++z) {
    for (Index y = 0; y < side; ++y) {
      for (Index x = 0; x < side; ++x) {
        couple(unit(x, y, z), unit(x + 1, y, z));
        couple(unit(x, y, z), unit(x, y + 1, z));
        couple(unit(x, y, z), unit(x, y, z + 1));
      }
    }
  }
  PairwiseModel::Sparse matrix(units, units);
  matrix.setFromTriplets(couplings.begin(), couplings.end());
  return {.name = "spin_glass_3d",
          .model = std::make_shared<PairwiseModel>(Domain::spin, matrix, Eigen::VectorXd::Zero(units)),
          .temperatures = around(1.10)};
}

std::shared_ptr<const PairwiseModel> square_lattice(Index side, bool random_signs) {
  RandomStream random(instance_seed, 2);
  std::vector<Eigen::Triplet<double>> couplings;
  const auto couple = [&](Index i, Index j) {
    const double coupling = random_signs && (random() >> 63U) != 0 ? -1 : 1;
    couplings.emplace_back(static_cast<int>(i), static_cast<int>(j), coupling);
    couplings.emplace_back(static_cast<int>(j), static_cast<int>(i), coupling);
  };
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      couple(y * side + x, y * side + (x + 1) % side);
      couple(y * side + x, (y + 1) % side * side + x);
    }
  }
  PairwiseModel::Sparse matrix(side * side, side * side);
  matrix.setFromTriplets(couplings.begin(), couplings.end());
  return std::make_shared<PairwiseModel>(Domain::spin, matrix, Eigen::VectorXd::Zero(side * side));
}

std::shared_ptr<const PairwiseModel> sherrington_kirkpatrick_of_signs(Index units) {
  RandomStream random(instance_seed, 3);
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  for (Index i = 0; i < units; ++i) {
    for (Index j = 0; j < i; ++j) {
      const double sign = (random() >> 63U) != 0 ? -1 : 1;
      couplings(i, j) = couplings(j, i) = sign / std::sqrt(static_cast<double>(units));
    }
  }
  return std::make_shared<PairwiseModel>(Domain::spin, couplings, Eigen::VectorXd::Zero(units));
}

Subject sherrington_kirkpatrick(Index units) {
  RandomStream random(instance_seed, 1);
  boost::random::normal_distribution<double> normal(0, 1 / std::sqrt(static_cast<double>(units)));
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  for (Index i = 0; i < units; ++i) {
    for (Index j = 0; j < i; ++j) {
      couplings(i, j) = couplings(j, i) = normal(random);
    }
  }
  return {.name = "sherrington_kirkpatrick",
          .model = std::make_shared<PairwiseModel>(Domain::spin, couplings, Eigen::VectorXd::Zero(units)),
          .temperatures = around(1)};
}

}  // namespace onedial::bench
