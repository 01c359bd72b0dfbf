#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "onedial/problem/problem.hpp"

namespace onedial {

/// Number partitioning: positive integers aᵢ go to two sides so that the sums of the sides differ as little
/// as they can. In spins the difference is |Σ aᵢsᵢ|, and E = (Σ aᵢsᵢ)² = Σ aᵢ² + 2 Σ_{i<j} aᵢaⱼ sᵢsⱼ (S.
/// Mertens 1998), whose energies are whole numbers.
class NumberPartition final : public Problem {
 public:
  /// Reads one number a line. Throws InputError where it is no positive integer, and where their sum has a
  /// square beyond 2^53, since not all energies would be doubles then.
  explicit NumberPartition(const std::filesystem::path& path);

  [[nodiscard]] const std::vector<std::int64_t>& numbers() const { return numbers_; }

  [[nodiscard]] std::string_view kind() const override { return "number_partition"; }
  [[nodiscard]] std::string_view objective_name() const override { return "difference"; }
  [[nodiscard]] std::string size_text() const override;
  [[nodiscard]] std::vector<std::string_view> encodings() const override { return {"spins"}; }
  [[nodiscard]] Encoding encode(const EncodingChoice& choice) const override;
  [[nodiscard]] double energy_of(double objective) const override { return objective * objective; }
  [[nodiscard]] Evaluation evaluate(const State& sides) const override;

  /// The number of a line, from 1, and its side, −1 or 1, in any order; 0 is read for −1.
  [[nodiscard]] std::string answer_text(const State& sides) const override;
  [[nodiscard]] State read_answer(const std::filesystem::path& path) const override;

 private:
  std::vector<std::int64_t> numbers_;
  std::int64_t sum_ = 0;
};

}  // namespace onedial
