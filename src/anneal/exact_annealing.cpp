#include "onedial/anneal/exact_annealing.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"

namespace onedial {
namespace {

void validate(std::span<const double> energies) {
  const std::size_t most = std::size_t{1} << static_cast<unsigned>(max_exact_annealing_units);
  if (!std::has_single_bit(energies.size()) || energies.size() < 2 || energies.size() > most) {
    throw std::invalid_argument("the number of energies (" + std::to_string(energies.size()) +
                                ") must be 2^N for N = 1 to " + std::to_string(max_exact_annealing_units) +
                                " units");
  }
  if (!std::all_of(energies.begin(), energies.end(), [](double energy) { return std::isfinite(energy); })) {
    throw std::invalid_argument("the energies must be finite");
  }
}

/// One probability a state, and what is asked of it.
class Distribution {
 public:
  Distribution(std::span<const double> energies, Temperature start)
      : energies_(energies), ground_(*std::min_element(energies.begin(), energies.end())) {
    CompensatedSum z;
    for (const double energy : energies) {
      probabilities_.push_back(boltzmann_weight(energy, ground_, start));
      z.add(probabilities_.back());
    }
    for (double& p : probabilities_) {
      p /= z.value();
    }
  }

  template <UpdateKernel Kernel>
  void sweep(Temperature t) {
    for (std::size_t bit = 1; bit < probabilities_.size(); bit *= 2) {
      for (std::size_t first = 0; first < probabilities_.size(); first += 2 * bit) {
        for (std::size_t low = first; low < first + bit; ++low) {
          exchange<Kernel>(low, low + bit, t);
        }
      }
    }
  }

  [[nodiscard]] ExactSweep seen_at(Temperature t) const {
    double largest = 0;
    for (const double energy : energies_) {
      largest = std::max(largest, std::abs(energy));
    }
    constexpr double rounding = 1e-10;
    CompensatedSum excess;
    CompensatedSum in_ground;
    for (std::size_t state = 0; state < probabilities_.size(); ++state) {
      const double gap = energies_[state] - ground_;
      excess.add(probabilities_[state] * gap);
      in_ground.add(gap <= rounding * largest ? probabilities_[state] : 0.0);
    }
    return {
        .temperature = t, .mean_energy = ground_ + excess.value(), .ground_probability = in_ground.value()};
  }

 private:
  template <UpdateKernel Kernel>
  void exchange(std::size_t low, std::size_t high, Temperature t) {
    const double delta = energies_[high] - energies_[low];
    const double p_up = Kernel::flip_probability(delta, t);
    double p_down = 1 - p_up;  // heat bath forgets where it was
    if constexpr (!std::is_same_v<Kernel, HeatBath>) {
      p_down = Kernel::flip_probability(-delta, t);
    }
    const double flow = probabilities_[low] * p_up - probabilities_[high] * p_down;
    probabilities_[low] -= flow;
    probabilities_[high] += flow;
  }

  std::span<const double> energies_;
  double ground_;
  std::vector<double> probabilities_;
};

}  // namespace

std::vector<ExactSweep> exact_annealing(std::span<const double> energies,
                                        std::span<const Temperature> temperatures, Temperature start,
                                        KernelKind kernel) {
  validate(energies);
  Distribution distribution(energies, start);
  std::vector<ExactSweep> sweeps;
  for (const Temperature t : temperatures) {
    if (kernel == KernelKind::heat_bath) {
      distribution.sweep<HeatBath>(t);
    } else {
      distribution.sweep<Metropolis>(t);
    }
    sweeps.push_back(distribution.seen_at(t));
  }
  return sweeps;
}

}  // namespace onedial
