#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

namespace {

using LabelColumn = DatasetSettings::LabelColumn;

}  // namespace

TEST_CASE("a table has a row a line, under names or not, packed or not") {
  const auto expected = rows({{0, 1, -2.5F}, {3, 0.25F, 1e6F}});
  for (const std::string text :
       {"0,1,-2.5\n3,0.25,1e6\n", "0 1 -2.5\n3\t0.25  1e6", "a,b,c\n0, 1, -2.5\r\n3, +0.25, 1e6\r\n",
        "# by hand\nsepal length,b,c\n0,1,-2.5 # a comment\n\n3,.25,1000000\n",
        "\xEF\xBB\xBF"
        "0,1,-2.5\n3,0.25,1e6\n"}) {
    INFO(text);
    CHECK(read(text).values == expected);
    CHECK(read(packed(text)).values == expected);
    CHECK(read(text, {.limit = 1}).values == expected.topRows(1));
  }
}

TEST_CASE("a column of a table may hold labels") {
  const Dataset first = read("label,x\n7,0.5\n-3,1\n", {.label_column = LabelColumn::first});
  CHECK(first.values == rows({{0.5F}, {1}}));
  CHECK(first.labels == std::vector<std::int32_t>{7, -3});
  CHECK(read("0,8,2\n16,4,1\n", {.label_column = LabelColumn::last, .white = 16}).values ==
        rows({{0, 0.5F}, {1, 0.25F}}));
}

TEST_CASE("rows of a table may be images") {
  const Dataset images = read("0,4,8,1\n8,2,0,2\n", {.height = 2, .width = 2, .white = 8});
  CHECK(images.values == rows({{0, 0.5F, 1, 0.125F}, {1, 0.25F, 0, 0.25F}}));
  CHECK(images.height == 2);
  CHECK(error_of("1,0,1\n", {.height = 2, .width = 2}) ==
        "file:1: has 3 values a row, which are no image of 2 x 2 pixels");
  CHECK(error_of("0,1\n0,-1\n", {.height = 1, .width = 2}) ==
        "file:2: column 2: -1 is outside 0 to 1, the number that stands for white");
}

TEST_CASE("bad tables are refused, with the line") {
  CHECK(error_of("1,2\n3,x\n") == "file:2: value 'x' is not a number; a finite number is expected");
  CHECK(error_of("1,2\n3,nan\n") == "file:2: value is 'nan'; a finite number is expected");
  CHECK(error_of("1,2\n3,inf\n") == "file:2: value is 'inf'; a finite number is expected");
  CHECK_THAT(error_of("1,1e999\n"), ContainsSubstring("file:1: value '1e999' is beyond the range"));
  CHECK(error_of("1,2\n3,-1e39\n") == "file:2: column 2: -1e+39 is not finite in single precision");
  CHECK(error_of("a,b\n1,2\n\n3\n") == "file:4: has 1 columns; must be 2, as the lines before");
  CHECK(error_of("1,2\n3,4,5\n") == "file:2: has 3 columns; must be 2, as the lines before");
  CHECK(error_of("1,,2\n") == "file:1: has 3 cells but 2 numbers; one in each is expected");
  CHECK(error_of("1,2\n3,4,\n") == "file:2: has 3 cells but 2 numbers; one in each is expected");
  // A number among names, or a second line of names, is no line of names.
  CHECK(error_of("1,b\n2,3\n") == "file:1: value 'b' is not a number; a finite number is expected");
  CHECK(error_of("a,b\nc,d\n") == "file:2: value 'c' is not a number; a finite number is expected");
  CHECK(error_of("0,16\n3,17\n", {.white = 16}) ==
        "file:2: column 2: 17 is outside 0 to 16, the number that stands for white");
  CHECK(error_of("0,16\n-1,3\n", {.white = 16}) ==
        "file:2: column 1: -1 is outside 0 to 16, the number that stands for white");
  CHECK(error_of("1,0.5\n", {.label_column = LabelColumn::last}) ==
        "file:1: label 0.5 is no whole number of 32 bits");
  CHECK(error_of("1,2147483648\n", {.label_column = LabelColumn::last}) ==
        "file:1: label 2147483648 is no whole number of 32 bits");
  CHECK(error_of("1\n2\n", {.label_column = LabelColumn::last}) == "file:1: has a label but no values");
}
