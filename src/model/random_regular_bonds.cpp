#include "random_regular_bonds.hpp"

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <span>

namespace onedial {
namespace {

/// Unit i and the units up to d/2 steps on and back in a ring; if d is odd, also the opposite one.
std::vector<Bond> ring_bonds(Index units, Index degree) {
  std::vector<Bond> bonds;
  for (Index i = 0; i < units; ++i) {
    for (Index step = 1; step <= degree / 2; ++step) {
      bonds.push_back({.first = i, .second = (i + step) % units});
    }
    if (degree % 2 == 1 && i < units / 2) {
      bonds.push_back({.first = i, .second = i + units / 2});
    }
  }
  return bonds;
}

/// The neighbours of every unit, d in a row.
class Neighbours {
 public:
  Neighbours(Index units, Index degree, const std::vector<Bond>& bonds)
      : degree_(static_cast<std::size_t>(degree)), rows_(static_cast<std::size_t>(units) * degree_) {
    std::vector<std::size_t> filled(static_cast<std::size_t>(units));
    const auto add = [&](Index unit, Index neighbour) {
      of(unit)[filled[static_cast<std::size_t>(unit)]++] = neighbour;
    };
    for (const Bond& bond : bonds) {
      add(bond.first, bond.second);
      add(bond.second, bond.first);
    }
  }

  std::span<Index> of(Index unit) {
    return std::span(rows_).subspan(static_cast<std::size_t>(unit) * degree_, degree_);
  }
  bool are_neighbours(Index a, Index b) {
    const auto row = of(a);
    return std::find(row.begin(), row.end(), b) != row.end();
  }
  void replace(Index unit, Index before, Index after) {
    const auto row = of(unit);
    *std::find(row.begin(), row.end(), before) = after;
  }

 private:
  std::size_t degree_;
  std::vector<Index> rows_;
};

/// Exchanges ends of random bonds: a–b and c–d become a–c and b–d.
void shuffle_ends(Index units, Index degree, std::vector<Bond>& bonds, RandomStream& random) {
  constexpr std::size_t attempts_per_bond = 20;
  Neighbours neighbours(units, degree, bonds);
  boost::random::uniform_int_distribution<std::size_t> draw(0, 2 * bonds.size() - 1);
  for (std::size_t attempt = 0; attempt < attempts_per_bond * bonds.size(); ++attempt) {
    // One bond drawn twice is refused as well: a = c, or a and c are its ends.
    Bond& first = bonds[draw(random) / 2];
    const std::size_t second_and_side = draw(random);
    Bond& second = bonds[second_and_side / 2];
    const auto [a, b] = first;
    auto [c, d] = second;
    if (second_and_side % 2 == 1) {
      std::swap(c, d);
    }
    if (a == c || b == d || neighbours.are_neighbours(a, c) || neighbours.are_neighbours(b, d)) {
      continue;
    }
    neighbours.replace(a, b, c);
    neighbours.replace(c, d, a);
    neighbours.replace(b, a, d);
    neighbours.replace(d, c, b);
    first = {.first = a, .second = c};
    second = {.first = b, .second = d};
  }
}

/// The pairs of units that have no bond.
std::vector<Bond> missing_bonds(Index units, Index degree, const std::vector<Bond>& bonds) {
  Neighbours neighbours(units, degree, bonds);
  std::vector<Bond> missing;
  for (Index i = 0; i < units; ++i) {
    for (Index j = i + 1; j < units; ++j) {
      if (!neighbours.are_neighbours(i, j)) {
        missing.push_back({.first = i, .second = j});
      }
    }
  }
  return missing;
}

}  // namespace

std::vector<Bond> random_regular_bonds(Index units, Index degree, RandomStream& random) {
  if (2 * degree > units - 1) {
    const Index missing = units - 1 - degree;
    return missing_bonds(units, missing, random_regular_bonds(units, missing, random));
  }
  std::vector<Bond> bonds = ring_bonds(units, degree);
  if (!bonds.empty()) {
    shuffle_ends(units, degree, bonds, random);
  }
  return bonds;
}

}  // namespace onedial
