#pragma once
#include <functional>
#include <optional>

#include "outcome.hpp"
#include "training_session.hpp"

namespace onedial::cli {

/// Trains a restricted machine, measures its likelihood and lets it dream. Every so many seconds `checkpoint`
/// is given what can be gone on from. Throws InputError for examples that cannot be read or do not suit the
/// machine, a stored training that is of other examples or settings, and more memory than there is.
Outcome train_restricted(const RestrictedTraining& training, const std::optional<StoredTraining>& stored,
                         bool quiet, const std::function<void(const Outcome&)>& checkpoint);

}  // namespace onedial::cli
