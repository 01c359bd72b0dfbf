#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "onedial/memory/patterns.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// How patterns become couplings.
enum class StorageRule : std::uint8_t {
  hebb,            ///< Hopfield 1982; for low activity in covariance form (Tsodyks, Feigel'man 1988)
  pseudo_inverse,  ///< projection onto the patterns (Personnaz, Guyon, Dreyfus 1985)
  storkey,         ///< Storkey 1997
  perceptron,      ///< learning with margin (Krauth, Mézard 1987; Gardner 1988), couplings kept symmetric
};

/// All there are.
inline constexpr std::array all_storage_rules = {StorageRule::hebb, StorageRule::pseudo_inverse,
                                                 StorageRule::storkey, StorageRule::perceptron};

/// "hebb", "pseudo_inverse", "storkey" or "perceptron".
std::string_view storage_rule_name(StorageRule rule);

struct StorageSettings {
  StorageRule rule = StorageRule::hebb;
  /// Whether a unit feels itself at T = 0, by the diagonal that the rule gives. A pairwise model has none.
  bool self_coupling = false;
  /// The mean activity of the patterns, which Hebb's rule in covariance form takes off; ½ is the plain rule.
  double activity = 0.5;
  double margin = 0.1;       ///< perceptron: the stability κ ≥ 0 to reach, for rows of unit norm
  Index most_epochs = 1000;  ///< perceptron: presentations of all patterns
};

/// A Hopfield network (Hopfield 1982): a pairwise model of N spins whose couplings are memories,
///   E(s) = −½ sᵀJs − hᵀs.
struct HopfieldNetwork {
  Patterns patterns;  ///< that were stored (N × P)
  std::shared_ptr<const PairwiseModel>
      model;                 ///< J without its diagonal, dense; h is 0 except at low activity
  Eigen::VectorXd diagonal;  ///< of J, as the rule gives it (N)
  StorageSettings settings;

  /// J_ii that act at T = 0: the diagonal, or 0 without self-coupling (N).
  [[nodiscard]] Eigen::VectorXd self_couplings() const;
};

/// Stores patterns by the rule, with b = 2a − 1 the mean spin at activity a:
/// - hebb: J = (ξ − b)(ξ − b)ᵀ/(N(1 − b²)) and h = b − bJ1, so that the field on a pattern is the pattern
///   itself plus noise; at a = ½, J = ξξᵀ/N and h = 0;
/// - pseudo_inverse: J = ξ(ξᵀξ)⁻¹ξᵀ, the projection onto the patterns, Jξ = ξ;
/// - storkey: pattern by pattern, J_ij += (ξᵢξⱼ − ξᵢh_ji − h_ijξⱼ)/N with h_ij = Σ_{k≠i,j} J_ik ξ_k, from J =
/// 0;
/// - perceptron: as long as ξᵢfᵢ < κ|Jᵢ| for a pattern and a unit, J_ij += ξᵢξⱼ/N, and J_ji too; from Hebb's
/// J. Throws InputError for values other than ±1, for patterns that depend linearly on those before them
/// under the pseudo-inverse rule, which it names, and where the perceptron does not reach the margin; throws
/// std::invalid_argument for an activity that is not between 0 and 1, or settings that make no sense.
HopfieldNetwork store(const Patterns& patterns, const StorageSettings& settings = {});

/// The network with further patterns, as `store` of all in that order up to rounding, by O(N²) for each new
/// pattern (the pseudo-inverse rule by Greville's recursion, J += rrᵀ/rᵀr with r = ξ − Jξ); the perceptron
/// learns on from the couplings that it has. Throws as `store`.
HopfieldNetwork store_more(const HopfieldNetwork& network, const Patterns& patterns);

/// min over patterns and units of ξᵢ(fᵢ + J_iiξᵢ): all patterns are fixed points at T = 0 if it is not
/// negative.
double smallest_stability(const HopfieldNetwork& network);

/// The load α = P/N that a rule can hold for random patterns as N → ∞: 0.138 (hebb; Amit, Gutfreund,
/// Sompolinsky 1987), 1 (pseudo_inverse, N patterns span everything) and 2 (perceptron, of couplings that
/// need not be symmetric; Cover 1965); and of Storkey's rule 1/√(2 ln N) with exact recall (Storkey,
/// Valabregue 1999).
double rule_capacity(StorageRule rule, Index units);

}  // namespace onedial
