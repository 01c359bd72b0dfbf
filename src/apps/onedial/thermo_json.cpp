#include <cmath>

#include "logits_options.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "thermo_report.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json number_json(const std::optional<double>& value) {
  return value ? number_json(*value) : Json(nullptr);
}

Json exact_json(const Thermodynamics& exact) {
  return {{"mean_energy", exact.mean_energy},
          {"heat_capacity", exact.heat_capacity},
          {"entropy", exact.entropy},
          {"free_energy", exact.free_energy},
          {"log_z", exact.log_z}};
}

Json estimate_json(const JackknifeEstimate& estimate) {
  return {{"value", number_json(estimate.value)}, {"error", number_json(estimate.standard_error)}};
}

Json order_json(const OrderParameterReading& order) {
  return {{"mean_absolute", estimate_json(order.mean_absolute)},
          {"mean_square", estimate_json(order.mean_square)},
          {"binder_cumulant", order.binder_cumulant ? estimate_json(*order.binder_cumulant) : Json(nullptr)},
          {"susceptibility", estimate_json(order.susceptibility)}};
}

Json point_json(const ThermoOutcome& outcome, std::size_t k) {
  const ThermometerReading& reading = outcome.readings[k];
  Json point = {
      {"temperature", reading.temperature.value()},
      {"mean_energy", reading.mean_energy},
      {"mean_energy_error", reading.has_events ? Json(reading.mean_energy_error) : Json(nullptr)},
      {"heat_capacity", reading.has_events ? Json(reading.heat_capacity) : Json(nullptr)},
      {"heat_capacity_error", reading.has_events ? Json(reading.heat_capacity_error) : Json(nullptr)},
      {"energy_slope", number_json(reading.energy_slope)},
      {"energy_slope_error", reading.energy_slope ? Json(reading.energy_slope_error) : Json(nullptr)},
      {"entropy", nullptr},
      {"entropy_error", nullptr},
      {"free_energy", nullptr},
      {"free_energy_error", nullptr},
      {"log_z", nullptr},
      {"log_z_error", nullptr},
      {"tau_int", reading.has_events ? Json(reading.tau) : Json(nullptr)},
      {"effective_samples", reading.effective_samples},
      {"samples", reading.samples},
      {"split_r_hat", nullptr},
      {"has_events", reading.has_events},
      {"in_equilibrium", reading.in_equilibrium ? Json(*reading.in_equilibrium) : Json(nullptr)},
      {"is_long_enough", reading.is_long_enough}};
  if (!outcome.at_points.empty()) {
    const ReweightedPoint& reweighted = outcome.at_points[k];
    point["reweighted"] = {{"mean_energy", reweighted.value.mean_energy},
                           {"mean_energy_error", reweighted.standard_error.mean_energy},
                           {"heat_capacity", reweighted.value.heat_capacity},
                           {"heat_capacity_error", reweighted.standard_error.heat_capacity},
                           {"effective_samples", reweighted.effective_samples}};
    if (outcome.is_absolute) {
      point["entropy"] = reweighted.value.entropy;
      point["entropy_error"] = reweighted.standard_error.entropy;
      point["free_energy"] = reweighted.value.free_energy;
      point["free_energy_error"] = reweighted.standard_error.free_energy;
      point["log_z"] = reweighted.value.log_z;
      point["log_z_error"] = reweighted.standard_error.log_z;
    }
  }
  if (k < outcome.scan->split_r_hats.size()) {
    point["split_r_hat"] = number_json(outcome.scan->split_r_hats[k]);
  }
  if (!outcome.integrated_entropies.empty()) {
    point["entropy_by_integration"] = outcome.integrated_entropies[k].value;
    point["entropy_by_integration_error"] = outcome.integrated_entropies[k].standard_error;
  }
  if (k < outcome.scan->order.size()) {
    point["order_parameter"] = order_json(outcome.scan->order[k]);
  }
  if (!outcome.exact_points.empty()) {
    point["exact"] = exact_json(outcome.exact_points[k]);
  }
  return point;
}

Json exact_point_json(const Thermodynamics& exact) {
  Json point = {{"temperature", exact.temperature.value()}};
  point.update(exact_json(exact));
  point["energy_variance"] = exact.energy_variance;
  point["entropy_slope"] = exact.entropy_slope;
  return point;
}

/// Of a density of states.
Json density_point_json(const ThermoOutcome& outcome, std::size_t k) {
  const ReweightedPoint& point_of_density = outcome.at_points[k];
  const auto& [value, error, samples, is_resolved] = point_of_density;
  Json point = {{"temperature", value.temperature.value()},
                {"mean_energy", value.mean_energy},
                {"mean_energy_error", error.mean_energy},
                {"heat_capacity", value.heat_capacity},
                {"heat_capacity_error", error.heat_capacity},
                {"entropy", value.entropy},
                {"entropy_error", error.entropy},
                {"free_energy", value.free_energy},
                {"free_energy_error", error.free_energy},
                {"log_z", value.log_z},
                {"log_z_error", error.log_z},
                {"tau_int", nullptr},
                {"effective_samples", samples},
                {"is_resolved", is_resolved},
                {"is_supported", point_of_density.is_supported()}};
  if (!outcome.exact_points.empty()) {
    point["exact"] = exact_json(outcome.exact_points[k]);
  }
  return point;
}

