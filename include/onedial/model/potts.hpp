#pragma once
#include <span>

#include "onedial/core/density_of_states.hpp"
#include "onedial/model/lattice.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/model/state.hpp"

namespace onedial {

/// The Potts model (R. B. Potts 1952): N units with levels 0 … q−1 that save J_ij where they agree,
///   E(s) = −Σ_{i<j} J_ij δ(sᵢ, sⱼ) − Σᵢ hᵢ(sᵢ),
/// where the fields are one number, hᵢ(a) = h δ(a, 0), or one for each unit and level.
/// With q = 2 it is an Ising model: J_ij δ(sᵢ, sⱼ) = ½J_ij (1 + σᵢσⱼ). Immutable.
class PottsModel {
 public:
  using SiteFields = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  /// `levels` is q, `couplings` is J (N × N), `field` is h. Throws std::invalid_argument if q is not one
  /// of 2 … 65,536, J not square, symmetric, of zero diagonal and finite, h not finite, or if the energy
  /// itself can overflow.
  PottsModel(Level levels, const PairwiseModel::Sparse& couplings, double field = 0);
  /// `site_fields` are hᵢ(a) (N × q). Throws std::invalid_argument as above, and if they have another shape.
  PottsModel(Level levels, const PairwiseModel::Sparse& couplings, SiteFields site_fields);

  [[nodiscard]] Index size() const { return couplings_.rows(); }
  [[nodiscard]] Level levels() const { return levels_; }
  [[nodiscard]] const PairwiseModel::Sparse& couplings() const { return couplings_; }
  [[nodiscard]] double field() const { return field_; }                         ///< h, of all units alike
  [[nodiscard]] const SiteFields& site_fields() const { return site_fields_; }  ///< (N × q), or empty
  [[nodiscard]] bool has_fields() const { return field_ != 0 || site_fields_.size() > 0; }

  /// E of a state of N levels. Throws std::invalid_argument if its size is not N or a level is not one of
  /// 0 … q−1.
  [[nodiscard]] double energy(const State& state) const;

  /// What unit `unit` would add to the energy at each of its levels, the others staying as they are, into
  /// `energies` (q): −Σⱼ J_ij δ(a, sⱼ) − hᵢ(a).
  void level_energies(const State& state, Index unit, std::span<double> energies) const;

 private:
  PottsModel(Level levels, const PairwiseModel::Sparse& couplings, double field, SiteFields site_fields);

  Level levels_;
  PairwiseModel::Sparse couplings_;
  double field_;
  SiteFields site_fields_;
};

/// The Potts model of q levels on a lattice, J by the law of its bonds; the settings' field acts on level 0.
/// Throws std::invalid_argument as `lattice_sites` and PottsModel do.
PottsModel potts_lattice(const LatticeSettings& settings, Level levels);

/// The most states that `enumerate_density` takes: q^N ≤ 2^26.
inline constexpr double max_enumerated_states = 0x1p26;

/// How many states a model has at each energy, by a walk through all of them. Without fields the first unit
/// stays at level 0, and what is found counts q times. Energies that differ by rounding stay apart; those of
/// integer couplings are exact. Takes 8 bytes a state while it runs.
/// Throws std::invalid_argument for more than `max_enumerated_states` states, and for no units.
DensityOfStates enumerate_density(const PottsModel& model);

}  // namespace onedial
