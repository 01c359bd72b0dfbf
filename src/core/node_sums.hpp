#pragma once
#include "onedial/core/compressed_spectrum.hpp"

namespace onedial {

/// Σ w, Σ w (y − c) and Σ w (y − c)² with y = gap·scale and w = e^{log weight − y}, or only the weight itself
/// where `hot`.
struct NodeSums {
  double weight;
  double first;
  double second;
};

/// Sums over nodes in lanes of eight whatever the width of the processor's registers: the same bits on every
/// instruction set. The number of nodes is a multiple of eight.
NodeSums sum_nodes(const CompressedSpectrum::Nodes& nodes, double scale, bool hot, double c = 0);

}  // namespace onedial
