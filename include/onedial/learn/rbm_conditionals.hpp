#pragma once
#include "onedial/learn/restricted_machine.hpp"

// What one layer of a restricted machine expects of the other at T = 1, in the arithmetic of learning: the
// same bits for any number of threads and on every instruction set.
namespace onedial {

/// E[h | v] of `rows` (n × V), a matrix n × H. Throws std::invalid_argument for rows of other than V columns
/// or with values that the visible units cannot have, and for threads below 1.
FloatRows hidden_probabilities(const RestrictedMachine& machine, const FloatRows& rows, Index threads = 1);

/// E[v | h] of `hidden` (n × H), a matrix n × V; hidden values may be anything from 0 to 1. Throws likewise.
FloatRows visible_expectations(const RestrictedMachine& machine, const FloatRows& hidden, Index threads = 1);

/// The mean over rows and columns of (v − E[v | E[h | v]])². Says how well the hidden units keep what they
/// see, not how likely it is. Throws as `hidden_probabilities`, and if there are no rows.
double reconstruction_error(const RestrictedMachine& machine, const FloatRows& rows, Index threads = 1);

}  // namespace onedial
