#pragma once
#include "onedial/core/temperature.hpp"

/// Temperatures that follow from the entropy H (nats) of the distribution that they are applied to.
namespace onedial {

/// T = low + (high − low)·(H/H_max)^exponent: hot where the model is unsure ("dynatemp" of llama.cpp and
/// KoboldCpp, 2023). H_max = ln of the number of tokens; where there is one token, T = 1.
Temperature dynamic_temperature(double entropy, double max_entropy, double low, double high, double exponent);

/// 1/T = max(1, −0.037H⁴ + 0.481H³ − 2.3H² + 4.917H − 1.791) for H > ½, and T = 1 below: cold where the model
/// is unsure, against the dispersion of softmax over many items (Veličković, Perivolaropoulos, Barbero,
/// Pascanu 2024, "softmax is not enough (for sharp out-of-distribution)"; their fit, made for attention).
Temperature adaptive_temperature(double entropy);

/// T = T₀·0.8^{θ/H}, with T = 0 at H = 0 unless θ = 0: T₀ where the model is unsure, greedy where it is
/// certain (EDT; Zhang, Bao, Huang 2024, "EDT: Improving Large Language Models' Generation by Entropy-based
/// Dynamic Temperature Sampling").
Temperature entropy_based_temperature(double entropy, double ceiling, double theta);

}  // namespace onedial
