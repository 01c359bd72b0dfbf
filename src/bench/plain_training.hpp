#pragma once
#include <memory>

// CD-1 and block Gibbs as one would write them with Eigen in an afternoon, compiled for each level of x86-64
// from one source. Plain arrays go in and out: nothing that is compiled for a later processor may get into
// the rest of the program.
namespace onedial::bench {

/// Examples are `batch` rows of V floats. One object learns V x H weights.
class PlainTraining {
 public:
  virtual ~PlainTraining() = default;
  /// A step of CD-1.
  virtual void step(const float* examples) = 0;
  /// The five products of such a step, and nothing else.
  virtual void multiply(const float* examples) = 0;
  /// A sweep of block Gibbs of `batch` chains, and its two products alone.
  virtual void sweep() = 0;
  virtual void multiply_for_sweep() = 0;
  [[nodiscard]] virtual float first_weight() const = 0;
};

struct PlainShape {
  int batch;
  int visible;
  int hidden;
};

std::unique_ptr<PlainTraining> plain_training_v2(const PlainShape& shape);
std::unique_ptr<PlainTraining> plain_training_v3(const PlainShape& shape);
std::unique_ptr<PlainTraining> plain_training_v4(const PlainShape& shape);

}  // namespace onedial::bench
