#include "onedial/data/npy.hpp"

#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Matrix matrix_of(const std::string& bytes) {
  return npy_matrix(parse_npy("a", bytes));
}

std::string error_in(const std::string& bytes) {
  return message_of<InputError>([&] { parse_npy("a", bytes); });
}

template <class Number>
void check_type(const std::string& type, const std::vector<Number>& numbers) {
  INFO(type);
  const Matrix read = matrix_of(npy(type, "3,", bytes_of(numbers)));
  REQUIRE(read.rows() == 3);
  REQUIRE(read.cols() == 1);
  for (Index k = 0; k < 3; ++k) {
    CHECK(read(k, 0) == static_cast<double>(numbers[static_cast<std::size_t>(k)]));
  }
}

}  // namespace

TEST_CASE("arrays of every type are read") {
  check_type<float>("<f4", {0.5F, -3, 1e30F});
  check_type<double>("<f8", {0.1, -3, 1e300});
  check_type<std::uint8_t>("|u1", {0, 7, 255});
  check_type<std::int8_t>("|i1", {-128, 7, 127});
  check_type<std::uint16_t>("<u2", {0, 7, 65535});
  check_type<std::int16_t>("<i2", {-32768, 7, 32767});
  check_type<std::uint32_t>("<u4", {0, 7, 4294967295});
  check_type<std::int32_t>("<i4", {-2147483647, 7, 2147483647});
  check_type<std::uint64_t>("<u8", {0, 7, 1ULL << 63U});
  check_type<std::int64_t>("<i8", {-(1LL << 62), 7, 1LL << 62});
  CHECK(matrix_of(npy("|b1", "1, 3", std::string({1, 0, 1}))) == Eigen::RowVector3d(1, 0, 1));
}

TEST_CASE("arrays of any shape and order become rows") {
  const std::string six = bytes_of<std::uint8_t>({1, 2, 3, 4, 5, 6});
  CHECK(matrix_of(npy("|u1", "2, 3", six)) == Matrix({{1, 2, 3}, {4, 5, 6}}));
  CHECK(matrix_of(npy("|u1", "2, 3", six, "True")) == Matrix({{1, 3, 5}, {2, 4, 6}}));
  CHECK(matrix_of(npy("|u1", "1, 2, 3", six)) == Matrix({{1, 2, 3, 4, 5, 6}}));
  CHECK(matrix_of(npy("|u1", "", "a")) == Matrix({{'a'}}));
  // Element (i, j, k) of 2 x 3 x 2 numbers lies at i + 2 (j + 3 k) in Fortran's order.
  std::vector<std::uint8_t> cube(12);
  for (std::uint8_t i = 0; i < 2; ++i) {
    for (std::uint8_t j = 0; j < 3; ++j) {
      for (std::uint8_t k = 0; k < 2; ++k) {
        cube[static_cast<std::size_t>(i + 2 * (j + 3 * k))] = static_cast<std::uint8_t>(100 * i + 10 * j + k);
      }
    }
  }
  CHECK(matrix_of(npy("|u1", "2, 3, 2", bytes_of(cube), "True")) ==
        Matrix({{0, 1, 10, 11, 20, 21}, {100, 101, 110, 111, 120, 121}}));
}

TEST_CASE("the header may be of version 2 or 3, and its keys in any order") {
  const std::string header = "{'shape': (2,), 'descr': '|u1', 'fortran_order': False}\n";
  for (const char version : {'\x02', '\x03'}) {
    const std::string bytes = std::string("\x93NUMPY") + version + '\0' + static_cast<char>(header.size()) +
                              std::string(3, '\0') + header + "ab";
    CHECK(matrix_of(bytes) == Eigen::Vector2d('a', 'b'));
  }
}

TEST_CASE("what is written as an array is read again to the bit") {
  const Eigen::Matrix<float, 2, 3, Eigen::RowMajor> matrix{{0.1F, -2, 3e-40F}, {4, 5e30F, -0.0F}};
  const std::string bytes = npy_bytes<float>(matrix);
  CHECK(bytes == npy("<f4", "2, 3", bytes_of<float>({0.1F, -2, 3e-40F, 4, 5e30F, -0.0F})));
  CHECK(npy_matrix(parse_npy("a", bytes)).cast<float>() == matrix);

  const std::vector<double> numbers = {0.1, 1e-320, 3};
  const std::string column = npy_bytes<double>(numbers, {3});
  CHECK(column == npy("<f8", "3,", bytes_of(numbers)));
  CHECK(parse_npy("a", npy_bytes<double>(numbers, {1, 3, 1})).shape == std::vector<Index>{1, 3, 1});
  CHECK(parse_npy("a", npy_bytes<double>(std::vector<double>{7}, {})).size() == 1);
  CHECK_THROWS_AS(npy_bytes<double>(numbers, {2, 2}), std::invalid_argument);

  // A header that would just not fit into 128 bytes takes 192.
  for (std::size_t dimensions = 1; dimensions < 40; ++dimensions) {
    const std::string one = npy_bytes<double>(std::vector<double>{7}, std::vector<Index>(dimensions, 1));
    CHECK(one.size() % 64 == 8);
    CHECK(one[one.size() - 9] == '\n');
    CHECK(matrix_of(one)(0, 0) == 7);
  }
}

TEST_CASE("bad arrays are refused") {
  const std::string good = npy("<f4", "1, 2", bytes_of<float>({1, 2}));
  CHECK(error_in("PK") == "a: is not in NumPy's format .npy");
  for (const std::size_t length : {6U, 9U, 11U, 127U}) {
    CHECK(error_in(good.substr(0, length)) == "a: ends within the header of its .npy format");
  }
  CHECK(error_in(good.substr(0, good.size() - 1)) ==
        "a: has only 7 bytes after its header, which declares 1 x 2 of <f4; it is damaged");
  CHECK(error_in(good + "x") ==
        "a: has more than 8 bytes after its header, which declares 1 x 2 of <f4; it is damaged");
  CHECK_THAT(error_in(npy(">f4", "1,", "abcd")),
             ContainsSubstring("a: holds values of type >f4; little-endian"));
  CHECK_THAT(error_in(npy("<f2", "1,", "ab")), ContainsSubstring("of type <f2;"));
  CHECK_THAT(error_in(npy("|O", "1,", "ab")), ContainsSubstring("of type |O;"));
  CHECK(error_in(npy("|u1", "0, 3", "")) == "a: is an empty array");
  for (const char* shape : {"-1,", "2x", "a", "1 2", "99999999999999999999,"}) {
    CHECK(error_in(npy("|u1", shape, "a")) ==
          "a: the shape in the header of its .npy format is no list of lengths");
  }
  std::string other = good;
  other[6] = 4;
  CHECK(error_in(other) == "a: is .npy of version 4; 1, 2 or 3 is expected");
  other = good;
  other.replace(other.find("descr"), 5, "descx");
  CHECK(error_in(other) == "a: the header of its .npy format has no 'descr'");
  other = good;
  other.replace(other.find("'<f4'"), 5, "[('a'");
  CHECK_THAT(error_in(other), ContainsSubstring("of type (a structure);"));
}
