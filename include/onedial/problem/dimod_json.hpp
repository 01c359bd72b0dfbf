#pragma once
#include <string>

#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// The model as dimod's BinaryQuadraticModel in JSON (schema 3.0.0, `use_bytes=False`), which has the
/// energy Σᵢ hᵢ xᵢ + Σ_{i<j} Jᵢⱼ xᵢ xⱼ + offset: couplings and fields change their sign. Variables are
/// labelled 0 … N−1. Numbers read back to the same bits. `read_instance` reads it again.
std::string to_dimod_json(const PairwiseModel& model);

}  // namespace onedial
