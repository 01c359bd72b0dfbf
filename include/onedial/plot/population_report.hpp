#pragma once
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/population_annealing.hpp"
#include "onedial/plot/figure.hpp"
#include "onedial/problem/picture.hpp"

namespace onedial {

/// What the report of population annealing shows.
struct PopulationReport {
  std::string title;
  std::string subtitle;
  std::vector<PopulationReading> readings;
  std::vector<double> best_energies = {};  ///< so far, at each reading
  Index replicas = 0;
  std::optional<double> target_energy = std::nullopt;
  std::string target_label = {};
  std::optional<Picture> answer = std::nullopt;
};

/// Against temperature, hot on the left: ⟨E⟩ and the best so far, C, S and ln Z with their errors, families
/// and ρ_t; and the answer where it is something to see.
Figure population_figure(const PopulationReport& report);

}  // namespace onedial
