#include "models.hpp"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <set>

#include "onedial/core/random.hpp"
#include "onedial/problem/load_problem.hpp"

namespace onedial::bench {
namespace {

constexpr std::uint64_t instance_seed = 20240601;

/// Hot at four times the critical temperature, cold at a quarter of it.
std::array<Temperature, 3> around(double critical) {
  return {Temperature(4 * critical), Temperature(critical), Temperature(critical / 4)};
}

using Couplings = std::vector<Eigen::Triplet<double>>;

void couple(Couplings& couplings, Index i, Index j, double coupling) {
  couplings.emplace_back(static_cast<int>(i), static_cast<int>(j), coupling);
  couplings.emplace_back(static_cast<int>(j), static_cast<int>(i), coupling);
}

std::shared_ptr<const PairwiseModel> sparse_model(Index units, const Couplings& couplings) {
  PairwiseModel::Sparse matrix(units, units);
  matrix.setFromTriplets(couplings.begin(), couplings.end());
  return std::make_shared<PairwiseModel>(Domain::spin, std::move(matrix), Eigen::VectorXd::Zero(units));
}

std::shared_ptr<const PairwiseModel> dense_model(PairwiseModel::Dense couplings) {
  const Index units = couplings.rows();
  return std::make_shared<PairwiseModel>(Domain::spin, std::move(couplings), Eigen::VectorXd::Zero(units));
}

double random_sign(RandomStream& random) {
  return (random() >> 63U) != 0 ? 1 : -1;
}

/// Pairs of vertices at which three ends of edges each were joined at random; empty if an edge would be a
/// loop or double (Bollobás 1980).
std::set<std::pair<Index, Index>> join_ends(Index units, RandomStream& random) {
  std::vector<Index> ends;
  for (Index unit = 0; unit < units; ++unit) {
    ends.insert(ends.end(), 3, unit);
  }
  std::shuffle(ends.begin(), ends.end(), random);
  std::set<std::pair<Index, Index>> edges;
  for (std::size_t k = 0; k < ends.size(); k += 2) {
    const auto [i, j] = std::minmax(ends[k], ends[k + 1]);
    if (i == j || !edges.emplace(i, j).second) {
      return {};
    }
  }
  return edges;
}

}  // namespace

std::shared_ptr<const PairwiseModel> shipped(const std::string& kind, const std::string& file) {
  return pairwise_model(load_problem(kind, std::string(ONEDIAL_INSTANCES "/") + file)->encode({}));
}

std::shared_ptr<const PairwiseModel> square_lattice(Index side, bool signs) {
  RandomStream random(instance_seed, 2);
  Couplings couplings;
  const auto coupling = [&] { return signs ? random_sign(random) : 1; };
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      couple(couplings, y * side + x, y * side + (x + 1) % side, coupling());
      couple(couplings, y * side + x, (y + 1) % side * side + x, coupling());
    }
  }
  return sparse_model(side * side, couplings);
}

std::shared_ptr<const PairwiseModel> three_regular_graph(Index units) {
  RandomStream random(instance_seed, 3);
  std::set<std::pair<Index, Index>> edges;
  while (edges.empty()) {  // about one trial in eight succeeds
    edges = join_ends(units, random);
  }
  Couplings couplings;
  for (const auto& [i, j] : edges) {
    couple(couplings, i, j, random_sign(random));
  }
  return sparse_model(units, couplings);
}

std::shared_ptr<const PairwiseModel> sherrington_kirkpatrick_signs(Index units) {
  RandomStream random(instance_seed, 4);
  const double strength = 1 / std::sqrt(static_cast<double>(units));
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  for (Index i = 0; i < units; ++i) {
    for (Index j = 0; j < i; ++j) {
      couplings(i, j) = couplings(j, i) = strength * random_sign(random);
    }
  }
  return dense_model(std::move(couplings));
}

std::shared_ptr<const PairwiseModel> hopfield(Index units, Index patterns) {
  RandomStream random(instance_seed, 5);
  Eigen::MatrixXf levels(units, patterns);  // sums of a few hundred ±1 are exact
  for (float& level : levels.reshaped()) {
    level = static_cast<float>(random_sign(random));
  }
  PairwiseModel::Dense couplings = (levels * levels.transpose()).cast<double>() / static_cast<double>(units);
  couplings.diagonal().setZero();
  return dense_model(std::move(couplings));
}

Subject max_cut_g1() {
  return {.model = shipped("max_cut", "G1.txt"),
          .temperatures = around(3.5)};  // J√z, as in mean-field spin glasses, for J = ½ and z = 48
}

Subject spin_glass_3d(Index side) {
  RandomStream random(instance_seed, 0);
  const auto unit = [side](Index x, Index y, Index z) {
    return (x % side) + side * ((y % side) + side * (z % side));
  };
  const Index units = side * side * side;
  Couplings couplings;
  for (Index z = 0; z < side; ++z) {
    for (Index y = 0; y < side; ++y) {
      for (Index x = 0; x < side; ++x) {
        couple(couplings, unit(x, y, z), unit(x + 1, y, z), random_sign(random));
        couple(couplings, unit(x, y, z), unit(x, y + 1, z), random_sign(random));
        couple(couplings, unit(x, y, z), unit(x, y, z + 1), random_sign(random));
      }
    }
  }
  return {.model = sparse_model(units, couplings), .temperatures = around(1.10)};
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
  return {.model = dense_model(std::move(couplings)), .temperatures = around(1)};
}

}  // namespace onedial::bench
