#pragma once
#include <cstdint>
#include <span>

#include "lane_matrix.hpp"
#include "softmax/dial.hpp"

namespace onedial {

/// The units of one row that are not 0, in rising order, and their values where these are not all 1.
struct ActiveUnits {
  const std::uint32_t* units = nullptr;
  const float* values = nullptr;
  std::size_t count = 0;
};

/// Which random numbers a layer draws: those of unit u in a row are a pure function of these and u.
struct DrawCounter {
  std::uint64_t seed = 0;
  std::uint32_t step = 0;
  std::uint32_t draw = 0;  ///< within the step, below 2³² − `first_tag`
  /// Blocks of Philox whose last word is below are those of RandomStream and of the engines.
  static constexpr std::uint32_t first_tag = 2;
};

/// 32 random bits of a unit: word (u mod 64)/16 of block 16 (u/64) + u mod 16 of Philox, with the seed as key
/// and the counter (block, row, step, draw + `first_tag`).
std::uint32_t unit_bits(const DrawCounter& counter, std::uint32_t row, std::uint32_t unit);

/// The parameters of a step of one row of weights, or of all biases of a layer. `gradient` is that of the
/// objective without penalties, and becomes the change of the weights.
struct StepRow {
  std::size_t size;  ///< a multiple of 16
  float* gradient;
  float* weights;
  float* first;   ///< velocity, or the mean gradient (Adam)
  float* second;  ///< mean square of the gradient (Adam); not used by momentum
};

/// gradient −= row_offset·column_difference + row_difference·column_offset.
struct Centering {
  float row_offset;
  float row_difference;
  const float* column_offsets;
  const float* column_differences;
};

struct Penalty {
  float l2;
  float l1;
};

struct AdamFactors {
  float rate;  ///< with the correction of the first moment's start
  float decay;
  float square_decay;
  float square_correction;  ///< 1/√(1 − decayⁿ) of the second moment
  float epsilon;
};

/// The inner loops of learning, once for each instruction set. Every number is a fixed sequence of IEEE
/// operations of its own, whatever the width of the vectors: the same bits on every instruction set.
struct RbmKernels {
  /// out_r = start + factor Σ_k x_rk matrix_k over the active k of row r, in rising order. Rows of `out` from
  /// the first on; with `start` null it is 0.
  void (*sum_rows)(std::span<const ActiveUnits> rows, const LaneMatrix& matrix, const float* start,
                   float factor, float* out, std::size_t out_stride);

  /// Draws units that are on with probability 1/(1 + e^{−field/T}); that of the less likely of the two
  /// levels has the relative error of single precision, some 2⁻²². Returns how many are on, and writes which
  /// to `on`, that has room for 16 more than there are units.
  std::size_t (*draw_units)(const float* fields, std::size_t units, const Dial<float>& dial,
                            const DrawCounter& counter, std::uint32_t row, std::uint32_t* on);

  /// fields ← factor/(1 + e^{−field/T}) + offset; `size` is a multiple of 16.
  void (*to_means)(float* fields, std::size_t size, const Dial<float>& dial, float factor, float offset);

  /// The gradient of a row of W in centred coordinates less penalties, into `gradient`.
  void (*centre)(const StepRow& row, const Centering& centering, const Penalty& penalty);
  /// first ← momentum·first + rate·gradient; weights += first. Returns the bits of the greatest |weight|.
  std::uint32_t (*momentum_step)(const StepRow& row, float rate, float momentum);
  /// Adam (Kingma, Ba 2015). Returns likewise.
  std::uint32_t (*adam_step)(const StepRow& row, const AdamFactors& factors);
  /// Σ_k a_k b_k in 16 sums, k to sum k mod 16, added up by halves.
  float (*dot)(const float* a, const float* b, std::size_t size);
};

/// Those of the instruction set in use.
const RbmKernels& rbm_kernels();

}  // namespace onedial
