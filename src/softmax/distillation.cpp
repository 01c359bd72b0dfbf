#include "onedial/softmax/distillation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/softmax/softmax.hpp"

namespace onedial {
namespace {

/// eᵘ − 1 − u ≥ 0.
double exp_beyond_linear(double u) {
  return std::abs(u) < 0.35 ? u * u * elementary::detail::exp_tail(u) : elementary::expm1(u) - u;
}

void check(std::span<const double> student, std::span<const double> teacher, Temperature t) {
  if (t.is_zero()) {
    throw std::invalid_argument("distillation needs a temperature above 0: at T = 0 there is no gradient");
  }
  if (student.size() != teacher.size() || student.empty()) {
    throw std::invalid_argument(
        fmt::format("student and teacher have {} and {} logits; both need the same "
                    "number, at least 1",
                    student.size(), teacher.size()));
  }
  for (std::size_t i = 0; i < student.size(); ++i) {
    if (!std::isfinite(student[i]) || !std::isfinite(teacher[i])) {
      throw std::invalid_argument(
          fmt::format("logit {} is {} of the student and {} of the teacher; both must be finite", i,
                      student[i], teacher[i]));
    }
  }
}

/// Up to this share of T, differences of logits are as good as at T = ∞: what is left out is of its size.
constexpr double negligible = 1e-18;

double spread(std::span<const double> logits) {
  const auto [least, most] = std::minmax_element(logits.begin(), logits.end());
  return *most - *least;
}

/// The limit T → ∞: half the mean square of the difference in logits (Hinton, Vinyals, Dean 2015, eq. 4).
DistillationLoss matching_logits(std::span<const double> student, std::span<const double> teacher) {
  const auto n = static_cast<double>(student.size());
  CompensatedSum sum;
  for (std::size_t i = 0; i < student.size(); ++i) {
    sum.add(student[i] - teacher[i]);
  }
  const double mean = std::isfinite(sum.value()) ? sum.value() / n : 0;
  DistillationLoss loss{};
  CompensatedSum squares;
  for (std::size_t i = 0; i < student.size(); ++i) {
    const double deviation = (student[i] - teacher[i]) - mean;
    loss.gradient.push_back(deviation / n);
    squares.add(deviation * deviation);
  }
  loss.value = squares.value() / n / 2;
  return loss;
}

}  // namespace

std::vector<double> soft_targets(std::span<const double> teacher_logits, Temperature t) {
  return boltzmann_probabilities(Spectrum::from_logits(teacher_logits), t);
}

DistillationLoss distillation_loss(std::span<const double> student_logits,
                                   std::span<const double> teacher_logits, Temperature t) {
  check(student_logits, teacher_logits, t);
  if (spread(student_logits) <= negligible * t.value() && spread(teacher_logits) <= negligible * t.value()) {
    return matching_logits(student_logits, teacher_logits);
  }
  const std::vector<double> q = soft_targets(teacher_logits, t);
  const std::vector<double> p = soft_targets(student_logits, t);
  // A common shift of the student's logits changes nothing; this one makes the differences that count small.
  CompensatedSum mean;
  for (std::size_t i = 0; i < q.size(); ++i) {
    mean.add(q[i] * (student_logits[i] - teacher_logits[i]));
  }
  const auto difference = [&](std::size_t i) {
    return ((student_logits[i] - teacher_logits[i]) - mean.value()) / t.value();
  };
  // ln Σ q e^δ, which ln p − ln q = δ − ln Σ q e^δ needs.
  CompensatedSum growth;
  double largest = 0;
  for (std::size_t i = 0; i < q.size(); ++i) {
    largest = std::max(largest, difference(i));
  }
  const bool close = largest < 1;
  for (std::size_t i = 0; close && i < q.size(); ++i) {
    growth.add(q[i] * exp_beyond_linear(difference(i)));
  }
  const double log_growth = elementary::log1p(growth.value());

  // Where the two are far apart, e^δ spans more than a double can hold, and logarithms are told directly.
  const std::vector<double> log_q = close ? std::vector<double>() : log_softmax(teacher_logits, t);
  const std::vector<double> log_p = close ? std::vector<double>() : log_softmax(student_logits, t);
  DistillationLoss loss{};
  CompensatedSum divergence;
  for (std::size_t i = 0; i < q.size(); ++i) {
    const double u = close ? difference(i) - log_growth : log_p[i] - log_q[i];
    const bool similar = std::abs(u) < 1;
    loss.gradient.push_back(t.value() * (similar ? q[i] * elementary::expm1(u) : p[i] - q[i]));
    divergence.add(similar ? q[i] * exp_beyond_linear(u) : q[i] > 0 ? p[i] - q[i] - q[i] * u : p[i]);
  }
  loss.value = t.value() * t.value() * divergence.value();
  return loss;
}

}  // namespace onedial
