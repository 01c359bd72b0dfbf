// A model of your own: divide numbers into two groups of sums as equal as possible.
#include <cmath>
#include <iostream>
#include <utility>
#include <vector>

#include "onedial/anneal/annealer.hpp"
#include "onedial/model/energy_model.hpp"
#include "onedial/sample/reference_system.hpp"

using namespace onedial;

namespace {

/// E = |Σ sᵢ aᵢ|, where sᵢ = ±1 is the group of the number aᵢ. No base class: the four members make it an
/// EnergyModel, and any such struct can be sampled, annealed and enumerated.
struct NumberPartition {
  std::vector<double> numbers;
  std::vector<double> signed_numbers = numbers;  // sᵢ aᵢ
  double difference = 0;                         // Σ sᵢ aᵢ

  [[nodiscard]] Index size() const { return static_cast<Index>(numbers.size()); }

  double place(const State& state) {
    difference = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      signed_numbers[i] = level_value(Domain::spin, state[i]) * numbers[i];
      difference += signed_numbers[i];
    }
    return std::abs(difference);
  }

  [[nodiscard]] double flip_energy(Index unit) const {
    return std::abs(difference - 2 * signed_numbers[static_cast<std::size_t>(unit)]) - std::abs(difference);
  }

  void flip(Index unit) {
    double& number = signed_numbers[static_cast<std::size_t>(unit)];
    difference -= 2 * number;
    number = -number;
  }
};
static_assert(EnergyModel<NumberPartition>);

}  // namespace

int main() {
  const NumberPartition model{.numbers = {771, 121, 281, 854, 885, 734, 486, 1003, 83, 62, 416, 990}};

  ReferenceSystem system(model, /*replicas=*/16, /*seed=*/1);
  const GeometricSchedule schedule{.start = Temperature(2000), .end = Temperature(1)};
  const AnnealResult result = anneal(system, schedule, {.sweeps = 2000});

  for (const Level group : {0, 1}) {
    std::cout << "group " << group << ":";
    for (std::size_t i = 0; i < model.numbers.size(); ++i) {
      if (result.best_state[i] == group) {
        std::cout << ' ' << model.numbers[i];
      }
    }
    std::cout << '\n';
  }
  std::cout << "difference " << result.best_energy << '\n';
}
