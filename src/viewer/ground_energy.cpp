#include "ground_energy.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

namespace onedial::viewer {
namespace {

constexpr std::size_t widest = 20;

/// The least energy of everything taken in so far, for each choice of the levels of the spins in front.
class Front {
 public:
  explicit Front(const PairwiseModel& model)
      : model_(model),
        is_in_(static_cast<std::size_t>(model.size()), false),
        open_(static_cast<std::size_t>(model.size()), 0),
        least_{model.offset()} {
    for (Index unit = 0; unit < model.size(); ++unit) {
      for_each_neighbour(unit, [&](Index, double) { ++open_[static_cast<std::size_t>(unit)]; });
    }
  }

  double run() {
    for (Index k = 0; k < model_.size(); ++k) {
      take_in(next());
      for (std::size_t place = front_.size(); place-- > 0;) {
        if (open_[static_cast<std::size_t>(front_[place])] == 0) {
          let_go(place);
        }
      }
    }
    return least_.front();
  }

 private:
  /// A dense model holds zeros as well, which couple nothing.
  template <class Visit>
  void for_each_neighbour(Index unit, Visit visit) const {
    for_each_coupling(model_, unit, [&](Index neighbour, double coupling) {
      if (coupling != 0) {
        visit(neighbour, coupling);
      }
    });
  }

  /// The spin that leaves the front smallest, and among equals the one that has most of its neighbours in it.
  [[nodiscard]] Index next() const {
    Index best = 0;
    std::pair<Index, Index> least{std::numeric_limits<Index>::max(), 0};
    for (Index unit = 0; unit < model_.size(); ++unit) {
      const auto i = static_cast<std::size_t>(unit);
      if (is_in_[i]) {
        continue;
      }
      Index growth = open_[i] > 0 ? 1 : 0;
      for_each_neighbour(unit, [&](Index neighbour, double) {
        const auto j = static_cast<std::size_t>(neighbour);
        growth -= is_in_[j] && open_[j] == 1 ? 1 : 0;
      });
      if (const std::pair key{growth, open_[i]}; key < least) {
        least = key;
        best = unit;
      }
    }
    return best;
  }

  void take_in(Index unit) {
    if (front_.size() == widest) {
      throw std::invalid_argument("the ground state of this model is too hard to find");
    }
    struct Pull {
      std::size_t place;
      double coupling;
    };
    std::vector<Pull> pulls;
    for_each_neighbour(unit, [&](Index neighbour, double coupling) {
      --open_[static_cast<std::size_t>(neighbour)];
      const auto at = std::find(front_.begin(), front_.end(), neighbour);
      if (at != front_.end()) {
        pulls.push_back({static_cast<std::size_t>(at - front_.begin()), coupling});
      }
    });
    const std::size_t states = least_.size();
    least_.resize(2 * states);
    for (std::size_t state = 0; state < states; ++state) {
      double field = model_.fields()[unit];
      for (const Pull& pull : pulls) {
        field += ((state >> pull.place) & 1U) != 0 ? pull.coupling : -pull.coupling;
      }
      least_[states + state] = least_[state] - field;
      least_[state] += field;
    }
    front_.push_back(unit);
    is_in_[static_cast<std::size_t>(unit)] = true;
  }

  void let_go(std::size_t place) {
    const std::size_t bit = std::size_t{1} << place;
    for (std::size_t state = 0; state < least_.size() / 2; ++state) {
      const std::size_t below = state & (bit - 1);
      const std::size_t down = ((state - below) << 1U) | below;
      least_[state] = std::min(least_[down], least_[down | bit]);
    }
    least_.resize(least_.size() / 2);
    front_.erase(front_.begin() + static_cast<std::ptrdiff_t>(place));
  }

  const PairwiseModel& model_;
  std::vector<bool> is_in_;
  std::vector<Index> open_;    // neighbours that are not in yet
  std::vector<Index> front_;   // spins that are in and have such neighbours
  std::vector<double> least_;  // (2ᶠ), bit p of the index the level of front_[p]
};

}  // namespace

double ground_energy(const PairwiseModel& model) {
  if (model.domain() != Domain::spin) {
    throw std::invalid_argument("a ground energy is found of spins only");
  }
  return Front(model).run();
}

}  // namespace onedial::viewer
