#include "found_log_z.hpp"

#include <fmt/format.h>

#include <cmath>

#include "number_text.hpp"
#include "onedial/learn/partition_function.hpp"

namespace onedial::cli {

FoundLogZ exact_log_z(const RestrictedMachine& machine, Index threads) {
  const double value = log_partition_function(machine, Temperature(1), threads);
  return {.method = "exact", .value = value, .lower = value, .upper = value};
}

std::optional<FoundLogZ> find_annealed_log_z(const RestrictedMachine& machine,
                                             const AnnealedLogZSettings& settings, Watch& watch) {
  auto annealed = annealed_log_z(machine, settings, [&watch](std::string_view phase, Index done, Index all) {
    return watch(phase, done, all);
  });
  if (!annealed) {
    return std::nullopt;
  }
  FoundLogZ found{.method = "annealed importance sampling",
                  .value = annealed->log_z,
                  .error = annealed->standard_error,
                  .lower = annealed->lower,
                  .upper = annealed->upper};
  found.annealed = std::move(annealed);
  return found;
}

std::optional<FoundLogZ> find_equilibrium_log_z(const RestrictedMachine& machine,
                                                const EquilibriumLogZSettings& settings, Watch& watch) {
  auto equilibrium = equilibrium_log_z(
      machine, settings,
      [&watch](std::string_view phase, Index done, Index all) { return watch(phase, done, all); });
  if (!equilibrium) {
    return std::nullopt;
  }
  FoundLogZ found{.method = "thermodynamic integration",
                  .value = equilibrium->integrated,
                  .error = equilibrium->integrated_error};
  found.equilibrium = std::move(equilibrium);
  return found;
}

Estimate likelihood_of(const RestrictedMachine& machine, const FloatRows& rows, const FoundLogZ& log_z,
                       bool are_a_sample, Index threads) {
  const Estimate estimate = mean_log_likelihood(machine, rows, log_z.value, threads);
  return {.value = estimate.value,
          .error = are_a_sample ? std::hypot(estimate.error, log_z.error) : log_z.error};
}

std::optional<std::string> disagreement(const AnnealedLogZ& annealed) {
  if (!annealed.backward) {
    return std::nullopt;
  }
  const double apart = std::abs(annealed.backward->value - annealed.log_z);
  const double error = std::hypot(annealed.standard_error, annealed.backward->jackknife_error);
  constexpr double most = 5;
  if (apart <= most * error) {
    return std::nullopt;
  }
  return fmt::format(
      "ln Z by the ways forward and back is {:.2f} and {:.2f}: trust the bounds, not the error; more "
      "temperatures "
      "bring them together",
      annealed.log_z, annealed.backward->value);
}

nlohmann::ordered_json log_z_json(const FoundLogZ& found) {
  using Json = nlohmann::ordered_json;
  const auto or_null = [](const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
  };
  Json json = {{"log_z", found.value},
               {"log_z_error", found.error},
               {"method", found.method},
               {"lower", or_null(found.lower)},
               {"upper", or_null(found.upper)}};
  if (found.annealed) {
    json["effective_samples"] = found.annealed->effective_samples;
    json["has_exact_starts"] = found.annealed->has_exact_starts;
    json["backward_log_z"] = nullptr;
    if (found.annealed->backward) {
      json["backward_log_z"] = found.annealed->backward->value;
    }
  }
  if (found.equilibrium) {
    json["reweighted_log_z"] = or_null(found.equilibrium->reweighted);
    json["reweighted_log_z_error"] = found.equilibrium->reweighted_error;
  }
  return json;
}

std::string log_z_text(const FoundLogZ& found) {
  if (found.method == "exact") {
    return fmt::format("{:.10g}, exact", found.value);
  }
  std::string text = with_error(found.value, found.error);
  if (found.lower && found.upper) {
    text += fmt::format(", between {:.2f} and {:.2f}", *found.lower, *found.upper);
  }
  return text + ", by " + found.method;
}

}  // namespace onedial::cli
