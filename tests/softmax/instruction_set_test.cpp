#include "onedial/core/instruction_set.hpp"

#include <bit>
#include <cstdint>
#include <string>

#include "catch.hpp"
#include "onedial/softmax/alias_table.hpp"
#include "onedial/softmax/draw.hpp"
#include "onedial/softmax/softmax.hpp"
#include "test_logits.hpp"

using namespace onedial;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Goes back to the instruction set that was in use.
class InstructionSetGuard {
 public:
  InstructionSetGuard() : before_(instruction_set()) {}
  ~InstructionSetGuard() { use_instruction_set(before_); }
  InstructionSetGuard(const InstructionSetGuard&) = delete;
  InstructionSetGuard& operator=(const InstructionSetGuard&) = delete;
  InstructionSetGuard(InstructionSetGuard&&) = delete;
  InstructionSetGuard& operator=(InstructionSetGuard&&) = delete;

 private:
  std::string_view before_;
};

/// Everything that the room computes from these logits, bit by bit.
template <class Real>
std::vector<std::uint64_t> all_bits(const std::vector<Real>& logits, Temperature t) {
  std::vector<std::uint64_t> bits;
  const auto append = [&](double x) { bits.push_back(std::bit_cast<std::uint64_t>(x)); };
  const std::span<const Real> z(logits);
  for (const Real p : softmax(z, t)) {
    append(static_cast<double>(p));
  }
  for (const Real log_p : log_softmax(z, t)) {
    append(static_cast<double>(log_p));
  }
  const Thermodynamics thermo = softmax_thermodynamics(z, t);
  for (const double x : {thermo.log_z, thermo.mean_energy, thermo.energy_variance, thermo.entropy,
                         thermo.free_energy, thermo.heat_capacity, thermo.entropy_slope}) {
    append(x);
  }
  RandomStream random(3, 0);
  const AliasTable table = AliasTable::from_logits(z, t);
  for (int i = 0; i < 3; ++i) {
    bits.push_back(static_cast<std::uint64_t>(draw_token(z, t, random)));
    bits.push_back(static_cast<std::uint64_t>(draw_token_gumbel(z, t, random)));
    bits.push_back(static_cast<std::uint64_t>(table.draw(random)));
  }
  return bits;
}

template <class Real>
void check_all_sets(const std::vector<Real>& logits, double temperature) {
  const InstructionSetGuard guard;
  const auto sets = available_instruction_sets();
  use_instruction_set(sets.back());
  const auto scalar = all_bits(logits, Temperature(temperature));
  for (const std::string_view set : sets) {
    use_instruction_set(set);
    const bool same = all_bits(logits, Temperature(temperature)) == scalar;
    INFO(set << ", " << logits.size() << " logits of " << sizeof(Real) << " bytes at T = " << temperature);
    REQUIRE(same);
  }
}

}  // namespace

TEST_CASE("every instruction set gives the same bits at every size") {
  for (std::size_t size = 1; size <= 200; ++size) {
    for (const double t : {0.0, 0.05, 0.8, 30.0, infinity}) {
      check_all_sets(test::normal_logits<float>(size, 3, size, size % 3 == 0 ? 5 : 0), t);
      check_all_sets(test::normal_logits<double>(size, 3, size, size % 3 == 0 ? 5 : 0), t);
    }
  }
}

TEST_CASE("every instruction set gives the same bits for a large vocabulary") {
  for (const double t : {0.3, 1.0}) {
    check_all_sets(test::normal_logits<float>(262144, 3, 1), t);
    check_all_sets(test::normal_logits<double>(262144, 3, 1), t);
    check_all_sets(test::normal_logits<float>(262143, 20, 2, 7), t);
  }
}

TEST_CASE("every instruction set gives the same bits for awkward logits") {
  const auto tiny = std::numeric_limits<float>::denorm_min();
  check_all_sets<float>({0.0F, -0.0F, 0.0F, -0.0F}, 0.5);
  check_all_sets<float>({-0.0F}, infinity);
  check_all_sets<float>({tiny, 0.0F, -tiny, 3 * tiny}, 1e-30);
  check_all_sets<float>({3e38F, -3e38F, 2.9e38F, 0.0F}, 1e37);
  check_all_sets<double>({1.7e308, -1.7e308, 1.6e308}, 1e307);
  check_all_sets<double>({1e-310, 0.0, -1e-310}, 1e-290);
  check_all_sets<double>({-1e5, -1e5 - 700, -1e5 - 708.5, -1e5 - 745}, 1.0);
}

TEST_CASE("the bits are those of every other build") {
  RandomStream random(17, 0);
  std::vector<float> single(4321);
  std::vector<double> twice(4321);
  for (std::size_t i = 0; i < single.size(); ++i) {
    twice[i] = 40 * uniform01(random) - 20;
    single[i] = static_cast<float>(twice[i]);
  }
  std::uint64_t hash = 0xCBF29CE484222325U;  // FNV-1a, by words
  const auto mix = [&](const std::vector<std::uint64_t>& bits) {
    for (const std::uint64_t word : bits) {
      hash = (hash ^ word) * 0x100000001B3U;
    }
  };
  for (const double t : {0.1, 1.0, 10.0}) {
    mix(all_bits(single, Temperature(t)));
    mix(all_bits(twice, Temperature(t)));
  }
  CHECK(hash == 0xB53BB052398543E6U);
}

TEST_CASE("instruction sets have names, and the scalar one is always there") {
  const InstructionSetGuard guard;
  const auto sets = available_instruction_sets();
  REQUIRE(!sets.empty());
  CHECK((sets.back() == "SCALAR" || sets.back() == "EMU128"));
  use_instruction_set(sets.back());
  CHECK(instruction_set() == sets.back());
  CHECK_THROWS_WITH(use_instruction_set("ABACUS"), ContainsSubstring("\"ABACUS\" is not available") &&
                                                       ContainsSubstring(std::string(sets.back())));
  CHECK(instruction_set() == sets.back());
}
