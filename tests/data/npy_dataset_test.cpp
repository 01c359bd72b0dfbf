#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

namespace {

using LabelColumn = DatasetSettings::LabelColumn;

}  // namespace

TEST_CASE("arrays of rows and of images are examples") {
  const std::string numbers = bytes_of<double>({0, 0.25, -3, 1e6});
  CHECK(read(npy("<f8", "2, 2", numbers)).values == rows({{0, 0.25F}, {-3, 1e6F}}));
  CHECK(read(packed(npy("<f8", "2, 2", numbers)), {.limit = 1}).values == rows({{0, 0.25F}}));

  const std::string bytes = bytes_of<std::uint8_t>({0, 51, 255, 0, 255, 102});
  const Dataset images = read(npy("|u1", "2, 1, 3", bytes), {.white = 255});
  CHECK(images.values == rows({{0, 0.2F, 1}, {0, 1, 0.4F}}));
  CHECK(images.height == 1);
  CHECK(images.width == 3);
  CHECK(read(npy("|u1", "2, 3", bytes), {.height = 3, .width = 1, .white = 255}).height == 3);
  CHECK(read(npy("|u1", "1, 2, 3", bytes, "True"), {.white = 255}).values ==
        rows({{0, 1, 1, 0.2F, 0, 0.4F}}));
  CHECK(read(npy("|u1", "2, 3", bytes)).values == rows({{0, 51, 255}, {0, 255, 102}}));
}

TEST_CASE("labels of arrays stand in a column or in a file") {
  const std::string array = npy("<i4", "2, 2", bytes_of<std::int32_t>({1, -7, 0, 8}));
  const Dataset last = read(array, {.label_column = LabelColumn::last});
  CHECK(last.values == rows({{1}, {0}}));
  CHECK(last.labels == std::vector<std::int32_t>{-7, 8});
  CHECK(read(array, {.label_column = LabelColumn::first}).labels == std::vector<std::int32_t>{1, 0});

  const std::vector<std::int32_t> expected = {3, 200};
  CHECK(read_with_labels(array, npy("<i8", "2,", bytes_of<std::int64_t>({3, 200}))).labels == expected);
  CHECK(read_with_labels(array, npy("<f4", "2,", bytes_of<float>({3, 200}))).labels == expected);
  CHECK(read_with_labels(array, "3\n200\n").labels == expected);
  CHECK(read_with_labels(array, idx({2}, "\x03\xC8")).labels == expected);
  CHECK(error_of_labels(array, npy("<f4", "2,", bytes_of<float>({3, 0.5F}))) ==
        "labels: label 0.5 of example 2 is no whole number of 32 bits");
  CHECK(error_of_labels(array, npy("<f4", "1, 2", bytes_of<float>({3, 4}))) ==
        "labels: is an array of 2 dimensions; labels have 1");
}

TEST_CASE("arrays that are no examples are refused") {
  const auto numbers = [](std::vector<float> values) { return bytes_of(values); };
  CHECK(error_of(npy("<f4", "2,", numbers({0, 1}))) ==
        "file: is an array of 1 dimensions; examples have 2, or 3 if they are images");
  CHECK(error_of(npy("<f4", "2, 2", numbers({0, 1, std::nanf(""), 1}))) ==
        "file: row 2: column 1: nan is not finite in single precision");
  CHECK(error_of(npy("<f8", "1, 2", bytes_of<double>({0, 1e39}))) ==
        "file: row 1: column 2: 1e+39 is not finite in single precision");
  CHECK(error_of(npy("<f4", "1, 2", numbers({3, 17})), {.white = 16}) ==
        "file: row 1: column 2: 17 is outside 0 to 16, the number that stands for white");
  CHECK(error_of(npy("<f4", "1, 2", numbers({3, std::nanf("")})), {.white = 16}) ==
        "file: row 1: column 2: nan is outside 0 to 16, the number that stands for white");
  CHECK(error_of(npy("|u1", "1, 1, 2", "\x01\xFF")) ==
        "file: row 1: column 2: 255 is outside 0 to 1, the number that stands for white");
  CHECK(error_of(npy("|u1", "1, 1, 2", "ab"), {.label_column = LabelColumn::first}) ==
        "file: is an array of images, which has no column of labels");
  CHECK(error_of(npy("|u1", "1, 1", "a"), {.label_column = LabelColumn::first}) ==
        "file: has a label but no values");
  CHECK(error_of(npy("|u1", "1, 2", "ab"), {.height = 2, .width = 2}) ==
        "file: has 2 values a row, which are no image of 2 x 2 pixels");
  CHECK(error_of(npy("<f4", "1, 2", numbers({3, 0.5F})), {.label_column = LabelColumn::last}) ==
        "file: row 1: label 0.5 is no whole number of 32 bits");
  CHECK(error_of(npy("<f4", "1, 2", numbers({3, std::nanf("")})), {.label_column = LabelColumn::last}) ==
        "file: row 1: label nan is no whole number of 32 bits");
  CHECK(error_of(npy("<i8", "1, 2", bytes_of<std::int64_t>({3, 1LL << 31})),
                 {.label_column = LabelColumn::last}) ==
        "file: row 1: label 2147483648 is no whole number of 32 bits");
  CHECK_THAT(error_of(npy("|u1", "4000000000, 4000000000", "ab")), ContainsSubstring("is too large"));
  CHECK_THAT(error_of(npy("|u1", "9000000000000000000, 9000000000000000000", "ab")),
             ContainsSubstring("is too large"));
}
