#include "onedial/problem/travelling_salesman.hpp"
#include "onedial/core/elementary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "encoding_choice.hpp"
#include "formats/tour.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/tour_model.hpp"
#include "permutation.hpp"
#include "permutation_qubo.hpp"

namespace onedial {
namespace {

constexpr PermutationWords words = {.place = "place", .value = "city"};
constexpr Index near_cities = 6;

/// Calls use(from, to) for the two cities of each way between places that are decided.
template <class Use>
void for_each_way(const State& tour, Use use) {
  for (std::size_t k = 0; k < tour.size(); ++k) {
    const Level from = tour[k];
    const Level to = tour[(k + 1) % tour.size()];
    if (from != Problem::undecided && to != Problem::undecided) {
      use(from, to);
    }
  }
}

/// From the gap between the ways to the nearest city and to the last of the near ones, on average. At T = gap
/// a third of the moves are made and tours are about twice as long as the best; at a twentieth of it about
/// one move in a hundred is made. Where there is no such gap the whole range of lengths takes its place.
TemperatureRange tour_temperatures(const TourGround& ground) {
  const CityMap& map = *ground.map;
  double sum = 0;
  for (Level city = 0; city < map.size(); ++city) {
    sum += ground.nearest.reach(city) - map.length(city, ground.nearest.of(city, 0));
  }
  double gap = sum / static_cast<double>(map.size());
  if (gap == 0) {
    gap = map.length_range().second - map.length_range().first;
  }
  return gap > 0 ? TemperatureRange{Temperature(gap), Temperature(gap / 20)}
                 : TemperatureRange{Temperature(1.0), Temperature(1.0)};
}

/// City 0 has the first place; bits say who has the others. The costs are lengths above the shortest, which
/// takes N times the shortest from every tour, and keeps them at 0 or above and penalties low.
Encoding tour_qubo(const std::shared_ptr<const CityMap>& map, std::optional<double> penalty) {
  const double shortest = map->length_range().first;
  const auto above = [map, shortest](Index a, Index b) { return map->length(a, b) - shortest; };
  const Index n = map->size() - 1;
  const PlacementCosts costs{
      .size = n,
      .source = map->source(),
      .single =
          [above, n](Index place, Index value) {
            return (place == 0 ? above(0, value + 1) : 0) + (place == n - 1 ? above(value + 1, 0) : 0);
          },
      .pair = [above](
                  Index place, Index value, Index other,
                  Index other_value) { return other == place + 1 ? above(value + 1, other_value + 1) : 0; },
      .offset = static_cast<double>(map->size()) * shortest};
  Encoding encoding = permutation_qubo(costs, penalty);
  encoding.decode = [inner = std::move(encoding.decode)](const State& bits) {
    State tour = {0};
    for (const Level value : inner(bits)) {
      tour.push_back(value == Problem::undecided ? value : value + 1);
    }
    return tour;
  };
  encoding.encode = [inner = std::move(encoding.encode)](const State& tour) {
    const auto start = std::find(tour.begin(), tour.end(), 0) - tour.begin();
    State values;
    for (std::size_t k = 1; k < tour.size(); ++k) {
      values.push_back(tour[(static_cast<std::size_t>(start) + k) % tour.size()] - 1);
    }
    return inner(values);
  };
  return encoding;
}

}  // namespace

TravellingSalesman::TravellingSalesman(CityMap map)
    : Problem(map.source()), map_(std::make_shared<const CityMap>(std::move(map))) {
  if (map_->size() < 3) {
    throw InputError(fmt::format("{}: {} cities; a round trip needs at least 3", source(), map_->size()));
  }
}

std::string TravellingSalesman::size_text() const {
  return fmt::format("{} cities", map_->size());
}

std::vector<std::string_view> TravellingSalesman::encodings() const {
  return {"permutation", "qubo"};
}

Encoding TravellingSalesman::encode(const EncodingChoice& choice) const {
  if (require_encoding(*this, choice, {"qubo"}) == "qubo") {
    return tour_qubo(map_, choice.penalty);
  }
  const auto ground = std::make_shared<const TourGround>(
      TourGround{.map = map_, .nearest = NearestCities(*map_, near_cities)});
  const auto [shortest, longest] = map_->length_range();
  MovingModel model{
      .units = map_->size(),
      .log_states = log_factorial(map_->size() - 1) - elementary::log(2.0),  // either way round
      .energy_scale = static_cast<double>(map_->size()) * std::max(std::abs(shortest), std::abs(longest)),
      .range = tour_temperatures(*ground),
      .make_system = [ground](const SamplerSettings& settings, std::uint64_t seed) {
        return make_move_system(TourModel(ground), settings.kernel, settings.replicas, settings.threads, seed,
                                static_cast<std::uint64_t>(settings.first_replica));
      }};
  return own_encoding("permutation", std::make_shared<const MovingModel>(std::move(model)));
}

Evaluation TravellingSalesman::evaluate(const State& answer) const {
  std::string violation = permutation_violation(answer, map_->size(), words);
  CompensatedSum length;
  for_each_way(answer, [&](Level from, Level to) { length.add(from == to ? 0 : map_->length(from, to)); });
  return {.objective = length.value(), .feasible = violation.empty(), .violation = std::move(violation)};
}

std::optional<State> TravellingSalesman::repaired(const State& answer) const {
  return completed_permutation(answer);
}

std::string TravellingSalesman::answer_text(const State& answer) const {
  return permutation_text(answer);
}

State TravellingSalesman::read_answer(const std::filesystem::path& path) const {
  return read_tour(path, map_->size());
}

std::optional<Picture> TravellingSalesman::picture(const State& answer) const {
  const std::vector<Point> places = map_->drawing();
  if (places.empty()) {
    return std::nullopt;
  }
  const auto place = [&](Level city) { return places[static_cast<std::size_t>(city)]; };
  Picture picture;
  for_each_way(answer, [&](Level from, Level to) {
    picture.lines.push_back({place(from).x, place(from).y, place(to).x, place(to).y, 0});
  });
  for (const Point& point : places) {
    picture.dots.push_back({point.x, point.y});
  }
  const Evaluation worth = evaluate(answer);
  picture.caption = fmt::format("length {:.12g}", worth.objective);
  return picture;
}

}  // namespace onedial
