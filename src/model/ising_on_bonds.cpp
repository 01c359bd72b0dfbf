#include "ising_on_bonds.hpp"

#include <vector>

namespace onedial {

PairwiseModel ising_on_bonds(Index units, std::span<const Bond> bonds, CouplingLaw law, double field,
                             RandomStream& random) {
  std::vector<Eigen::Triplet<double, std::int32_t>> entries;
  entries.reserve(2 * bonds.size());
  for (const Bond& bond : bonds) {
    const auto first = static_cast<std::int32_t>(bond.first);
    const auto second = static_cast<std::int32_t>(bond.second);
    const double coupling = draw_coupling(law, random);
    entries.emplace_back(first, second, coupling);
    entries.emplace_back(second, first, coupling);
  }
  PairwiseModel::Sparse matrix(units, units);
  matrix.setFromTriplets(entries.begin(), entries.end());
  return {Domain::spin, matrix, Eigen::VectorXd::Constant(units, field)};
}

}  // namespace onedial
