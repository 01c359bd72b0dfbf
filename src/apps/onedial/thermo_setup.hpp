#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/anneal/ladder_pilot.hpp"
#include "onedial/anneal/temperature_range.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/model/pairwise_model.hpp"
#include "onedial/run/thermo_config.hpp"
#include "onedial/sample/system.hpp"

namespace onedial::cli {

/// The exact thermodynamics of a model, and how they are known.
struct ExactAnswer {
  std::string method;
  std::function<Thermodynamics(Temperature)> at;
};

/// What `onedial thermo` measures: anything with energies.
struct ThermoSubject {
  std::string description;
  Index units = 0;
  Index couplings = 0;
  double log_state_count = 0;  ///< ln of the number of states: S at T = ∞
  /// A system of that many replicas, in random states.
  SystemFactory make_system = {};
  StateObservable order_parameter = {};  ///< none of a softmax
  std::optional<ExactAnswer> exact = std::nullopt;
  TemperatureRange range = {Temperature(1), Temperature(1)};  ///< what "auto" means
  std::vector<std::string> notes = {};                        ///< what the user should know of it
  std::shared_ptr<const PairwiseModel> model = nullptr;       ///< none of a softmax or a Potts model
};

/// How much work an exact answer may be.
enum class Effort { little, much };

/// Reads the instance or makes the model. An exact answer that takes more than the effort is left out.
/// Throws InputError.
ThermoSubject prepare_subject(const ThermoConfig& settings, const Config& config, Effort effort);

/// The ends of the range of temperatures, with "auto" filled in. Throws InputError if they are not in order.
TemperatureRange range_of(const ThermoConfig& settings, const ThermoSubject& subject, const Config& config);

}  // namespace onedial::cli
