#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "onedial/problem/city_map.hpp"
#include "onedial/sample/move_system.hpp"

namespace onedial {

/// For each city the cities next to it, which moves of tours join to it more often than others.
class NearestCities {
 public:
  /// The `count` cities with the shortest ways, by number where ways are as long; all others if there are
  /// fewer. Throws std::invalid_argument for fewer than one.
  NearestCities(const CityMap& map, Index count);

  [[nodiscard]] Index count() const { return count_; }
  /// The k-th of them.
  [[nodiscard]] Level of(Level city, Index k) const {
    return cities_[static_cast<std::size_t>(city * count_ + k)];
  }
  /// Whether `other`, `length` away, is one of them. Takes no search: it is the bounds that decide.
  [[nodiscard]] bool has(Level city, Level other, double length) const {
    const Bound& bound = bounds_[static_cast<std::size_t>(city)];
    return length < bound.length || (length == bound.length && other <= bound.city);
  }
  /// The way from a city to the last of them.
  [[nodiscard]] double reach(Level city) const { return bounds_[static_cast<std::size_t>(city)].length; }

 private:
  struct Bound {
    double length;
    Level city;
  };
  Index count_;
  std::vector<Level> cities_;  ///< (N·count)
  std::vector<Bound> bounds_;  ///< (N)
};

/// Where cities are and which are near: what all replicas share.
struct TourGround {
  std::shared_ptr<const CityMap> map;
  NearestCities nearest;
};

/// Round trips through N ≥ 3 cities as a MoveModel: E is the length. States are tours, of which there are
/// (N−1)!/2: a tour is the same wherever it starts and whichever way round it goes, and is read from city 0
/// on, towards the lower of its two neighbours.
///
/// Half of the proposals are 2-opt moves (Croes 1958): two ways are replaced by two others, which turns the
/// part between them round; half are Or-opt moves (Or 1976): one to three cities in a row move between two
/// others, either way round. A move starts from a random city and joins it to one of its nearest, or with a
/// chance of `uniform_share` to any. What a move costs is known after at most six lengths; making it writes
/// the shorter of the two parts anew, N/2 places at most.
///
/// Moves that join near cities are proposed more often than their ways back; the ratio of the two is exact,
/// so that the Boltzmann distribution over tours is too.
class TourModel {
 public:
  explicit TourModel(std::shared_ptr<const TourGround> ground);

  static constexpr double uniform_share = 0.1;
  static constexpr Index longest_part = 3;  ///< cities that an Or-opt move takes along

  [[nodiscard]] Index size() const { return std::ssize(tour_); }
  void read(State& state) const;
  double place(const State& state);

  template <class Decide>
  void randomize(Decide& decide) {
    std::iota(tour_.begin(), tour_.end(), 0);  // the draws alone decide, not what was there before
    for (Index k = size() - 1; k > 0; --k) {
      std::swap(tour_[static_cast<std::size_t>(k)], tour_[static_cast<std::size_t>(decide.below(k + 1))]);
    }
    find_places();
  }

  template <class Decide>
  std::optional<ProposedMove> propose(Decide& decide) {
    const auto a = static_cast<Level>(decide.below(size()));
    // Two ways to turn, each in six shares, and as many ways to move a part: direction, side, length.
    constexpr Index ways = 4 * longest_part;
    const Index way = decide.below(2 * ways);
    const Level b = partner(a, decide);
    const bool forward = way % 2 == 0;
    return way < ways ? propose_turn(a, b, forward)
                      : propose_transfer(a, b, forward, way / 2 % 2 == 0, 1 + (way - ways) / 4);
  }

  void accept();

  /// Which way round the tour is kept decides what later draws mean: `read` forgets that.
  void transfer(StateArchive& archive);

 private:
  /// Reverses the cities from one place on to another.
  struct Turn {
    Index first;
    Index last;
  };
  /// Takes the `count` cities from place `first` on to between `after` and the place behind it.
  struct Transfer {
    Index first;
    Index count;
    Index after;
    bool reversed;
  };

  template <class Decide>
  Level partner(Level a, Decide& decide) const {
    if (!decide(uniform_share)) {
      return ground_->nearest.of(a, decide.below(ground_->nearest.count()));
    }
    const auto other = static_cast<Level>(decide.below(size() - 1));
    return other < a ? other : other + 1;
  }

  /// Joins a to b and the cities behind them to each other.
  std::optional<ProposedMove> propose_turn(Level a, Level b, bool forward);
  /// Joins a to b and the part that runs from a `forward`, or backward, to b's neighbour on one side.
  std::optional<ProposedMove> propose_transfer(Level a, Level b, bool forward, bool behind, Index count);

  /// How likely it is that the two cities of a way become partners, from either of them.
  [[nodiscard]] double joining(Level a, Level b, double length) const;
  [[nodiscard]] double joining_from(Level a, Level b, double length) const;

  [[nodiscard]] double length(Level a, Level b) const { return ground_->map->length(a, b); }
  [[nodiscard]] Index place_of(Level city) const { return places_[static_cast<std::size_t>(city)]; }
  [[nodiscard]] Index wrapped(Index place) const {
    return place < 0 ? place + size() : (place >= size() ? place - size() : place);
  }
  [[nodiscard]] Level at(Index place) const { return tour_[static_cast<std::size_t>(wrapped(place))]; }
  [[nodiscard]] Level beside(Level city, bool forward) const {
    return at(place_of(city) + (forward ? 1 : -1));
  }
  void put(Level city, Index place);
  void find_places();
  void make(const Turn& turn);
  void make(const Transfer& transfer);

  std::shared_ptr<const TourGround> ground_;
  State tour_;           ///< (N) the city at each place
  State places_;         ///< (N) the place of each city
  Turn turn_{};          ///< what was proposed last, if it was a turn
  Transfer transfer_{};  ///< if it was not
  bool is_turn_ = true;
};

}  // namespace onedial
