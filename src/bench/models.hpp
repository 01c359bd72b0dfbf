#pragma once
#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "onedial/core/temperature.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial::bench {

/// At which temperatures models are measured.
inline constexpr std::array<std::string_view, 3> temperature_names = {"hot", "critical", "cold"};

/// A model to measure on, over spins, and its hot, critical and cold temperature.
struct Subject {
  std::shared_ptr<const PairwiseModel> model;
  std::array<Temperature, 3> temperatures;
};

/// G1 of the Gset: Max-Cut on a random graph of 800 vertices and 19,176 edges, sparse.
Subject max_cut_g1();

/// The ferromagnet (J = 1) or, with `signs`, the ±J spin glass on a periodic square lattice of `side`² spins,
/// sparse. `side` must be at least 3.
std::shared_ptr<const PairwiseModel> square_lattice(Index side, bool signs);

/// ±J couplings on a random graph whose vertices all have three neighbours, sparse. `units` must be even.
std::shared_ptr<const PairwiseModel> three_regular_graph(Index units);

/// The Sherrington–Kirkpatrick model with couplings ±1/√N, dense.
std::shared_ptr<const PairwiseModel> sherrington_kirkpatrick_signs(Index units);

/// Hebb's couplings of random patterns, (1/N) Σ ξᵢξⱼ without a diagonal, dense.
std::shared_ptr<const PairwiseModel> hopfield(Index units, Index patterns);

/// A shipped instance.
std::shared_ptr<const PairwiseModel> shipped(const std::string& kind, const std::string& file);

/// The 3D ±J spin glass (Edwards–Anderson) on a periodic cubic lattice of `side`³ spins, sparse.
/// Critical temperature 1.10 (Hasenbusch, Pelissetto, Vicari 2008). `side` must be at least 3.
Subject spin_glass_3d(Index side);

/// The Sherrington–Kirkpatrick model: J_ij normally distributed with variance 1/N, dense.
/// Critical temperature 1.
Subject sherrington_kirkpatrick(Index units);

}  // namespace onedial::bench
