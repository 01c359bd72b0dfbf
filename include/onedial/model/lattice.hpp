#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "onedial/model/coupling_law.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// The graphs of which L gives the size, with q neighbours a site.
enum class Lattice : std::uint8_t {
  chain,       ///< L sites, q = 2
  square,      ///< L² sites, q = 4
  triangular,  ///< L² sites, q = 6: the square lattice and one diagonal of each square
  honeycomb,   ///< 2L² sites, q = 3: two to a cell of the triangular lattice
  cubic,       ///< L³ sites, q = 6
};
inline constexpr std::array all_lattices = {Lattice::chain, Lattice::square, Lattice::triangular,
                                            Lattice::honeycomb, Lattice::cubic};

/// "chain", "square", "triangular", "honeycomb" or "cubic".
std::string_view lattice_name(Lattice lattice);

/// Two sites that are neighbours, first ≠ second.
struct Bond {
  Index first;
  Index second;
};

/// The number of sites. Throws std::invalid_argument if L is less than 2 or the sites are more than 2³¹ − 1.
Index lattice_sites(Lattice lattice, Index length);

/// Every bond, from each cell in the positive directions; cell (x, y, z) is x + L(y + Lz), and the
/// honeycomb's sites 2c and 2c + 1 belong to cell c. Where two bonds join the same sites, see
/// `has_doubled_bonds`, both are listed. Throws std::invalid_argument as above.
std::vector<Bond> lattice_bonds(Lattice lattice, Index length, bool periodic);

/// Whether there are two bonds between some pairs of sites, so that each of these pairs has twice the
/// coupling: in periodic lattices of L = 2, where the neighbours to both sides are one, the honeycomb
/// excepted. Throws std::invalid_argument as above.
bool has_doubled_bonds(Lattice lattice, Index length, bool periodic);

/// A model on a lattice: as an Ising model, E = −Σ J_ij sᵢsⱼ − h Σ sᵢ over the bonds, s = ±1.
struct LatticeSettings {
  Lattice lattice = Lattice::square;
  Index length = 16;
  bool periodic = true;
  CouplingLaw couplings = CouplingLaw::ferro;
  double field = 0;  ///< h
  std::uint64_t seed =
      0;  ///< of the disorder, drawn in the order of the bonds; unused by ferro and antiferro
};

/// J of the lattice. Two bonds between the same sites add up to one coupling.
/// Throws std::invalid_argument as `lattice_sites` does.
PairwiseModel::Sparse lattice_couplings(const LatticeSettings& settings);

/// The Ising model. Throws std::invalid_argument as `lattice_sites` does, and if the field is not finite.
PairwiseModel ising_lattice(const LatticeSettings& settings);

}  // namespace onedial
