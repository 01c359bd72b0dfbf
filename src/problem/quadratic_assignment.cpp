#include "onedial/problem/quadratic_assignment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "encoding_choice.hpp"
#include "formats/qaplib_solution.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/problem/swap_model.hpp"
#include "permutation.hpp"
#include "permutation_qubo.hpp"

namespace onedial {
namespace {

constexpr PermutationWords words = {.place = "facility", .value = "location"};

/// From what random swaps of random assignments cost: hot is the mean of |ΔE|, cold a fifth of the
/// lowest decile of what is above 0, but no less than 1/500 of hot.
TemperatureRange swap_temperatures(const AssignmentCosts& costs) {
  SwapModel model(costs);
  RandomStream random(0, 0);
  RandomDecision decide(random);
  std::vector<double> changes;
  double sum = 0;
  constexpr int draws = 1000;
  for (int k = 0; k < draws; ++k) {
    const double change = std::abs(model.propose(decide)->energy_change);
    model.accept();
    if (change > 0) {
      changes.push_back(change);
      sum += change;
    }
  }
  if (changes.empty()) {
    return {Temperature(1.0), Temperature(1.0)};
  }
  const double hot = sum / static_cast<double>(changes.size());
  const auto decile = changes.begin() + std::ssize(changes) / 10;
  std::nth_element(changes.begin(), decile, changes.end());
  return {Temperature(hot), Temperature(std::max(*decile / 5, hot / 500))};
}

/// Σ |flow| times the largest |distance|: no assignment costs more.
double most_cost(const AssignmentInstance& instance) {
  double flows = 0;
  double distance = 0;
  for (std::size_t k = 0; k < instance.flows.size(); ++k) {
    flows += std::abs(instance.flows[k]);
    distance = std::max(distance, std::abs(instance.distances[k]));
  }
  return flows * distance;
}

/// What two facilities at two locations cost, both ways.
double pair_cost(const AssignmentInstance& instance, Index f, Index k, Index g, Index l) {
  return instance.flow(f, g) * instance.distance(k, l) + instance.flow(g, f) * instance.distance(l, k);
}

/// The costs of the bits, with those of every facility and of every two of them raised to 0 at least, which
/// changes all assignments by the same.
PlacementCosts placement_costs(const std::shared_ptr<const AssignmentInstance>& instance) {
  const Index n = instance->size;
  double least_pair = 0;
  double least_single = 0;
  for (Index f = 0; f < n; ++f) {
    for (Index k = 0; k < n; ++k) {
      least_single = std::min(least_single, instance->flow(f, f) * instance->distance(k, k));
    }
  }
  const auto least_product = [](const std::vector<double>& a, const std::vector<double>& b) {
    const auto [a_least, a_most] = std::minmax_element(a.begin(), a.end());
    const auto [b_least, b_most] = std::minmax_element(b.begin(), b.end());
    return std::min({*a_least * *b_least, *a_least * *b_most, *a_most * *b_least, *a_most * *b_most});
  };
  least_pair = std::min(0.0, 2 * least_product(instance->flows, instance->distances));
  return {
      .size = n,
      .source = instance->source,
      .single = [instance, least_single](
                    Index f,
                    Index k) { return instance->flow(f, f) * instance->distance(k, k) - least_single; },
      .pair = [instance, least_pair](Index f, Index k, Index g,
                                     Index l) { return pair_cost(*instance, f, k, g, l) - least_pair; },
      .offset = static_cast<double>(n) * least_single + static_cast<double>(n * (n - 1) / 2) * least_pair};
}

}  // namespace

double AssignmentCosts::place(const State& locations) const {
  require_permutation(locations, size());
  CompensatedSum sum;
  for (Index f = 0; f < size(); ++f) {
    for (Index g = 0; g < size(); ++g) {
      sum.add(instance_->flow(f, g) * instance_->distance(locations[static_cast<std::size_t>(f)],
                                                          locations[static_cast<std::size_t>(g)]));
    }
  }
  return sum.value();
}

// Facility r goes to where s is, and s to where r is; what they share with each facility, and with each
// other, changes.
double AssignmentCosts::swap_change(const State& locations, Index r, Index s) const {
  const AssignmentInstance& in = *instance_;
  const Level at_r = locations[static_cast<std::size_t>(r)];
  const Level at_s = locations[static_cast<std::size_t>(s)];
  double change = (in.flow(r, r) - in.flow(s, s)) * (in.distance(at_s, at_s) - in.distance(at_r, at_r)) +
                  (in.flow(r, s) - in.flow(s, r)) * (in.distance(at_s, at_r) - in.distance(at_r, at_s));
  for (Index k = 0; k < in.size; ++k) {
    if (k != r && k != s) {
      const Level at_k = locations[static_cast<std::size_t>(k)];
      change += (in.flow(k, r) - in.flow(k, s)) * (in.distance(at_k, at_s) - in.distance(at_k, at_r)) +
                (in.flow(r, k) - in.flow(s, k)) * (in.distance(at_s, at_k) - in.distance(at_r, at_k));
    }
  }
  return change;
}

QuadraticAssignment::QuadraticAssignment(AssignmentInstance instance)
    : Problem(instance.source), instance_(std::make_shared<const AssignmentInstance>(std::move(instance))) {}

std::string QuadraticAssignment::size_text() const {
  return fmt::format("{} facilities", instance_->size);
}

std::vector<std::string_view> QuadraticAssignment::encodings() const {
  return {"permutation", "qubo"};
}

Encoding QuadraticAssignment::encode(const EncodingChoice& choice) const {
  if (require_encoding(*this, choice, {"qubo"}) == "qubo") {
    return permutation_qubo(placement_costs(instance_), choice.penalty);
  }
  const AssignmentCosts costs(instance_);
  MovingModel model{.units = instance_->size,
                    .log_states = log_factorial(instance_->size),
                    .energy_scale = most_cost(*instance_),
                    .range = swap_temperatures(costs),
                    .make_system = [costs](const SamplerSettings& settings, std::uint64_t seed) {
                      return make_move_system(SwapModel(costs), settings.kernel, settings.replicas,
                                              settings.threads, seed,
                                              static_cast<std::uint64_t>(settings.first_replica));
                    }};
  return own_encoding("permutation", std::make_shared<const MovingModel>(std::move(model)));
}

Evaluation QuadraticAssignment::evaluate(const State& answer) const {
  std::string violation = permutation_violation(answer, instance_->size, words);
  CompensatedSum cost;
  for (Index f = 0; f < instance_->size; ++f) {
    for (Index g = 0; g < instance_->size; ++g) {
      const Level at_f = answer[static_cast<std::size_t>(f)];
      const Level at_g = answer[static_cast<std::size_t>(g)];
      if (at_f != undecided && at_g != undecided) {
        cost.add(instance_->flow(f, g) * instance_->distance(at_f, at_g));
      }
    }
  }
  return {.objective = cost.value(), .feasible = violation.empty(), .violation = std::move(violation)};
}

std::optional<State> QuadraticAssignment::repaired(const State& answer) const {
  return completed_permutation(answer);
}

std::string QuadraticAssignment::answer_text(const State& answer) const {
  return numbered_permutation_text(answer);
}

State QuadraticAssignment::read_answer(const std::filesystem::path& path) const {
  return read_qaplib_solution(path, instance_->size, words);
}

}  // namespace onedial
