#include "onedial/learn/machine_memory.hpp"

#include <malloc.h>

#include "catch.hpp"
#include "learn_cases.hpp"
#include "onedial/core/error.hpp"
#include "onedial/learn/machine_system.hpp"
#include "onedial/learn/partition_function.hpp"
#include "onedial/learn/rbm_sampler.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

/// Bytes that the program has taken from the C library and not given back.
double bytes_in_use() {
  const auto info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

struct Shape {
  VisibleUnits units;
  Index visible;
  Index hidden;
  Index levels;
  Index replicas;
};

}  // namespace

TEST_CASE("a system takes no more memory than was said, and not much less") {
  const Shape shapes[] = {
      {VisibleUnits::binary, 784, 500, 2, 64},    {VisibleUnits::binary, 100, 50, 2, 5000},
      {VisibleUnits::spin, 300, 900, 2, 64},      {VisibleUnits::softmax, 1000, 400, 10, 100},
      {VisibleUnits::gaussian, 700, 400, 2, 128}, {VisibleUnits::gaussian, 20, 100, 2, 9000}};
  for (const Shape& shape : shapes) {
    CAPTURE(static_cast<int>(shape.units), shape.visible, shape.hidden, shape.replicas);
    const auto machine = random_machine(shape.units, shape.visible, shape.hidden, 0.1F, 1, shape.levels);
    const double before = bytes_in_use();
    const MachineSystem view = make_machine_system(machine, shape.replicas, 1, 1);
    const double taken = bytes_in_use() - before;
    if (before == 0) {
      return;  // sanitizers bring an allocator that does not tell
    }
    const double said = machine_system_bytes(machine, shape.replicas);
    CHECK(taken < said);
    CHECK(taken > said / 4);  // the peak, while it is made, lies in between
  }
}

TEST_CASE("a sampler of chains takes no more memory than was said") {
  for (const Index chains : {64, 5000}) {
    const auto machine = random_machine(VisibleUnits::binary, 784, 100, 0.1F, 1);
    const double before = bytes_in_use();
    const RbmSampler sampler(machine, chains, 1, 1);
    const double taken = bytes_in_use() - before;
    if (before == 0) {
      return;
    }
    CAPTURE(taken, rbm_sampler_bytes(machine, chains));
    CHECK(taken < rbm_sampler_bytes(machine, chains));
    CHECK(taken > rbm_sampler_bytes(machine, chains) / 8);
  }
}

TEST_CASE("what cannot fit is refused before any of it is taken") {
  // A machine without weights, which alone would take petabytes, cannot be made: 2^40 replicas instead.
  const auto machine = random_machine(VisibleUnits::binary, 100, 100, 1, 1);
  const double before = bytes_in_use();
  CHECK_THROWS_WITH(
      make_machine_system(machine, Index{1} << 40, 1, 1),
      ContainsSubstring("sampling 1099511627776 replicas of a machine of 100 x 100 units needs "));
  CHECK_THROWS_AS(make_machine_system(machine, Index{1} << 40, 1, 1), InputError);
  CHECK_THROWS_WITH(
      RbmSampler(machine, Index{1} << 40, 1, 1),
      ContainsSubstring("sampling 1099511627776 chains of a machine of 100 x 100 units needs "));
  CHECK(bytes_in_use() - before < 1e5);
  // An exact sum takes little, however many states there are.
  const auto summed = random_machine(VisibleUnits::binary, 784, 20, 0.1F, 1);
  CHECK(exact_log_z_bytes(summed) < 2e7);
  CHECK(exact_log_z_bytes(random_machine(VisibleUnits::softmax, 60, 24, 1, 1, 20)) < 1e8);
}
