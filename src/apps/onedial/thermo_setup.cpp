#include "thermo_setup.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "onedial/core/density_of_states.hpp"
#include "onedial/engine/make_system.hpp"
#include "onedial/learn/machine_system.hpp"
#include "onedial/learn/model_file.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/model/ising_square.hpp"
#include "onedial/model/potts.hpp"
#include "onedial/model/solvable_models.hpp"
#include "onedial/plot/dial_report.hpp"
#include "onedial/sample/cluster.hpp"
#include "onedial/sample/potts_system.hpp"
#include "onedial/softmax/logits_file.hpp"
#include "onedial/softmax/token_system.hpp"

namespace onedial::cli {
namespace {

ExactAnswer answer_by(std::string method, DensityOfStates states) {
  return {.method = std::move(method),
          .at = [states = std::move(states)](Temperature t) { return thermodynamics(states, t); }};
}

bool is_clean(CouplingLaw law) {
  return law == CouplingLaw::ferro || law == CouplingLaw::antiferro;
}

std::optional<ExactAnswer> enumerated(const std::shared_ptr<const PairwiseModel>& model, Effort effort) {
  constexpr Index quick = 20;
  const bool is_symmetric =
      model->in_domain(Domain::spin).fields().isZero(0);  // half of the states are enough
  const Index most = effort == Effort::much ? max_enumerated_units + (is_symmetric ? 1 : 0) : quick;
  if (model->size() > most) {
    return std::nullopt;
  }
  return answer_by("enumeration", enumerate_density(model));
}

std::optional<ExactAnswer> exact_answer(const ProblemConfig& problem,
                                        const std::shared_ptr<const PairwiseModel>& model, Effort effort) {
  if (problem.kind == "curie_weiss") {
    return answer_by("sum over magnetisations", curie_weiss_density(problem.size, problem.field));
  }
  if (problem.kind == "ising_lattice" && is_clean(problem.couplings)) {
    const double coupling = problem.couplings == CouplingLaw::ferro ? 1 : -1;
    if (problem.lattice == Lattice::chain && problem.field != 0) {
      // The number of levels is that of the spins squared.
      const auto chain = problem.periodic ? ring_thermodynamics : open_chain_thermodynamics;
      return ExactAnswer{.method = "transfer matrix",
                         .at = [=, size = problem.size, field = problem.field](Temperature t) {
                           return chain(size, coupling, field, t);
                         }};
    }
    if (problem.lattice == Lattice::chain) {
      return answer_by("sum over domain walls", problem.periodic
                                                    ? ring_density(problem.size, coupling, 0)
                                                    : open_chain_density(problem.size, coupling, 0));
    }
    // An even antiferromagnet is a ferromagnet with every other spin turned.
    constexpr Index quick = 256;
    if (problem.lattice == Lattice::square && problem.periodic && problem.field == 0 &&
        (coupling > 0 || problem.size % 2 == 0) && (effort == Effort::much || problem.size <= quick)) {
      return ExactAnswer{.method = "Kaufman 1949",
                         .at = [length = problem.size](Temperature t) { return ising_square(length, t); }};
    }
  }
  return enumerated(model, effort);
}

/// Σs/N of spins, from levels 0 and 1.
double magnetisation(const State& state) {
  const auto up = std::accumulate(state.begin(), state.end(), std::int64_t{0});
  return 2 * static_cast<double>(up) / static_cast<double>(state.size()) - 1;
}

/// (q x − 1)/(q − 1), x being the share of the most frequent of q levels: 0 without order and 1 in full
/// order.
double potts_order(const State& state, Index levels) {
  std::vector<Index> counts(static_cast<std::size_t>(levels));
  for (const Level level : state) {
    ++counts[static_cast<std::size_t>(level)];
  }
  const auto most = static_cast<double>(*std::max_element(counts.begin(), counts.end()));
  const auto q = static_cast<double>(levels);
  return (q * most / static_cast<double>(state.size()) - 1) / (q - 1);
}

/// The range of annealing, and on to twice the mean field Σⱼ Jᵢⱼ of a ferromagnet if that orders above it.
TemperatureRange thermal_range(const PairwiseModel& model) {
  TemperatureRange range = temperature_range(model);
  const PairwiseModel spins = model.in_domain(Domain::spin);
  for (Index unit = 0; unit < spins.size(); ++unit) {
    double mean_field = 0;
    for_each_coupling(spins, unit, [&](Index, double coupling) { mean_field += coupling; });
    range.hot = std::max(range.hot, Temperature(std::max(0.0, 2 * mean_field)));
  }
  return range;
}

ThermoSubject subject_of(const std::shared_ptr<const PairwiseModel>& model, const ThermoConfig& settings,
                         const Config& config) {
  ThermoSubject subject{.description = settings.problem.description(),
                        .units = model->size(),
                        .couplings = model->coupling_count(),
                        .log_state_count = static_cast<double>(model->size()) * std::numbers::ln2,
                        .order_parameter = magnetisation,
                        .range = thermal_range(*model),
                        .model = model};
  const auto& sampler = settings.sampler;
  if (sampler.clusters) {
    subject.make_system = [model, sampler, seed = settings.seed](Index replicas) {
      return make_cluster_system(model, *sampler.clusters, replicas, sampler.units.threads, seed,
                                 sampler.clusters_per_sweep);
    };
    return subject;
  }
  try {
    engine_for(*model, sampler.units);
  } catch (const std::invalid_argument& error) {
    throw config.error_at("sampler", "engine", error.what());
  }
  subject.make_system = [model, units = sampler.units, seed = settings.seed](Index replicas) {
    SamplerSettings of_replicas = units;
    of_replicas.replicas = replicas;
    return make_system(model, of_replicas, seed);
  };
  return subject;
}

ThermoSubject softmax_subject(const ThermoConfig& settings) {
  const TokenLogits tokens = read_logits(settings.problem.file);
  const Spectrum spectrum = Spectrum::from_logits(tokens.logits);
  const auto range = telling_temperatures(spectrum, 2);
  return {
      .description = settings.problem.description(),
      .units = 1,
      .couplings = 0,
      .log_state_count = std::log(spectrum.state_count()),
      .make_system = [logits = tokens.logits, seed = settings.seed](
                         Index replicas) { return std::make_unique<TokenSystem>(logits, replicas, seed); },
      .exact = ExactAnswer{.method = "sum over tokens",
                           .at = [spectrum](Temperature t) { return thermodynamics(spectrum, t); }},
      .range = {.hot = range.back(), .cold = range.front()}};
}

/// A restricted machine, swept one layer after the other. Ends of T that are not given lie around the T = 1
/// that it was trained at.
ThermoSubject machine_subject(const ThermoConfig& settings) {
  const std::filesystem::path& path = settings.problem.file;
  const auto machine = std::make_shared<const RestrictedMachine>(machine_of(read_array_file(path), path));
  const auto make = [machine, threads = settings.sampler.units.threads, seed = settings.seed](
                        Index replicas) { return make_machine_system(*machine, replicas, threads, seed); };
  const MachineSystem view = make(1);
  ThermoSubject subject{.description = settings.problem.description(),
                        .units = view.system->size(),
                        .couplings = machine->weights.size(),
                        .log_state_count = view.log_z_infinite,
                        .make_system = [make](Index replicas) { return make(replicas).system; },
                        .range = {.hot = Temperature(10), .cold = Temperature(0.25)}};
  if (view.real_units > 0) {
    subject.notes.push_back(
        "real visible units are integrated over: energies and entropies are those of the hidden ones");
  } else if (view.energy_offset != 0) {
    subject.notes.push_back(
        fmt::format("energies are those of the machine less a constant {:.10g}", view.energy_offset));
  }
  return subject;
}

ThermoSubject potts_subject(const ThermoConfig& settings, const Config& config, Effort effort) {
  const ProblemConfig& problem = settings.problem;
  const auto model = std::make_shared<const PottsModel>(potts_lattice({.lattice = problem.lattice,
                                                                       .length = problem.size,
                                                                       .periodic = problem.periodic,
                                                                       .couplings = problem.couplings,
                                                                       .field = problem.field,
                                                                       .seed = problem.disorder_seed},
                                                                      static_cast<Level>(problem.levels)));
  const double log_states =
      static_cast<double>(model->size()) * std::log(static_cast<double>(problem.levels));
  ThermoSubject subject{.description = problem.description(),
                        .units = model->size(),
                        .couplings = model->couplings().nonZeros() / 2,
                        .log_state_count = log_states,
                        .order_parameter = [levels = problem.levels](const State& state) {
                          return potts_order(state, levels);
                        }};
  const double most_log_states = std::log(effort == Effort::much ? max_enumerated_states : 0x1p20);
  if (log_states <= most_log_states) {
    subject.exact = answer_by("enumeration", enumerate_density(*model));
  }
  const auto& sampler = settings.sampler;
  if (sampler.clusters) {
    try {
      make_cluster_system(model, *sampler.clusters, 1, 1, settings.seed, sampler.clusters_per_sweep);
    } catch (const std::invalid_argument& error) {
      throw config.error_at("sampler", "kernel", error.what());
    }
  }
  subject.make_system = [model, sampler, seed = settings.seed](Index replicas) -> std::unique_ptr<System> {
    if (sampler.clusters) {
      return make_cluster_system(model, *sampler.clusters, replicas, sampler.units.threads, seed,
                                 sampler.clusters_per_sweep);
    }
    return make_potts_system(model, sampler.units.kernel, replicas, sampler.units.threads, seed);
  };
  return subject;
}

}  // namespace

ThermoSubject prepare_subject(const ThermoConfig& settings, const Config& config, Effort effort) {
  const ProblemConfig& problem = settings.problem;
  try {
    ThermoSubject subject;
    if (problem.kind == "softmax") {
      subject = softmax_subject(settings);
    } else if (problem.kind == "restricted_machine") {
      subject = machine_subject(settings);
    } else if (problem.kind == "potts_lattice") {
      subject = potts_subject(settings, config, effort);
    } else {
      const auto pairwise = pairwise_model(load_problem(problem, config)->encode(problem.encoding));
      subject = subject_of(pairwise, settings, config);
      subject.exact = exact_answer(problem, pairwise, effort);
    }
    const bool is_lattice = problem.kind == "ising_lattice" || problem.kind == "potts_lattice";
    if (is_lattice && has_doubled_bonds(problem.lattice, problem.size, problem.periodic)) {
      subject.notes.push_back(fmt::format(
          "a periodic {} lattice of L = {} has two bonds between some neighbours, which count both",
          lattice_name(problem.lattice), problem.size));
    }
    return subject;
  } catch (const std::invalid_argument& error) {
    throw config.error_at("problem", "kind", error.what());
  }
}

TemperatureRange range_of(const ThermoConfig& settings, const ThermoSubject& subject, const Config& config) {
  const auto& given = settings.range;
  if (!given.list.empty()) {
    return {.hot = Temperature(given.list.back()), .cold = Temperature(given.list.front())};
  }
  const TemperatureRange range{.hot = given.hottest ? Temperature(*given.hottest) : subject.range.hot,
                               .cold = given.coldest ? Temperature(*given.coldest) : subject.range.cold};
  if (!(range.cold < range.hot)) {
    const auto origin = [](const auto& end) { return end ? "" : " (auto)"; };
    throw config.error_at(
        "temperatures", given.hottest ? "hottest" : "coldest",
        fmt::format("T from {}{} to {}{}; the hottest must be above the coldest", range.cold.value(),
                    origin(given.coldest), range.hot.value(), origin(given.hottest)));
  }
  return range;
}

}  // namespace onedial::cli
