#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "onedial/memory/patterns.hpp"

namespace onedial {

/// What a state at the end of a recall is.
enum class Verdict : std::uint8_t {
  recalled,    ///< the pattern that was cued
  other,       ///< another pattern
  inverted,    ///< the reverse of a pattern
  mixture,     ///< the majority of an odd number of patterns, some of them reversed
  spin_glass,  ///< none of these: it has no large overlap with anything that was stored
};

/// All there are.
inline constexpr std::array all_verdicts = {Verdict::recalled, Verdict::other, Verdict::inverted,
                                            Verdict::mixture, Verdict::spin_glass};

/// "recalled", "other", "inverted", "mixture" or "spin_glass".
std::string_view verdict_name(Verdict verdict);

/// A verdict with its evidence.
struct Judgement {
  Verdict verdict = Verdict::spin_glass;
  double overlap = 0;             ///< with what the verdict names; of a spin glass, the largest |m|
  std::vector<Index> patterns{};  ///< that it is made of: one, or those of the mixture, by falling |m|
  std::vector<int> signs{};       ///< of each of them, +1 or −1
};

/// Judges a state. `cued` is the pattern that it started from, or −1. A pattern counts as recalled at an
/// overlap of at least `least_overlap`; a mixture of 3, 5 or 7 patterns likewise, by the overlap with their
/// majority.
Judgement judge_recall(const Patterns& patterns, const State& state, Index cued, double least_overlap = 0.9);

}  // namespace onedial
