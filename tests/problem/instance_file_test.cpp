#include "onedial/problem/instance_file.hpp"

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

InstanceFile read(const std::string& text, std::optional<InstanceFormat> format = std::nullopt) {
  const ScratchDirectory scratch;
  return read_instance(scratch.write("instance", text), format);
}

/// The error without the directory that the file was in.
std::string error_of(const std::string& text, std::optional<InstanceFormat> format = std::nullopt) {
  const std::string message = message_of<InputError>([&] { read(text, format); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

constexpr auto gset = InstanceFormat::gset;
constexpr auto coo = InstanceFormat::coo;
constexpr auto matrix = InstanceFormat::matrix;

}  // namespace

TEST_CASE("a Gset file gives its edges from 0, with weight 1 where none is given") {
  const InstanceFile file = read("3 2\n1 2\n\n2 3 -2.5 # a comment\n");
  CHECK(file.format == gset);
  CHECK(file.units == 3);
  CHECK(file.first_index == 1);
  REQUIRE(file.entries.size() == 2);
  CHECK(file.entries[0].row == 0);
  CHECK(file.entries[0].column == 1);
  CHECK(file.entries[0].value == 1);
  CHECK(file.entries[1].value == -2.5);
  CHECK(file.entries[1].line == 4);
}

TEST_CASE("formats are recognised by their content") {
  CHECK(read("2 1\n1 2 3\n").format == gset);
  CHECK(read("# vartype=SPIN\n0 1 3\n").format == coo);
  CHECK(read("0 1 3\n").domain == std::nullopt);
  CHECK(read("#vartype = spin\n0 1 3\n").domain == Domain::spin);
  CHECK(read("0 1 3\n# vartype=SPIN\n").domain == std::nullopt);
  CHECK(error_of("# two\n# vartype=FOO\n0 1 3\n") == "instance:2: vartype 'foo'; SPIN or BINARY is expected");
  CHECK(read("# vartype=SPIN\n0 1 3\n").domain == Domain::spin);
  CHECK(read("0 1 2 3\n1 0 0 0\n2 0 0 0\n3 0 0 0\n").format == matrix);
  CHECK(read("0,1,2,3\r\n1,0,0,0\r\n2,0,0,0\r\n3,0,0,0\r\n").entries.size() == 6);
  CHECK(read("\xEF\xBB\xBF"
             "0 1 3\n")
            .format == coo);
  CHECK(read("0 1\n1 0\n", matrix).units == 2);
  CHECK(read("2.5\n").format == matrix);
  CHECK(read("1\n2 1\n1 2 3\n").format == InstanceFormat::or_library);
  for (const std::string& name : format_names()) {
    CHECK(format_name(*format_named(name)) == name);
  }
  CHECK(format_named("gsett") == std::nullopt);
}

TEST_CASE("numbers keep all of their digits, whatever form they have") {
  CHECK(read("0 1 +1e-3\n").entries[0].value == 1e-3);
  CHECK(read("0 1 0.1000000000000000055511151231257827\n").entries[0].value == 0.1);
  CHECK(read("0 1 1.7976931348623157e308\n").entries[0].value == 1.7976931348623157e308);
}

TEST_CASE("what is wrong with a Gset file is said with its line") {
  CHECK(error_of("") == "instance: is empty; an instance is expected");
  CHECK(error_of("\n# nothing\n") == "instance: is empty; an instance is expected");
  CHECK(error_of("", gset) ==
        "instance: is empty; a first line with the numbers of vertices and edges is expected");
  CHECK(error_of("3\n", gset) ==
        "instance:1: the first line must hold two whole numbers, of vertices and of edges");
  CHECK(error_of("3 2.5\n1 2\n") == "instance:1: number of edges '2.5' is not a whole number");
  CHECK(error_of("3 2\n1 2\n") ==
        "instance:1: announces 2 edges, but so many do not fit into the rest of the file");
  CHECK(error_of("3 2\n1 2   \n") == "instance: ends after 1 of the 2 edges that its first line announces");
  CHECK(error_of("3 1\n1 2\n2 3\n") ==
        "instance:3: more lines than the 1 edges that the first line announces");
  CHECK(error_of("3 1\n0 2\n") == "instance:2: vertex 0 does not exist; vertices are numbered from 1 to 3");
  CHECK(error_of("3 1\n1 4\n") == "instance:2: vertex 4 does not exist; vertices are numbered from 1 to 3");
  CHECK(error_of("3 1\n1 4294967298\n") ==
        "instance:2: vertex 4294967298 does not exist; vertices are numbered from 1 to 3");
  CHECK(error_of("3 1\n1 2 3 4\n") ==
        "instance:2: 4 words; an edge is two vertices and a weight, which may be left out");
  CHECK(error_of("3 1\n1 x\n") == "instance:2: vertex 'x' is not a whole number");
  CHECK(error_of("3 1\n1 2 nan\n") == "instance:2: weight is 'nan'; a finite number is expected");
  CHECK(error_of("3 1\n1 2 -inf\n") == "instance:2: weight is '-inf'; a finite number is expected");
  CHECK(error_of("3 1\n1 2 1e999\n") ==
        "instance:2: weight '1e999' is beyond the range of a double; a finite number is expected");
  CHECK(error_of("3 1\n1 2 5kg\n") ==
        "instance:2: weight '5kg' is not a number; a finite number is expected");
  CHECK(error_of("3 2\n1 2 5\n2 1 5\n") ==
        "instance:3: units 2 and 1 were given before, on line 2; a pair may appear once, in either order");
  CHECK(error_of("0 0\n") == "instance:1: 0 vertices; from 1 to 16777216 are possible");
  CHECK(error_of("-3 0\n") == "instance:1: -3 vertices; from 1 to 16777216 are possible");
  CHECK(error_of("3 -1\n") == "instance:1: -1 edges; a number of at least 0 is expected");
}

TEST_CASE("absurd sizes are refused before anything is allocated for them") {
  CHECK(error_of("999999999999 1\n1 2\n") ==
        "instance:1: 999999999999 vertices; from 1 to 16777216 are possible");
  CHECK(error_of("10 9223372036854775807\n1 2\n") ==
        "instance:1: announces 9223372036854775807 edges, but so many do not fit into the rest of the file");
  CHECK(error_of("0 999999999 1\n") ==
        "instance:1: unit 999999999 is out of range; units are numbered from 0 to at most 16777215");
}

TEST_CASE("what is wrong with a list of entries is said with its line") {
  CHECK(error_of("0 1 2\n0 1\n") == "instance:2: 2 words; two units and a value are expected");
  CHECK(error_of("0 1 2\n-1 1 3\n") ==
        "instance:2: unit -1 is out of range; units are numbered from 0 to at most 16777215");
  CHECK(error_of("0 1 2\n1 0 3\n") ==
        "instance:2: units 1 and 0 were given before, on line 1; a pair may appear once, in either order; "
        "format = "
        "\"matrix\" reads a matrix");
  CHECK(error_of("1 1 2\n1 1 3\n") ==
        "instance:2: units 1 and 1 were given before, on line 1; a pair may appear once, in either order; "
        "format = "
        "\"matrix\" reads a matrix");
}

TEST_CASE("what is wrong with a matrix is said with its line") {
  CHECK(error_of("1 2\n3\n", matrix) ==
        "instance:2: 1 numbers in this row, 2 in the first; all must be equally long");
  CHECK(error_of("1 2\n3 4\n5 6\n", matrix) ==
        "instance:3: more rows than the 2 columns; a matrix must be square");
  CHECK(error_of("1 2 3 4\n") == "instance: ends after 1 of 4 rows; a matrix must be square");
}

TEST_CASE("files that are no instances are refused") {
  CHECK(error_of(std::string("\x7F"
                             "ELF\0\1",
                             6)) == "instance: is not a text file; must be an instance of a problem");
  CHECK(
      error_of("\x89PNG\r\n\x1A\n") ==
      "instance:1: '?PNG' is not a number; an instance in one of the formats gset, coo, dimod_json, matrix, "
      "matrix_market, or_library, dimod_bqm, dimacs is expected");
  CHECK(error_of("{\"a\": \n  }") == "instance:2: is not valid JSON; a BinaryQuadraticModel is expected");
  const ScratchDirectory scratch;
  CHECK_THROWS_WITH(read_instance(scratch / "none"), ContainsSubstring("none: cannot read: No such file"));
  CHECK_THROWS_WITH(read_instance(scratch.path()), ContainsSubstring("is a directory"));
}
