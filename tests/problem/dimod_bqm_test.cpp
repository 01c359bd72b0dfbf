#include <fmt/format.h>

#include <bit>
#include <limits>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/little_endian.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

/// 0.5 − x₀ + 2.5 x₂ + 0.25 x₀x₁ − 7 x₁x₂, as the specification of dimod's format lays it out.
struct BqmFile {
  int version = 2;
  std::string type = "float64";
  std::string units = "3";
  std::string pairs = "2";
  std::string domain = "SPIN";
  std::string variables = "false";
  std::vector<std::int64_t> starts = {0, 1, 3};
  std::vector<std::int32_t> neighbours = {1, 0, 2, 1};
  std::vector<double> quadratic = {0.25, 0.25, -7, -7};
  std::string rest = {};

  void append(std::string& bytes, double value) const {
    if (type == "float32") {
      append_little_endian<std::uint32_t>(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
    } else {
      append_little_endian<std::uint64_t>(bytes, std::bit_cast<std::uint64_t>(value));
    }
  }

  [[nodiscard]] std::string bytes() const {
    std::string header =
        fmt::format(R"({{"dtype": "{}", "itype": "int32", "ntype": "int64", "shape": [{}, {}], )"
                    R"("type": "BinaryQuadraticModel", "variables": {}, "vartype": "{}"}})",
                    type, units, pairs, variables, domain) +
        '\n';
    header.resize((14 + header.size() + 63) / 64 * 64 - 14, ' ');
    std::string bytes = "DIMODBQM";
    bytes.append({static_cast<char>(version), 0});
    append_little_endian<std::uint32_t>(bytes, header.size());
    bytes += header;
    append(bytes, 0.5);
    const std::vector<double> linear = {-1, 0, 2.5};
    for (std::size_t i = 0; i < linear.size(); ++i) {
      append_little_endian<std::int64_t>(bytes, static_cast<std::size_t>(starts[i]));
      append(bytes, linear[i]);
    }
    for (std::size_t k = 0; k < neighbours.size(); ++k) {
      append_little_endian<std::int32_t>(bytes, static_cast<std::size_t>(neighbours[k]));
      append(bytes, quadratic[k]);
    }
    return bytes + rest;
  }
};

std::string error_of(const std::string& bytes) {
  const ScratchDirectory scratch;
  const std::string message =
      message_of<InputError>([&] { read_instance(scratch.write("model.bqm", bytes)); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

}  // namespace

TEST_CASE("binary models of dimod are read, with the labels of their variables passed over") {
  const std::string labels =
      "VARS" + std::string("\x18\0\0\0", 4) + R"(["a", "b", "c"])" + std::string(9, ' ');
  const std::vector<BqmFile> files = {{},
                                      {.type = "float32"},
                                      {.version = 1, .variables = "[0, 1, 2]"},
                                      {.version = 1, .variables = R"(["a", "b", "c"])"},
                                      {.variables = "true", .rest = labels}};
  for (const BqmFile& file : files) {
    const ScratchDirectory scratch;
    const auto path = scratch.write("model.bqm", file.bytes());
    CHECK(read_instance(path).format == InstanceFormat::dimod_bqm);
    const auto problem = load_problem("ising", path);
    for (unsigned k = 0; k < 8; ++k) {
      const auto s = [k](unsigned i) { return (k >> i & 1U) != 0 ? 1.0 : -1.0; };
      const State state = {static_cast<Level>(k & 1U), static_cast<Level>(k >> 1U & 1U),
                           static_cast<Level>(k >> 2U & 1U)};
      CHECK(problem->evaluate(state).objective ==
            0.5 - s(0) + 2.5 * s(2) + 0.25 * s(0) * s(1) - 7 * s(1) * s(2));
    }
  }
}

TEST_CASE("what is wrong with a binary model of dimod is said") {
  const std::string whole = BqmFile{}.bytes();
  for (std::size_t size = 8; size < whole.size(); ++size) {
    const std::string error = error_of(whole.substr(0, size));
    REQUIRE((error == "model.bqm: ends within its header" ||
             error == "model.bqm: announces 3 variables and 2 interactions, but so many do not fit into the "
                      "rest of the file"));
  }
  CHECK(error_of(BqmFile{.version = 3}.bytes()) ==
        "model.bqm: has version 3 of dimod's binary format; 1 or 2 is expected");
  CHECK(error_of(BqmFile{.type = "float16"}.bytes()) ==
        "model.bqm: \"dtype\" must be \"float32\" or \"float64\"");
  CHECK(error_of(BqmFile{.units = "2147483648"}.bytes()) ==
        "model.bqm: has 2147483648 variables; from 1 to 16777216 are possible");
  CHECK(error_of(BqmFile{.units = "-3"}.bytes()) ==
        "model.bqm: has -3 variables; from 1 to 16777216 are possible");
  CHECK_THAT(error_of(BqmFile{.pairs = "2147483648"}.bytes()),
             ContainsSubstring("2147483648 interactions, but"));
  CHECK_THAT(error_of(BqmFile{.pairs = "9223372036854775807"}.bytes()), ContainsSubstring("do not fit"));
  CHECK_THAT(error_of(BqmFile{.pairs = "-1"}.bytes()), ContainsSubstring("-1 interactions, but"));
  CHECK(error_of(BqmFile{.pairs = "1.5"}.bytes()) == "model.bqm: \"shape\" must be a list of whole numbers");
  CHECK(error_of(BqmFile{.pairs = "2, 2"}.bytes()) == "model.bqm: \"shape\" holds 3 values; 2 are expected");
  CHECK(error_of(BqmFile{.domain = "INTEGER"}.bytes()) ==
        "model.bqm: \"vartype\" must be \"SPIN\" or \"BINARY\"");
  CHECK(error_of(BqmFile{.starts = {0, 3, 1}}.bytes()) ==
        "model.bqm: the neighbourhood of variable 2 starts at 1, which is out of order");
  CHECK(error_of(BqmFile{.starts = {0, 1, 5}}.bytes()) ==
        "model.bqm: the neighbourhood of variable 2 starts at 5, which is out of order");
  CHECK(error_of(BqmFile{.neighbours = {1, 0, 3, 1}}.bytes()) ==
        "model.bqm: variable 1 has the neighbour 3; another one from 0 to 2 is expected");
  CHECK(error_of(BqmFile{.neighbours = {1, 1, 2, 1}}.bytes()) ==
        "model.bqm: variable 1 has the neighbour 1; another one from 0 to 2 is expected");
  CHECK_THAT(error_of(BqmFile{.neighbours = {1, 2, 2, 1}}.bytes()), ContainsSubstring("gives 1 of its 2"));
  CHECK(error_of(BqmFile{.quadratic = {0.25, 0.25, std::numeric_limits<double>::infinity(), -7}}.bytes()) ==
        "model.bqm: holds a bias that is not finite");
  CHECK(error_of(BqmFile{.rest = "more"}.bytes()) == "model.bqm: goes on after its last interaction");
  CHECK_THAT(error_of(BqmFile{.variables = "true"}.bytes()),
             ContainsSubstring("has no section with the labels"));
  CHECK_THAT(error_of(BqmFile{.variables = "true", .rest = "VARS\x40"}.bytes()),
             ContainsSubstring("has no section with the labels"));
  std::string header = whole;
  header[14] = '?';
  CHECK_THAT(error_of(header),
             ContainsSubstring("is not valid JSON; a header of a BinaryQuadraticModel is expected"));
  const ScratchDirectory scratch;
  CHECK_THROWS_WITH(read_instance(scratch.write("text", "3 1\n1 2\n"), InstanceFormat::dimod_bqm),
                    ContainsSubstring("does not begin with DIMODBQM"));
}
