#include "onedial/problem/tour_model.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "permutation.hpp"

namespace onedial {

NearestCities::NearestCities(const CityMap& map, Index count) : count_(std::min(count, map.size() - 1)) {
  if (count_ < 1) {
    throw std::invalid_argument("a city needs at least one near city");
  }
  std::vector<Bound> others;
  for (Index city = 0; city < map.size(); ++city) {
    others.clear();
    for (Index other = 0; other < map.size(); ++other) {
      if (other != city) {
        others.push_back({map.length(city, other), static_cast<Level>(other)});
      }
    }
    std::partial_sort(others.begin(), others.begin() + count_, others.end(),
                      [](const Bound& a, const Bound& b) {
                        return a.length < b.length || (a.length == b.length && a.city < b.city);
                      });
    for (Index k = 0; k < count_; ++k) {
      cities_.push_back(others[static_cast<std::size_t>(k)].city);
    }
    bounds_.push_back(others[static_cast<std::size_t>(count_ - 1)]);
  }
}

TourModel::TourModel(std::shared_ptr<const TourGround> ground) : ground_(std::move(ground)) {
  const Index cities = ground_->map->size();
  if (cities < 3) {
    throw std::invalid_argument("a tour needs at least 3 cities");
  }
  tour_.resize(static_cast<std::size_t>(cities));
  std::iota(tour_.begin(), tour_.end(), 0);
  places_ = tour_;
}

void TourModel::read(State& state) const {
  const bool forward = beside(0, true) <= beside(0, false);
  const Index start = place_of(0);
  state.resize(tour_.size());
  for (Index k = 0; k < size(); ++k) {
    state[static_cast<std::size_t>(k)] = at(forward ? start + k : start - k);
  }
}

void TourModel::transfer(StateArchive& archive) {
  archive.values(tour_);
  require_permutation(tour_, size());
  find_places();
}

double TourModel::place(const State& state) {
  require_permutation(state, size());
  tour_ = state;
  find_places();
  double sum = 0;
  for (Index k = 0; k < size(); ++k) {
    sum += length(at(k), at(k + 1));
  }
  return sum;
}

double TourModel::joining_from(Level a, Level b, double length) const {
  const NearestCities& nearest = ground_->nearest;
  const double chosen = nearest.has(a, b, length) ? 1.0 / static_cast<double>(nearest.count()) : 0.0;
  return uniform_share / static_cast<double>(size() - 1) + (1 - uniform_share) * chosen;
}

double TourModel::joining(Level a, Level b, double length) const {
  return joining_from(a, b, length) + joining_from(b, a, length);
}

// A turn removes a–a' and b–b' and joins a–b and a'–b', with a' and b' both behind or both before. It is
// drawn in four ways, from either end of each new way; all of them share the same chances but for `joining`.
std::optional<ProposedMove> TourModel::propose_turn(Level a, Level b, bool forward) {
  const Level a_next = beside(a, forward);
  const Level b_next = beside(b, forward);
  if (a_next == b || b_next == a) {
    return std::nullopt;
  }
  const double old_a = length(a, a_next);
  const double old_b = length(b, b_next);
  const double new_ab = length(a, b);
  const double new_next = length(a_next, b_next);
  is_turn_ = true;
  turn_ = forward ? Turn{place_of(a_next), place_of(b)} : Turn{place_of(a), place_of(b_next)};
  return ProposedMove{.energy_change = (new_ab + new_next) - (old_a + old_b),
                      .ratio = (joining(a, a_next, old_a) + joining(b, b_next, old_b)) /
                               (joining(a, b, new_ab) + joining(a_next, b_next, new_next))};
}

// The part a … e lies between `before` and `after`, and moves in between b and its neighbour. It is drawn
// from a, which chooses b, and from e, which chooses the neighbour; a part of one city in either direction,
// back as well as there. Ways that touch the part are none to move into.
std::optional<ProposedMove> TourModel::propose_transfer(Level a, Level b, bool forward, bool behind,
                                                        Index count) {
  if (count > size() - 2) {
    return std::nullopt;
  }
  const Level b_next = beside(b, behind);
  const Index step = forward ? 1 : -1;
  const auto is_in_part = [&](Level city) { return wrapped(step * (place_of(city) - place_of(a))) < count; };
  if (is_in_part(b) || is_in_part(b_next)) {
    return std::nullopt;
  }
  const Level e = at(place_of(a) + step * (count - 1));
  const Level before = beside(a, !forward);
  const Level after = beside(e, forward);
  const double old_before = length(before, a);
  const double old_after = length(e, after);
  const double new_b = length(a, b);
  const double new_next = length(e, b_next);
  is_turn_ = false;
  transfer_ = {.first = place_of(forward ? a : e),
               .count = count,
               .after = place_of(behind ? b : b_next),
               .reversed = forward != behind};
  return ProposedMove{.energy_change = (length(before, after) + new_b + new_next) -
                                       (old_before + old_after + length(b, b_next)),
                      .ratio = (joining_from(a, before, old_before) + joining_from(e, after, old_after)) /
                               (joining_from(a, b, new_b) + joining_from(e, b_next, new_next))};
}

void TourModel::accept() {
  if (is_turn_) {
    make(turn_);
  } else {
    make(transfer_);
  }
}

void TourModel::put(Level city, Index place) {
  place = wrapped(place);
  tour_[static_cast<std::size_t>(place)] = city;
  places_[static_cast<std::size_t>(city)] = static_cast<Level>(place);
}

void TourModel::find_places() {
  for (std::size_t place = 0; place < tour_.size(); ++place) {
    places_[static_cast<std::size_t>(tour_[place])] = static_cast<Level>(place);
  }
}

void TourModel::make(const Turn& turn) {
  Index first = turn.first;
  Index last = turn.last;
  Index count = wrapped(last - first) + 1;
  if (2 * count > size()) {  // the rest of the tour, reversed, is the same tour
    first = wrapped(turn.last + 1);
    last = wrapped(turn.first - 1);
    count = size() - count;
  }
  for (; count > 1; count -= 2) {
    const Level city = at(first);
    put(at(last), first);
    put(city, last);
    first = wrapped(first + 1);
    last = wrapped(last - 1);
  }
}

void TourModel::make(const Transfer& transfer) {
  std::array<Level, longest_part> part{};
  for (Index k = 0; k < transfer.count; ++k) {
    part[static_cast<std::size_t>(transfer.reversed ? transfer.count - 1 - k : k)] = at(transfer.first + k);
  }
  const Index end = transfer.first + transfer.count;
  const Index ahead = wrapped(wrapped(transfer.after + 1) - wrapped(end));  // cities up to `after`
  const Index back = size() - transfer.count - ahead;
  Index start = transfer.first;  // of the part, once the shorter way has been cleared
  if (ahead <= back) {
    for (Index k = 0; k < ahead; ++k) {
      put(at(transfer.first + k + transfer.count), transfer.first + k);
    }
    start += ahead;
  } else {
    for (Index k = 1; k <= back; ++k) {
      put(at(transfer.first - k), end - k);
    }
    start -= back;
  }
  for (Index k = 0; k < transfer.count; ++k) {
    put(part[static_cast<std::size_t>(k)], start + k);
  }
}

}  // namespace onedial
