#include "hopfield_pair.hpp"

#include <array>
#include <cmath>

#include "letters.hpp"
#include "onedial/data/text_images.hpp"
#include "onedial/engine/make_system.hpp"

namespace onedial::viewer {
namespace {

constexpr Index replicas = 16;
constexpr std::uint64_t stream_of_cues = 1;

double unit_length(const Patterns& patterns) {
  return 1 / std::sqrt(static_cast<double>(patterns.rows()));
}

}  // namespace

NamedPatterns letter_patterns(Index count) {
  const Dataset images = read_text_images("letters", letters());
  NamedPatterns result{.patterns = patterns_from(images, count, 0.5), .names = {}, .side = images.width};
  for (Index p = 0; p < count; ++p) {
    result.names.emplace_back(1, static_cast<char>('A' + p));
  }
  return result;
}

NamedPatterns noise_patterns(Index count, std::uint64_t seed) {
  constexpr Index side = 16;
  RandomStream random(seed, 0);
  NamedPatterns result{
      .patterns = random_patterns(side * side, count, 0.5, random), .names = {}, .side = side};
  for (Index p = 0; p < count; ++p) {
    result.names.push_back(std::to_string(p + 1));
  }
  return result;
}

HopfieldPair::HopfieldPair(NamedPatterns patterns, StorageRule rule, Temperature coldest, Temperature hottest,
                           std::uint64_t seed)
    : patterns_(std::move(patterns)),
      model_(store(patterns_.patterns, {.rule = rule}).model),
      modern_(patterns_.patterns * unit_length(patterns_.patterns)),
      random_(seed, stream_of_cues) {
  const auto n = static_cast<double>(model_->size());
  const auto largest_overlap = [stored = patterns_.patterns](const State& state) {
    return overlaps(stored, state).cwiseAbs().maxCoeff();
  };
  spins_ = std::make_unique<SampledSystem>(make_system(model_, {.replicas = replicas}, seed),
                                           SampledSettings{.coldest = coldest,
                                                           .hottest = hottest,
                                                           .unit = n,
                                                           .energy = "E/N",
                                                           .heat_capacity = "C/N",
                                                           .order_parameter = largest_overlap,
                                                           .order = "largest |m|"});
}

void HopfieldPair::cue(Index pattern, double noise) {
  cued_ = pattern;
  for (Index r = 0; r < replicas; ++r) {
    State state = state_of(patterns_.patterns, pattern);
    corrupt(state, noise, random_);
    spins_->write(r, state);
    if (r == 0) {
      modern_state_ = spins_of(state) * unit_length(patterns_.patterns);
    }
  }
  course_.clear();
}

void HopfieldPair::write(const State& state) {
  for (Index r = 0; r < replicas; ++r) {
    spins_->write(r, state);
  }
  modern_state_ = spins_of(state) * unit_length(patterns_.patterns);
}

void HopfieldPair::sweep(Temperature t) {
  spins_->sweep(t);
  modern_state_ = modern_.update(modern_state_, t);
  const double norm = modern_state_.norm();
  const double along = modern_.patterns().col(cued_).dot(modern_state_);
  const std::array values = {spin_overlaps()(cued_), norm > 0 ? along / norm : 0};
  course_.add(values);
}

Eigen::VectorXd HopfieldPair::spin_overlaps() const {
  return overlaps(patterns_.patterns, spins_->state());
}

Index HopfieldPair::recalled() const {
  constexpr double least_overlap = 0.9;
  Index count = 0;
  State state;
  for (Index r = 0; r < replicas; ++r) {
    spins_->system().read(r, state);
    count += overlaps(patterns_.patterns, state)(cued_) >= least_overlap ? 1 : 0;
  }
  return count;
}

Eigen::VectorXd HopfieldPair::modern_state() const {
  return modern_state_ / unit_length(patterns_.patterns);
}

Eigen::VectorXd HopfieldPair::modern_weights(Temperature t) const {
  return modern_.weights(modern_state_, t);
}

}  // namespace onedial::viewer
