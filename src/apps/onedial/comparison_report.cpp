#include <fmt/format.h>

#include <cmath>

#include "comparison.hpp"
#include "number_text.hpp"
#include "onedial/plot/comparison_report.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no number for what is infinite or unknown: null.
Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json to_json(const IntervalEstimate& estimate) {
  return {{"value", number(estimate.value)},
          {"lower", number(estimate.lower)},
          {"upper", number(estimate.upper)}};
}

Json to_json(const Estimate& estimate) {
  return {{"value", number(estimate.value)}, {"error", number(estimate.error)}};
}

Json to_json(const DecayLaw& law) {
  return {{"amplitude", law.amplitude},
          {"exponent", to_json(law.exponent)},
          {"chi_squared", law.chi_squared},
          {"degrees_of_freedom", law.degrees_of_freedom}};
}

std::optional<Estimate> mean_residual(const Comparison& comparison, const AnnealTrials& trials) {
  const std::vector<double> residuals = comparison.residual_energies(trials);
  return residuals.empty() ? std::nullopt : std::optional(mean_of_replicas(residuals));
}

Json to_json(const Comparison& comparison, const AnnealTrials& trials) {
  Json json = {{"sweeps", trials.sweeps},  {"runs", trials.runs},       {"first_seed", trials.first_seed},
               {"trials", trials.count()}, {"updates", trials.updates}, {"seconds", trials.seconds},
               {"best", nullptr},          {"residual_energy", nullptr}};
  if (trials.objective) {
    json["best"] = *trials.objective;
  }
  if (const auto residual = mean_residual(comparison, trials)) {
    json["residual_energy"] = to_json(*residual);
  }
  if (comparison.target) {
    const Score score(trials, comparison.certainty);
    json["hits"] = trials.hits;
    json["success_probability"] = to_json(score.success);
    json["sweeps_to_target"] = to_json(score.sweeps);
    json["updates_to_target"] = to_json(score.updates);
    json["seconds_to_target"] = to_json(score.seconds);
  }
  return json;
}

Json lengths_json(const Comparison& comparison, const Contestant& contestant) {
  Json json = {{"points", Json::array()}, {"residual_energy_laws", nullptr}, {"optimal_sweeps", nullptr}};
  for (const AnnealTrials& trials : contestant.lengths) {
    json["points"].push_back(to_json(comparison, trials));
  }
  if (const auto laws = fit_residual_energy(comparison.residual_course(contestant))) {
    json["residual_energy_laws"] = {{"power", to_json(laws->power)},
                                    {"logarithmic", to_json(laws->logarithmic)},
                                    {"points", laws->points},
                                    {"log_odds_of_power", laws->log_odds_of_power()}};
  }
  if (const auto optimum = comparison.optimum(contestant)) {
    json["optimal_sweeps"] = {{"sweeps", optimum->sweeps},
                              {"sweeps_to_target", to_json(optimum->least_time)},
                              {"may_be", optimum->may_be},
                              {"is_inside", optimum->is_inside},
                              {"bootstrap_shares", optimum->shares}};
  }
  return json;
}

Json document(const Comparison& comparison, const std::vector<Difference>& compared) {
  Json json = {{"target", nullptr},
               {"ground_energy", number(comparison.ground_energy())},
               {"cost", comparison.cost},
               {"confidence", comparison.certainty.confidence},
               {"level", comparison.certainty.level},
               {"configs", Json::array()},
               {"differences", Json::array()}};
  if (comparison.target) {
    json["target"] = *comparison.target;
  }
  for (const Contestant& contestant : comparison.contestants) {
    Json one = {{"config", contestant.name}, {"replicas", contestant.replicas}};
    one.update(to_json(comparison, contestant.trials));
    if (!contestant.lengths.empty()) {
      one["lengths"] = lengths_json(comparison, contestant);
    }
    json["configs"].push_back(std::move(one));
  }
  for (const Difference& difference : compared) {
    json["differences"].push_back({{"quantity", difference.quantity},
                                   {"is_ratio", difference.is_ratio},
                                   {"of", comparison.contestants[difference.second].name},
                                   {"against", comparison.contestants[difference.first].name},
                                   {"value", to_json(difference.value)},
                                   {"beyond_error", difference.is_beyond_error()}});
  }
  return json;
}

