#include "ising_on_bonds.hpp"

#include <vector>

namespace onedial {

PairwiseModel::Sparse couplings_on_bonds(Index units, std::span<const Bond> bonds, CouplingLaw law,
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
  return matrix;
}

PairwiseModel ising_of_couplings(const PairwiseModel::Sparse& couplings, double field) {
  return {Domain::spin, couplings, Eigen::VectorXd::Constant(couplings.rows(), field)};
}

}  // namespace onedial
