#include "race.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "onedial/core/random.hpp"
#include "onedial/sample/reference_system.hpp"

namespace onedial::viewer {

void Descent::place(const State& state) {
  state_ = state;
  energy_ = fields_.place(state);
  sweeps_ = 0;
  is_stuck_ = false;
}

Index Descent::sweep() {
  Index flips = 0;
  for (Index unit = 0; unit < fields_.size() && !is_stuck_; ++unit) {
    const double cost = fields_.flip_energy(unit);
    if (cost < 0) {
      fields_.flip(unit);
      state_[static_cast<std::size_t>(unit)] ^= 1;
      energy_ += cost;
      ++flips;
    }
  }
  is_stuck_ = flips == 0;
  sweeps_ += flips > 0 ? 1 : 0;
  return flips;
}

Race::Race(RaceProblem problem, std::uint64_t seed)
    : problem_(std::move(problem)),
      seed_(seed),
      system_(make_reference_system(problem_.model, KernelKind::heat_bath, 1, 1, seed)),
      quenched_(problem_.model),
      best_(std::numeric_limits<double>::infinity()) {
  start();
}

void Race::start() {
  // Stream 0 is that of the system.
  RandomStream random(seed_, ++started_);
  State state(static_cast<std::size_t>(problem_.model->size()));
  for (Level& level : state) {
    level = static_cast<Level>(random() >> 63U);
  }
  system_->write(0, state);
  quenched_.place(state);
  best_of_race_ = std::numeric_limits<double>::infinity();
  flip_rate_ = 0;
  course_.clear();
  note();
}

void Race::note() {
  best_of_race_ = std::min(best_of_race_, annealed_energy());
  best_ = std::min(best_, best_of_race_);
  course_.add(std::array{annealed_energy(), quenched_.energy(), best_of_race_});
}

void Race::sweep(Temperature t) {
  const SweepStats stats = system_->sweep({&t, 1});
  flip_rate_ = static_cast<double>(stats.flips) / static_cast<double>(stats.attempts);
  quenched_.sweep();
  note();
}

void Race::finish() {
  Descent last(problem_.model);
  last.place(annealed());
  while (last.sweep() > 0) {
  }
  system_->write(0, last.state());
  while (quenched_.sweep() > 0) {
  }
  note();
  const double a = annealed_energy();
  const double q = quenched_.energy();
  const std::array gaps{(a - problem_.ground_energy) / units(), (q - problem_.ground_energy) / units()};
  record_.gaps.add(gaps);
  gaps_.add(gaps);
  record_.annealed_lower += a < q ? 1 : 0;
  record_.quenched_lower += q < a ? 1 : 0;
  ++record_.annealed[a];
  ++record_.quenched[q];
}

State Race::annealed() const {
  State state;
  system_->read(0, state);
  return state;
}

}  // namespace onedial::viewer
