#pragma once
#include <span>
#include <vector>

#include "onedial/core/temperature.hpp"

namespace onedial {

/// A teacher's probabilities softmax(logits/T): at T above 1 they also tell which wrong classes are nearly
/// right. Throws as `Spectrum::from_logits`.
std::vector<double> soft_targets(std::span<const double> teacher_logits, Temperature t);

/// How far a student is from its teacher on one example.
struct DistillationLoss {
  double value;                  ///< T²·KL(q‖p), 0 where both agree
  std::vector<double> gradient;  ///< by the student's logits: T·(p − q)
};

/// Distillation (Hinton, Vinyals, Dean 2015, "Distilling the Knowledge in a Neural Network"): with student
/// logits z, teacher logits v, p = softmax(z/T) and q = softmax(v/T), the loss is T²·KL(q‖p). It differs from
/// the cross-entropy of soft targets by a constant. The factor T² keeps the size of the gradient when T
/// grows: without it, ∂/∂zᵢ = (pᵢ − qᵢ)/T → (zᵢ − vᵢ − mean(z − v))/(N·T²).
///
/// T = ∞ gives the limits, gradient (zᵢ − vᵢ − mean(z − v))/N and half the variance of z − v: the student
/// then matches logits. Nothing cancels on the way: with u = ln(p/q), p − q = q·(eᵘ − 1) and KL = Σ q·(eᵘ − 1
/// − u), whose terms are all positive. Throws std::invalid_argument at T = 0, if the sizes differ or are 0,
/// and if a logit is not finite.
DistillationLoss distillation_loss(std::span<const double> student_logits,
                                   std::span<const double> teacher_logits, Temperature t);

}  // namespace onedial
