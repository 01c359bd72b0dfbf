#include "onedial/model/lattice.hpp"

#include <limits>
#include <stdexcept>
#include <string>

#include "ising_on_bonds.hpp"

namespace onedial {
namespace {

Index dimensions(Lattice lattice) {
  return lattice == Lattice::chain ? 1 : lattice == Lattice::cubic ? 3 : 2;
}

/// Visits the bonds of a lattice cell by cell.
class BondWalk {
 public:
  BondWalk(Lattice lattice, Index length, bool periodic)
      : lattice_(lattice), length_(length), periodic_(periodic) {}

  std::vector<Bond> bonds() {
    const Index height = dimensions(lattice_) > 1 ? length_ : 1;
    const Index depth = dimensions(lattice_) > 2 ? length_ : 1;
    for (Index z = 0; z < depth; ++z) {
      for (Index y = 0; y < height; ++y) {
        for (Index x = 0; x < length_; ++x) {
          visit({x, y, z});
        }
      }
    }
    return std::move(bonds_);
  }

 private:
  using Cell = std::array<Index, 3>;

  [[nodiscard]] Index index(const Cell& cell) const {
    return cell[0] + length_ * (cell[1] + length_ * cell[2]);
  }

  void visit(const Cell& cell) {
    if (lattice_ == Lattice::honeycomb) {
      const Index here = 2 * index(cell);
      bonds_.push_back({.first = here, .second = here + 1});
      add(cell, {1, 0, 0}, 2, 1);
      add(cell, {0, 1, 0}, 2, 1);
      return;
    }
    for (Index axis = 0; axis < dimensions(lattice_); ++axis) {
      Cell step{};
      step[static_cast<std::size_t>(axis)] = 1;
      add(cell, step, 1, 0);
    }
    if (lattice_ == Lattice::triangular) {
      add(cell, {1, 1, 0}, 1, 0);
    }
  }

  /// A bond from site `from` of a cell of `sites` sites to site 0 of the cell one step on, unless that lies
  /// beyond an open edge.
  void add(Cell cell, const Cell& step, Index sites, Index from) {
    const Index here = index(cell) * sites + from;
    for (std::size_t axis = 0; axis < cell.size(); ++axis) {
      cell[axis] += step[axis];
      if (cell[axis] == length_) {
        if (!periodic_) {
          return;
        }
        cell[axis] = 0;
      }
    }
    bonds_.push_back({.first = here, .second = index(cell) * sites});
  }

  Lattice lattice_;
  Index length_;
  bool periodic_;
  std::vector<Bond> bonds_;
};

}  // namespace

std::string_view lattice_name(Lattice lattice) {
  constexpr std::array<std::string_view, all_lattices.size()> names = {"chain", "square", "triangular",
                                                                       "honeycomb", "cubic"};
  return names.at(static_cast<std::size_t>(lattice));
}

Index lattice_sites(Lattice lattice, Index length) {
  if (length < 2) {
    throw std::invalid_argument("a lattice of length " + std::to_string(length) + "; at least 2 is needed");
  }
  double sites = lattice == Lattice::honeycomb ? 2 : 1;
  for (Index axis = 0; axis < dimensions(lattice); ++axis) {
    sites *= static_cast<double>(length);
  }
  if (sites > std::numeric_limits<std::int32_t>::max()) {
    throw std::invalid_argument("a lattice of length " + std::to_string(length) +
                                " has more than 2^31 - 1 sites");
  }
  return static_cast<Index>(sites);
}

std::vector<Bond> lattice_bonds(Lattice lattice, Index length, bool periodic) {
  lattice_sites(lattice, length);
  return BondWalk(lattice, length, periodic).bonds();
}

bool has_doubled_bonds(Lattice lattice, Index length, bool periodic) {
  lattice_sites(lattice, length);
  return periodic && length == 2 && lattice != Lattice::honeycomb;
}

PairwiseModel::Sparse lattice_couplings(const LatticeSettings& settings) {
  const auto bonds = lattice_bonds(settings.lattice, settings.length, settings.periodic);
  RandomStream random(settings.seed, 0);
  return couplings_on_bonds(lattice_sites(settings.lattice, settings.length), bonds, settings.couplings,
                            random);
}

PairwiseModel ising_lattice(const LatticeSettings& settings) {
  return ising_of_couplings(lattice_couplings(settings), settings.field);
}

}  // namespace onedial
