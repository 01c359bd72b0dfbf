#pragma once
#include <span>
#include <string>
#include <vector>

#include "onedial/core/index.hpp"

namespace onedial {

/// A number that was measured, beside the one that it should be.
struct ValidationCheck {
  std::string what;  ///< "C at T = 2.2692"
  double exact;
  double estimate;
  double error;  ///< standard error of the estimate; 0 where it must be exact

  /// (estimate − exact)/error; ±∞ where an error of 0 does not cover a difference.
  [[nodiscard]] double z() const;
};

/// The checks of one sampler, model or method.
struct ValidationGroup {
  std::string name;
  std::vector<ValidationCheck> checks;
};

/// What many checks say together.
struct ValidationVerdict {
  Index checks = 0;
  double largest_z = 0;  ///< in magnitude
  /// What the largest of so many may be: exceeded by chance as rarely as 5σ of a single one.
  double threshold = 0;
  double rms_z = 0;  ///< √⟨z²⟩: near 1 where errors are honest, above it where they are too small
  /// What √⟨z²⟩ may be, as rarely exceeded by chance: χ² with a quarter of the checks as degrees of freedom,
  /// since those of one run share its samples.
  double rms_threshold = 0;
  bool passed = false;
};

/// Passed if there are checks, no z is beyond the threshold and √⟨z²⟩ is not beyond its own.
ValidationVerdict judge(std::span<const ValidationGroup> groups);

}  // namespace onedial
