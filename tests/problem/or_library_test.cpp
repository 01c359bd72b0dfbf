#include <fmt/format.h>

#include <sstream>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string two = "2\n2 2\n1 1 3\n1 2 -10\n3 1\n2 3 0.5\n";

InstanceFile read(const std::string& text, std::optional<Index> number = std::nullopt) {
  const ScratchDirectory scratch;
  return read_instance(scratch.write("instance", text), std::nullopt, number);
}

std::string error_of(const std::string& text, std::optional<Index> number = std::nullopt) {
  const std::string message = message_of<InputError>([&] { read(text, number); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

}  // namespace

TEST_CASE("a file of the OR-library holds problems to maximise, which are minimised here") {
  const InstanceFile second = read(two, 2);
  CHECK(second.format == InstanceFormat::or_library);
  CHECK(second.units == 3);
  CHECK(second.first_index == 1);
  CHECK(second.domain == Domain::binary);
  REQUIRE(second.entries.size() == 1);
  CHECK(second.entries[0].row == 1);
  CHECK(second.entries[0].column == 2);
  CHECK(second.entries[0].value == -0.5);
  const ScratchDirectory scratch;
  const auto first = load_problem("qubo", scratch.write("instance", two), std::nullopt, 1);
  CHECK(first->evaluate({1, 0}).objective == -3);
  CHECK(first->evaluate({1, 1}).objective == 17);
}

TEST_CASE("bqp50-1 is the same problem in the form of the OR-library and in that of the Biq Mac library") {
  const std::filesystem::path biq_mac = ONEDIAL_SOURCE_DIR "/configs/instances/bqp50-1.sparse";
  std::istringstream lines(read_bytes(biq_mac));
  std::string text = "1\n";
  std::string line;
  std::getline(lines, line);
  text += line + '\n';
  for (long row = 0, column = 0, value = 0; lines >> row >> column >> value;) {
    text += fmt::format(" {} {} {}\n", row, column, -value);
  }
  const ScratchDirectory scratch;
  const auto beasley = load_problem("qubo", scratch.write("bqp50", text));
  const auto same = load_problem("qubo", biq_mac);
  RandomStream random(1, 0);
  for (int trial = 0; trial < 100; ++trial) {
    State state(50);
    for (Level& level : state) {
      level = static_cast<Level>(random() >> 63U);
    }
    REQUIRE(beasley->evaluate(state).objective == same->evaluate(state).objective);
  }
}

TEST_CASE("what is wrong with a file of the OR-library is said with its line") {
  CHECK(error_of(two) ==
        "instance:1: holds 2 problems; the number of one, from 1, is expected beside the file");
  CHECK(error_of(two, 3) == "instance:1: there is no problem 3; they are numbered from 1 to 2");
  CHECK(error_of(two, 0) == "instance:1: there is no problem 0; they are numbered from 1 to 2");
  CHECK(error_of("3\n2 1\n1 1 3\n", 1) ==
        "instance: ends before all of the problems that its first line announces");
  CHECK(error_of("2147483648\n2 1\n1 1 3\n", 1) ==
        "instance: ends before all of the problems that its first line announces");
  CHECK(error_of("-1\n2 1\n1 1 3\n") == "instance:1: -1 problems; at least 1 is expected");
  CHECK(error_of("1.5\n2 1\n1 1 3\n") == "instance:1: number of problems '1.5' is not a whole number");
  CHECK(error_of("1\n2 2147483648\n1 1 3\n") ==
        "instance:2: announces 2147483648 entries, but so many do not fit into the rest of the file");
  CHECK(error_of("1\n2 -1\n1 1 3\n") == "instance:2: -1 entries; a number of at least 0 is expected");
  CHECK(error_of("1\n-2 1\n1 1 3\n") == "instance:2: -2 variables; from 1 to 16777216 are possible");
  CHECK(error_of("1\n2 2\n1 1 3 # one\n") == "instance: ends after 1 of the 2 entries of a problem");
  CHECK(error_of("1\n2 1\n1 1 3\n2 2 1\n") == "instance:4: goes on after its 1 problems");
  CHECK(error_of("1\n2 1\n1 3 3\n") ==
        "instance:3: variable 3 does not exist; variables are numbered from 1 to 2");
  CHECK(error_of("1\n2 1\n1 2   \n") == "instance:3: 2 words; two variables and a number are expected");
  CHECK(error_of("1\n2 2\n1 2 1\n2 1 1\n") ==
        "instance:4: units 2 and 1 were given before, on line 3; a pair may appear once, in either order");
  CHECK(error_of("2 1\n1 2\n", 1) ==
        "instance: a file in the format gset holds one instance; leave out the number");
  const ScratchDirectory scratch;
  const auto file = scratch.write("instance", "1\n2 1\n1 2 3\n");
  CHECK_THROWS_WITH(load_problem("max_cut", file), ContainsSubstring("or_library, which holds no graphs"));
  CHECK_THROWS_WITH(load_problem("ising", file), ContainsSubstring("is a model of bits"));
}
