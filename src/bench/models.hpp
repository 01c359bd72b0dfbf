#pragma once
#include <memory>
#include <string>
#include <vector>

#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial::bench {

/// A temperature with the name that it has in reports.
struct NamedTemperature {
  std::string name;
  Temperature value;
};

/// A model to measure on, over spins, at a hot, a critical and a cold temperature.
struct Subject {
  std::string name;
  std::shared_ptr<const PairwiseModel> model;
  std::vector<NamedTemperature> temperatures;
};

/// G1 of the Gset: Max-Cut on a random graph of 800 vertices and 19,176 edges, sparse.
Subject max_cut_g1();

/// The 3D ±J spin glass (Edwards–Anderson) on a periodic cubic lattice of `side`³ spins, sparse.
/// Critical temperature 1.10 (Hasenbusch, Pelissetto, Vicari 2008). `side` must be at least 3.
Subject spin_glass_3d(Index side);

/// The periodic square lattice of `side`² spins, ferromagnetic or with couplings ±1, sparse.
std::shared_ptr<const PairwiseModel> square_lattice(Index side, bool random_signs);

/// The Sherrington–Kirkpatrick model with J_ij = ±1/√N, dense.
std::shared_ptr<const PairwiseModel> sherrington_kirkpatrick_of_signs(Index units);

/// The Sherrington–Kirkpatrick model: J_ij normally distributed with variance 1/N, dense.
/// Critical temperature 1.
Subject sherrington_kirkpatrick(Index units);

}  // namespace onedial::bench