Json histogram_json(const FlatHistogram& histogram) {
  return {{"levels", histogram.density.size()},
          {"round_trips", histogram.round_trips},
          {"flatness", histogram.flatness},
          {"has_final_weights", histogram.has_final_weights},
          {"sweeps", histogram.sweeps},
          {"energies", histogram.density.energies()},
          {"log_states", histogram.density.log_states()},
          {"log_states_error", histogram.log_states_error}};
}

Json peaks_json(const std::vector<PeakEstimate>& peaks) {
  Json json = Json::array();
  for (const PeakEstimate& peak : peaks) {
    json.push_back({{"temperature", peak.temperature},
                    {"temperature_error", peak.temperature_error},
                    {"value", peak.value},
                    {"value_error", peak.value_error}});
  }
  return json;
}

Json peaks_json(const std::vector<Peak>& peaks) {
  Json json = Json::array();
  for (const Peak& peak : peaks) {
    json.push_back({{"temperature", peak.temperature.value()}, {"value", peak.value}});
  }
  return json;
}

Json loop_json(const LoopOutcome& loop) {
  Json json = {{"area", number_json(loop.measured.area)},
               {"area_error", number_json(loop.measured.area_error)},
               {"largest_gap", number_json(loop.measured.largest_gap)},
               {"largest_gap_temperature", std::isnan(loop.measured.largest_gap)
                                               ? Json(nullptr)
                                               : Json(loop.measured.largest_gap_temperature.value())},
               {"stop_reason", stop_reason_name(loop.measured.stop_reason)},
               {"exact_area", nullptr}};
  if (loop.exact) {
    json["exact_area"] = loop.exact->area;
  }
  return json;
}

Json ladder_json(const EquilibriumScan& scan) {
  Json temperatures = Json::array();
  for (const ThermometerReading& reading : scan.readings) {
    temperatures.push_back(reading.temperature.is_infinite() ? Json("inf")
                                                             : Json(reading.temperature.value()));
  }
  Json overlaps = nullptr;
  if (scan.reweighting) {  // from hot to cold there
    const auto& from_hot = scan.reweighting->overlaps();
    overlaps = std::vector<double>(from_hot.rbegin(), from_hot.rend());
  }
  return {{"temperatures", temperatures},
          {"ladders", scan.ladders},
          {"swap_rates", scan.swap_rates},
          {"overlaps", overlaps},
          {"round_trips", scan.round_trips}};
}

}  // namespace

Json to_json(const ThermoConfig& settings, const ThermoSubject& subject, const ThermoOutcome& outcome) {
  Json points = Json::array();
  if (outcome.scan) {
    for (std::size_t k = 0; k < outcome.readings.size(); ++k) {
      points.push_back(point_json(outcome, k));
    }
  } else if (outcome.histogram) {
    for (std::size_t k = 0; k < outcome.at_points.size(); ++k) {
      points.push_back(density_point_json(outcome, k));
    }
  } else {
    for (const Thermodynamics& exact : outcome.exact_points) {
      points.push_back(exact_point_json(exact));
    }
  }
  Json document = {{"onedial", version()},
                   {"command", "thermo"},
                   {"seed", settings.seed},
                   {"problem",
                    {{"kind", settings.problem.kind},
                     {"source", valid_utf8(subject.description)},
                     {"units", subject.units},
                     {"couplings", subject.couplings}}},
                   {"points", points},
                   {"heat_capacity_peaks", peaks_json(outcome.heat_capacity_peaks)},
                   {"entropy_slope_peaks", peaks_json(outcome.entropy_slope_peaks)},
                   {"per_unit", false},
                   {"exact", !outcome.scan && !outcome.histogram},
                   {"exact_method", nullptr}};
  if (subject.exact) {
    document["exact_method"] = subject.exact->method;
    document["exact_heat_capacity_peaks"] = peaks_json(outcome.exact_heat_capacity_peaks);
    document["exact_entropy_slope_peaks"] = peaks_json(outcome.exact_entropy_slope_peaks);
  }
  if (outcome.scan) {
    const EquilibriumScan& scan = *outcome.scan;
    document["absolute_entropy"] = outcome.is_absolute;
    document["exchange"] = ladder_json(scan);
    document["sampler"] = {{"kernel", kernel_name(settings)}};
    document["equilibration"] = scan.equilibration;
    document["has_settled"] = scan.has_settled;
    document["sweeps"] = scan.sweeps;
    document["updates"] = scan.updates;
    document["seconds"] = scan.seconds;
    document["threads"] = settings.sampler.units.threads;
    document["isa"] = instruction_set();
  }
  document["has_sound_curves"] = outcome.has_sound_curves();
  document["stop_reason"] = outcome.is_interrupted ? "interrupted" : "finished";
  if (outcome.histogram) {
    document["density_of_states"] = histogram_json(*outcome.histogram);
  }
  document["hysteresis"] = outcome.loop ? loop_json(*outcome.loop) : Json(nullptr);
  document["warnings"] = outcome.warnings;
  return document;
}

}  // namespace onedial::cli
