#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

InstanceFile read(const std::string& text) {
  const ScratchDirectory scratch;
  return read_instance(scratch.write("instance", text));
}

double objective(std::string_view kind, const std::string& text, const State& state) {
  const ScratchDirectory scratch;
  return load_problem(kind, scratch.write("instance", text))->evaluate(state).objective;
}

std::string error_of(const std::string& text, std::string_view kind = "qubo") {
  const std::string message = message_of<InputError>([&] { objective(kind, text, {}); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

const std::string coordinate = "%%MatrixMarket matrix coordinate real symmetric\n";

}  // namespace

TEST_CASE("MatrixMarket files are read in all of their forms") {
  // Q = [1 2 0; 2 -3 0; 0 0 5]
  const std::vector<std::string> forms = {
      "%%MatrixMarket matrix coordinate real symmetric\n% a comment # of its own\n3 3 4\n1 1 1\n2 1 2\n2 2 "
      "-3\n3 3 5\n",
      "%%matrixmarket MATRIX Coordinate Integer General\n3 3 5\n1 2 2\n2 1 2\n2 2 -3\n%\n1 1 1\n3 3 5\n",
      "%%MatrixMarket matrix array real general\n3 3\n1\n2\n0\n2\n-3\n0\n0\n0\n5\n",
      "%%MatrixMarket matrix array integer symmetric\n%\n3 3\n1\n2\n0\n-3\n0\n5\n"};
  for (const std::string& form : forms) {
    CHECK(read(form).format == InstanceFormat::matrix_market);
    CHECK(read(form).units == 3);
    CHECK(objective("qubo", form, {1, 1, 0}) == 2);
    CHECK(objective("qubo", form, {1, 1, 1}) == 7);
    CHECK(objective("ising", form, {1, 1, 1}) == -5);
    CHECK(objective("ising", form, {1, 0, 1}) == -7);
  }
  const std::string graph = "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n3 2\n";
  CHECK(objective("max_cut", graph, {0, 1, 0}) == 2);
  CHECK(objective("max_cut", "%%MatrixMarket matrix coordinate real general\n2 2 2\n2 1 0.5\n1 2 0.5\n",
                  {0, 1}) == 0.5);
}

TEST_CASE("what is wrong with a MatrixMarket file is said with its line") {
  CHECK(error_of("%%MatrixMarket matrix coordinate real\n1 1 0\n") ==
        "instance:1: a first line '%%MatrixMarket matrix FORMAT FIELD SYMMETRY' is expected");
  CHECK(error_of("%%MatrixMarket matrix coordinate complex general\n1 1 0\n") ==
        "instance:1: 'complex' is not read; real or double or integer or pattern is expected");
  CHECK(error_of("%%MatrixMarket matrix coordinate real skew-symmetric\n1 1 0\n") ==
        "instance:1: 'skew-symmetric' is not read; general or symmetric is expected");
  CHECK(error_of("%%MatrixMarket matrix array pattern general\n1 1\n1\n") ==
        "instance:1: an array has values, but is said to be a pattern; real or integer is expected");
  CHECK(error_of(coordinate + "% nothing\n") ==
        "instance: ends after its comments; a line with the size of the matrix is expected");
  CHECK(error_of(coordinate + "3 2 1\n1 1 1\n") ==
        "instance:2: 3 rows and 2 columns; a square matrix is expected");
  CHECK(error_of(coordinate + "3 3\n") ==
        "instance:2: 2 words; the numbers of rows, columns and entries are expected");
  CHECK(error_of(coordinate + "3 3 2\n1 1 1\n") ==
        "instance:2: announces 2 entries, but so many do not fit into the rest of the file");
  CHECK(error_of(coordinate + "3 3 2\n1 1 1.0000000\n") ==
        "instance: ends after 1 of the 2 entries announced");
  CHECK(error_of(coordinate + "3 3 1\n1 1 1\n2 2 1\n") ==
        "instance:4: more lines than the 1 entries announced");
  CHECK(error_of(coordinate + "3 3 1\n0 1 1\n") ==
        "instance:3: row or column 0 does not exist; rows are numbered from 1 to 3");
  CHECK(error_of(coordinate + "3 3 1\n1 1\n   ") ==
        "instance:3: 2 words; a row, a column and a value are expected");
  CHECK(error_of(coordinate + "-3 -3 1\n1 1 1\n") == "instance:2: -3 rows; from 1 to 16777216 are possible");
  CHECK(error_of(coordinate + "3 3 -1\n") == "instance:2: -1 entries; a number of at least 0 is expected");
  CHECK(error_of(coordinate + "3 3 2147483648\n1 1 1\n") ==
        "instance:2: announces 2147483648 entries, but so many do not fit into the rest of the file");
  CHECK(error_of(coordinate + "2147483648 2147483648 1\n1 1 1\n") ==
        "instance:2: 2147483648 rows; from 1 to 16777216 are possible");
  CHECK(error_of(coordinate + "3 3 2\n1 2 1\n2 1 1\n") ==
        "instance:4: units 2 and 1 were given before, on line 3; a pair may appear once, in either order");
  CHECK(error_of("%%MatrixMarket matrix coordinate real general\n3 3 2\n1 2 1\n1 2 1\n") ==
        "instance:4: units 1 and 2 were given before, on line 3; a pair may appear once in each order");
  CHECK(error_of("%%MatrixMarket matrix array real general\n16777216 16777216\n1\n") ==
        "instance:2: 281474976710656 values are expected, but so many do not fit into the rest of the file");
  CHECK(error_of("%%MatrixMarket matrix array real general\n2 2\n1\n2   \n3\n") ==
        "instance: ends before the last of the 4 values expected");
  CHECK(error_of("%%MatrixMarket matrix array real symmetric\n1 1\n1\n2\n") ==
        "instance:4: more lines than the 1 values expected");
  CHECK(error_of("%%MatrixMarket matrix coordinate real general\n3 3 1\n1 2 1\n", "ising") ==
        "instance:3: entry (1, 2) = 1 differs from its mirror; a symmetric matrix is expected");
}
