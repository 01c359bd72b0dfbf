#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/instance_file.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

InstanceFile read(const std::string& text) {
  const ScratchDirectory scratch;
  return read_instance(scratch.write("graph.col", text));
}

std::string error_of(const std::string& text) {
  const std::string message = message_of<InputError>([&] { read(text); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

}  // namespace

TEST_CASE("a DIMACS file is recognised by its first line, and gives its edges from 0") {
  const InstanceFile file = read("c a triangle with a tail\np edge 4 4\ne 2 1\ne 1 3\ne 2 3\ne 4 3\n");
  CHECK(file.format == InstanceFormat::dimacs);
  CHECK(file.units == 4);
  CHECK(file.first_index == 1);
  REQUIRE(file.entries.size() == 4);
  CHECK(file.entries[0].row == 1);
  CHECK(file.entries[0].column == 0);
  CHECK(file.entries[0].value == 1);
  CHECK(file.entries[3].row == 3);
  CHECK(file.entries[3].line == 6);
  CHECK(read("p col 3 0\n").units == 3);
}

TEST_CASE("an edge in both directions counts once, and the announced number may be either") {
  const std::string edges = "e 1 2\ne 2 3\ne 2 1\ne 3 2\n";
  for (const char* header : {"p edge 3 2\n", "p edge 3 4\n"}) {
    const InstanceFile file = read(header + edges);
    REQUIRE(file.entries.size() == 2);
    CHECK(file.entries[0].line == 2);
    CHECK(file.entries[1].line == 3);
  }
  CHECK(error_of("p edge 3 3\n" + edges) ==
        "graph.col: announces 3 edges, but gives 2, or 4 if both directions count; the counts must agree");
}

TEST_CASE("what is wrong with a DIMACS file is said with its line") {
  CHECK(error_of("c nothing else\n") == "graph.col: has no line 'p edge VERTICES EDGES'");
  CHECK(error_of("p edge 3\n") == "graph.col:1: a line 'p edge VERTICES EDGES' is expected");
  CHECK(error_of("p cnf 3 1\n") == "graph.col:1: a line 'p edge VERTICES EDGES' is expected");
  CHECK(error_of("p edge 3 x\n") == "graph.col:1: number of edges 'x' is not a whole number");
  CHECK(error_of("p edge -3 1\n") == "graph.col:1: -3 vertices; from 1 to 16777216 are possible");
  CHECK(error_of("p edge 3 -1\n") == "graph.col:1: -1 edges; a number of at least 0 is expected");
  CHECK(error_of("c\ne 1 2\np edge 3 1\n") ==
        "graph.col:2: an edge before the line 'p edge VERTICES EDGES', which is expected first");
  CHECK(error_of("p edge 3 1\np edge 3 1\ne 1 2\n") == "graph.col:2: a second line 'p'; one is expected");
  CHECK(error_of("p edge 3 1\ne 1 4\n") ==
        "graph.col:2: vertex 4 does not exist; vertices are numbered from 1 to 3");
  CHECK(error_of("p edge 3 1\ne 0 2\n") ==
        "graph.col:2: vertex 0 does not exist; vertices are numbered from 1 to 3");
  CHECK(error_of("p edge 3 1\ne 2 2\n") ==
        "graph.col:2: an edge from vertex 2 to itself; two vertices are expected");
  CHECK(error_of("p edge 3 1\ne 1 2 3\n") == "graph.col:2: 4 words; an edge is expected: e and two vertices");
  CHECK(error_of("p edge 3 1\ne 1 two\n") == "graph.col:2: vertex 'two' is not a whole number");
  CHECK(error_of("p edge 3 1\nn 1 2\n") ==
        "graph.col:2: a line that begins with 'n'; c, p and e are expected");
  CHECK(error_of("p edge 3 2\ne 1 2\ne 3 2\ne 1 2\n") ==
        "graph.col:4: edge 1 2 was given before, on line 2; an edge may appear once in each direction");
  CHECK(error_of("p edge 3 2\ne 1 2\ne 2 1\ne 2 1\n") ==
        "graph.col:4: edge 2 1 was given before, on line 2; an edge may appear once in each direction");
  CHECK(error_of("p edge 3 2\ne 1 2\n") ==
        "graph.col: announces 2 edges, but gives 1; the counts must agree");
  CHECK(error_of("p edge 3 0\ne 1 2\n") ==
        "graph.col: announces 0 edges, but gives 1; the counts must agree");
}

TEST_CASE("nothing is allocated for edges and vertices that a DIMACS file only announces") {
  CHECK(error_of("p edge 3 2147483648\ne 1 2\n") ==
        "graph.col: announces 2147483648 edges, but gives 1; the counts must agree");
  CHECK(error_of("p edge 2147483648 1\ne 1 2\n") ==
        "graph.col:1: 2147483648 vertices; from 1 to 16777216 are possible");
  CHECK(error_of("p edge 3 99999999999999999999\n") ==
        "graph.col:1: number of edges '99999999999999999999' is not a whole number");
}
