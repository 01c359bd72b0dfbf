#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "onedial/learn/free_energy.hpp"
#include "onedial/learn/log_z.hpp"
#include "thermo_watch.hpp"

namespace onedial::cli {

/// ln Z of a machine at T = 1, however it was found.
struct FoundLogZ {
  std::string method;  ///< "exact", "annealed importance sampling" or "thermodynamic integration"
  double value = 0;
  double error = 0;
  std::optional<double> lower{};  ///< below ln Z with a confidence of 99 %; none by integration
  std::optional<double> upper{};  ///< likewise above
  std::optional<AnnealedLogZ> annealed{};
  std::optional<EquilibriumLogZ> equilibrium{};
};

/// By a sum over states. Throws InputError for more memory than there is.
FoundLogZ exact_log_z(const RestrictedMachine& machine, Index threads);

/// By annealed importance sampling; none if it was interrupted. Throws InputError likewise.
std::optional<FoundLogZ> find_annealed_log_z(const RestrictedMachine& machine,
                                             const AnnealedLogZSettings& settings, Watch& watch);

/// By thermodynamic integration, over the temperatures of replica exchange; likewise.
std::optional<FoundLogZ> find_equilibrium_log_z(const RestrictedMachine& machine,
                                                const EquilibriumLogZSettings& settings, Watch& watch);

/// The mean log-likelihood of at least 2 `rows`; if they `are_a_sample` of more, their number adds to the
/// error that ln Z has.
Estimate likelihood_of(const RestrictedMachine& machine, const FloatRows& rows, const FoundLogZ& log_z,
                       bool are_a_sample, Index threads);

/// What to say where the two ways of importance sampling are further apart than their errors: nothing is then
/// known but the bounds.
std::optional<std::string> disagreement(const AnnealedLogZ& annealed);

/// {"log_z", "log_z_error", "method", "lower", "upper", …}, as the document of `onedial logz` has it.
nlohmann::ordered_json log_z_json(const FoundLogZ& found);

/// "394.07(9), between 393.9 and 394.3, by annealed importance sampling both ways".
std::string log_z_text(const FoundLogZ& found);

}  // namespace onedial::cli
