#pragma once
#include <memory>

#include "onedial/problem/city_map.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

/// The travelling salesman: the shortest round trip through all cities. An answer is the city at each place
/// of the tour.
///
/// Encodings: "permutation", whose states are tours (TourModel); "qubo", a bit for each city and place but
/// the first, which city 0 has.
class TravellingSalesman final : public Problem {
 public:
  /// Throws InputError for fewer than 3 cities.
  explicit TravellingSalesman(CityMap map);

  [[nodiscard]] const CityMap& map() const { return *map_; }
  [[nodiscard]] std::string_view kind() const override { return "tsp"; }
  [[nodiscard]] std::string_view objective_name() const override { return "length"; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const override;
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;

  /// Ways from and to an undecided place count nothing.
  [[nodiscard]] Evaluation evaluate(const State& answer) const override;
  /// With the cities that are left out at the places that have none, in the order of their numbers.
  [[nodiscard]] std::optional<State> repaired(const State& answer) const override;

  /// One city a line, counted from 1, in the order of the tour; 0 for an undecided place. Tours of TSPLIB,
  /// with a TOUR_SECTION, are read as well.
  [[nodiscard]] std::string answer_text(const State& answer) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

  /// The cities and the ways between them, where the instance says where they are.
  [[nodiscard]] std::optional<Picture> picture(const State& answer) const override;

 private:
  std::shared_ptr<const CityMap> map_;
};

}  // namespace onedial
