#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/learn/restricted_machine.hpp"
#include "onedial/measure/importance_weights.hpp"

// ln Z of machines that are too large for a sum over states, at T = 1.
namespace onedial {

/// Told what is being done and how much of it; the estimate ends when it returns false.
using LogZObserver = std::function<bool(std::string_view phase, Index done, Index all)>;

struct AnnealedLogZSettings {
  /// Of the base-rate machine (V) that the path starts from, see `base_rate_biases`; none for fair coins,
  /// which is what real units need.
  Eigen::VectorXd base_biases = {};
  Index chains = 128;           ///< each way; at least 2
  Index temperatures = 10'000;  ///< of the path, both ends included
  /// Whether there is a way back, and so an upper bound.
  bool both_ways = true;
  /// Whether it starts from exact draws where `draw_exact_states` can give them.
  bool exact_starts = true;
  /// Sweeps of replica exchange that it starts after where not; at least 1.
  Index equilibration = 2'000;
  double confidence = 0.99;  ///< of each of the two bounds
  Index threads = 1;
  std::uint64_t seed = 0;
};

/// ln Z from both sides.
struct AnnealedLogZ {
  double log_z = 0;  ///< by the weights of the way forward
  double standard_error = 0;
  double effective_samples = 0;
  double lower = 0;               ///< below ln Z with the confidence asked for
  std::optional<double> upper{};  ///< above it likewise, if the way back started in equilibrium
  bool has_exact_starts = false;  ///< whether it surely did
  /// ln Z by the weights of the way back, which is too large where `log_z` is too small. Its error is
  /// `jackknife_error`, over the ladders that the states came from if these were not exact draws.
  std::optional<LogMeanWeight> backward{};
  /// What each chain says of ln Z on its way forward, ln Z of the base rate and ln w, and on its way back,
  /// less ln w (chains). The densities of the two cross at ln Z (Crooks 1999); estimates without overlap
  /// deserve no trust.
  std::vector<double> forward_chains{};
  std::vector<double> backward_chains{};
};

/// Annealed importance sampling (Salakhutdinov, Murray 2008) between a machine's base rate and the machine,
/// forward and back (bidirectional Monte Carlo: Grosse, Ghahramani, Adams 2015). The temperatures are placed
/// by a pilot run at equal steps of `annealing_length`, so that each adds the same to the variance of ln w.
/// The way back starts from exact draws, or else from states of replica exchange on ladders that reach the
/// base rate.
///
/// None if the observer ended it. Throws std::invalid_argument for settings out of their range and as
/// `make_machine_system` does.
std::optional<AnnealedLogZ> annealed_log_z(const RestrictedMachine& machine,
                                           const AnnealedLogZSettings& settings,
                                           const LogZObserver& observer = {});

struct EquilibriumLogZSettings {
  Eigen::VectorXd base_biases = {};  ///< as above
  Index ladders = 8;
  Index sweeps = 10'000;  ///< measured
  Index threads = 1;
  std::uint64_t seed = 0;
};

/// ln Z from equilibrium at all temperatures between the base rate and the machine.
struct EquilibriumLogZ {
  double integrated = 0;  ///< ln Z(∞) − ∫⟨E⟩ dβ: thermodynamic integration
  double integrated_error = 0;
  /// By the overlap of the energies of neighbouring temperatures (MBAR). None where they do not overlap or
  /// ladders are stuck: `EquilibriumScan::no_reweighting` says why.
  std::optional<double> reweighted{};
  double reweighted_error = 0;
  EquilibriumScan scan;
};

/// Throws and ends as `annealed_log_z`.
std::optional<EquilibriumLogZ> equilibrium_log_z(const RestrictedMachine& machine,
                                                 const EquilibriumLogZSettings& settings,
                                                 const LogZObserver& observer = {});

}  // namespace onedial
