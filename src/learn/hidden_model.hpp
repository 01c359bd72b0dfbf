#pragma once
#include "onedial/learn/restricted_machine.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// What is left of a machine with real visible units once these are integrated over: the hidden units as a
/// pairwise model over {0, 1},
///   ∫ e^{−E(v,h)/T} dv = (2πT)^{V/2} e^{−E(h)/T},  E(h) = −½|Wh|² − (c + Wᵀb)ᵀh,
/// the same at every temperature. Its couplings WᵀW are those that Hebb's rule makes of V patterns (Barra,
/// Bernacchia, Santucci, Contucci 2012). Throws as PairwiseModel does.
PairwiseModel hidden_model(const RestrictedMachine& machine);

}  // namespace onedial