std::string csv_of(const Comparison& comparison) {
  std::string text =
      "config,series,replicas,sweeps,runs,first_seed,trials,updates,seconds,best,residual_energy,"
      "residual_energy_error,hits,success,success_lower,success_upper,sweeps_to_target,sweeps_to_target_"
      "lower,"
      "sweeps_to_target_upper,seconds_to_target,seconds_to_target_lower,seconds_to_target_upper\n";
  // What is unknown or infinite is an empty cell.
  const auto cell = [](double value) { return std::isfinite(value) ? fmt::format("{}", value) : ""; };
  const auto cells = [&](const IntervalEstimate& estimate) {
    return fmt::format("{},{},{}", cell(estimate.value), cell(estimate.lower), cell(estimate.upper));
  };
  const auto add = [&](const Contestant& contestant, const char* series, const AnnealTrials& trials) {
    const Estimate residual = mean_residual(comparison, trials).value_or(Estimate{NAN, NAN});
    std::string name = contestant.name;
    std::replace(name.begin(), name.end(), '"', '\'');
    text += fmt::format("\"{}\",{},{},{},{},{},{},{},{},{},{},{}", name, series, contestant.replicas,
                        trials.sweeps, trials.runs, trials.first_seed, trials.count(), trials.updates,
                        trials.seconds, cell(trials.objective.value_or(NAN)), cell(residual.value),
                        cell(residual.error));
    if (comparison.target) {
      const Score score(trials, comparison.certainty);
      text += fmt::format(",{},{},{},{}\n", trials.hits, cells(score.success), cells(score.sweeps),
                          cells(score.seconds));
    } else {
      text += ",,,,,,,,,,\n";
    }
  };
  for (const Contestant& contestant : comparison.contestants) {
    add(contestant, "equal_cost", contestant.trials);
    for (const AnnealTrials& trials : contestant.lengths) {
      add(contestant, "lengths", trials);
    }
  }
  return text;
}

std::string with_interval(const IntervalEstimate& estimate) {
  return fmt::format("{:.3g} ({:.3g} to {:.3g})", estimate.value, estimate.lower, estimate.upper);
}

std::string with_bounds(const IntervalEstimate& time) {
  return std::isfinite(time.value) ? with_interval(time) : fmt::format("above {:.3g}", time.lower);
}

using Facts = std::vector<std::pair<std::string, std::string>>;

void add_table(const Comparison& comparison, Facts& facts) {
  std::size_t width = 6;
  for (const Contestant& contestant : comparison.contestants) {
    width = std::max(width, contestant.name.size());
  }
  std::string head =
      fmt::format("{:<{}}  replicas    sweeps  {:>12}  residual energy   seconds", "config", width, "best");
  if (comparison.target) {
    head += fmt::format("  {:>11}  {:<24}  {:<28}  {}", "hits", "probability", "sweeps to target",
                        "seconds to target");
  }
  facts.emplace_back("", head);
  const auto add = [&](const std::string& name, Index replicas, const AnnealTrials& trials) {
    const auto residual = mean_residual(comparison, trials);
    std::string row =
        fmt::format("{:<{}}  {:>8}  {:>8}  {:>12}  {:<15}  {:>8.3g}", name, width, replicas, trials.sweeps,
                    trials.objective ? fmt::format("{:.10g}", *trials.objective) : "infeasible",
                    residual ? with_error(residual->value, residual->error) : "", trials.seconds);
    if (comparison.target) {
      const Score score(trials, comparison.certainty);
      row += fmt::format("  {:>11}  {:<24}  {:<28}  {}", fmt::format("{}/{}", trials.hits, trials.count()),
                         with_interval(score.success), with_bounds(score.sweeps), with_bounds(score.seconds));
    }
    facts.emplace_back("", row);
  };
  for (const Contestant& contestant : comparison.contestants) {
    add(contestant.name, contestant.replicas, contestant.trials);
    for (const AnnealTrials& trials : contestant.lengths) {
      add("", contestant.replicas, trials);
    }
  }
}

std::string law_text(const ResidualEnergyLaws& laws) {
  const auto law = [](const char* x, const DecayLaw& fit) {
    return fmt::format("{}^-{}, chi^2/dof {:.3g}", x, with_error(fit.exponent.value, fit.exponent.error),
                       fit.chi_squared / static_cast<double>(fit.degrees_of_freedom));
  };
  constexpr double clear = 3;
  const double odds = laws.log_odds_of_power();
  return fmt::format("{}; {}; {}", law("K", laws.power), law("(ln K)", laws.logarithmic),
                     odds > clear    ? "the power fits better"
                     : odds < -clear ? "the logarithm fits better"
                                     : "the lengths do not tell them apart");
}

std::string optimum_text(const OptimalSweeps& optimum) {
  const Index first = optimum.may_be.front();
  const Index last = optimum.may_be.back();
  return fmt::format("{} sweeps ({}), {} sweeps to the target; {}", optimum.sweeps,
                     first == last ? "no other" : fmt::format("may be {} to {}", first, last),
                     with_interval(optimum.least_time),
                     optimum.is_inside ? "inside the lengths that were run"
                                       : "an end of the lengths that were run is not ruled out");
}

void add_lengths(const Comparison& comparison, Facts& facts) {
  for (const Contestant& contestant : comparison.contestants) {
    if (contestant.lengths.empty()) {
      continue;
    }
    if (const auto laws = fit_residual_energy(comparison.residual_course(contestant))) {
      facts.emplace_back("law", fmt::format("{}: {}", contestant.name, law_text(*laws)));
    }
    if (const auto optimum = comparison.optimum(contestant)) {
      facts.emplace_back("optimum", fmt::format("{}: {}", contestant.name, optimum_text(*optimum)));
    }
  }
}

void add_differences(const Comparison& comparison, const std::vector<Difference>& compared, Facts& facts) {
  for (const Difference& difference : compared) {
    const std::string& second = comparison.contestants[difference.second].name;
    const std::string& first = comparison.contestants[difference.first].name;
    const IntervalEstimate& value = difference.value;
    facts.emplace_back(
        difference.is_beyond_error() ? "differs" : "unsettled",
        fmt::format("{}, {} {} {}: {}", difference.quantity, second, difference.is_ratio ? "/" : "-", first,
                    std::isfinite(value.value)
                        ? with_interval(value)
                        : fmt::format("between {:.3g} and {:.3g}", value.lower, value.upper)));
  }
}

Figure figure_of(const Comparison& comparison) {
  const std::size_t contenders = comparison.contestants.size();
  ComparisonReport report{
      .title = contenders > 1 ? fmt::format("{}: {} configs at equal cost", comparison.problem, contenders)
                              : comparison.problem,
      .subtitle = fmt::format("{}; E₀ is {}; seed {}", comparison.cost,
                              comparison.target ? fmt::format("the target {} {:.10g} or better",
                                                              comparison.objective_name, *comparison.target)
                                                : "the least energy found",
                              comparison.seed),
      .has_target = comparison.target.has_value()};
  const auto length = [&](const AnnealTrials& trials) {
    const Score score(trials, comparison.certainty);
    return ComparisonReport::Length{.sweeps = static_cast<double>(trials.sweeps),
                                    .success = score.success,
                                    .time_to_target = score.sweeps};
  };
  const auto at_equal_cost = [&](const AnnealTrials& trials) {
    ComparisonReport::Length score = length(trials);
    score.time_to_target = Score(trials, comparison.certainty).updates;
    return score;
  };
  for (const Contestant& contestant : comparison.contestants) {
    const auto course = comparison.residual_course(contestant);
    report.contestants.push_back({.name = contestant.name,
                                  .residual_energies = comparison.residual_energies(contestant.trials),
                                  .score = at_equal_cost(contestant.trials),
                                  .residual_course = course,
                                  .laws = fit_residual_energy(course),
                                  .optimum = comparison.optimum(contestant)});
    for (const AnnealTrials& trials : contestant.lengths) {
      report.contestants.back().lengths.push_back(length(trials));
    }
  }
  return comparison_figure(report);
}

}  // namespace

Outcome outcome_of(const Comparison& comparison) {
  Outcome outcome;
  if (comparison.contestants.empty()) {
    return outcome;
  }
  const std::vector<Difference> compared = differences(comparison);
  outcome.document = document(comparison, compared);
  outcome.files = {{"compare.csv", csv_of(comparison)}};
  outcome.facts.emplace_back("problem", comparison.problem);
  if (comparison.target) {
    outcome.facts.emplace_back(
        "target", fmt::format("{} {:.10g}, to be hit with a probability of {:.6g} %; intervals of {:.6g} %",
                              comparison.objective_name, *comparison.target,
                              100 * comparison.certainty.confidence, 100 * comparison.certainty.level));
  }
  outcome.facts.emplace_back("cost", comparison.cost);
  add_table(comparison, outcome.facts);
  add_lengths(comparison, outcome.facts);
  add_differences(comparison, compared, outcome.facts);
  if (!comparison.target) {
    outcome.warnings.emplace_back(
        "without a target residual energies are above the best that was found, which may not be the ground "
        "state");
  }
  outcome.figure = figure_of(comparison);
  return outcome;
}

}  // namespace onedial::cli
