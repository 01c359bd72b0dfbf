#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

namespace {

const std::string pixels = {0, 51, 102, '\x99', '\xCC', '\xFF', 0, 0, 0, 0, 0, 51};
const std::string two_images = idx({2, 2, 3}, pixels);

}  // namespace

TEST_CASE("IDX images are bytes in rows, packed or not") {
  for (const std::string& bytes : {two_images, packed(two_images)}) {
    const Dataset dataset = read(bytes);
    CHECK(dataset.values == rows({{0, 0.2F, 0.4F, 0.6F, 0.8F, 1}, {0, 0, 0, 0, 0, 0.2F}}));
    CHECK(dataset.height == 2);
    CHECK(dataset.width == 3);
    CHECK(dataset.labels.empty());
  }
  const Dataset first = read(two_images, {.limit = 1});
  CHECK(first.values == rows({{0, 0.2F, 0.4F, 0.6F, 0.8F, 1}}));
  CHECK(read(two_images, {.limit = 5}).size() == 2);
}

TEST_CASE("IDX rows are images of the size asked for, or none") {
  const std::string bytes = idx({2, 6}, pixels);
  CHECK(read(bytes).height == 0);
  CHECK(read(bytes, {.height = 3, .width = 2}).width == 2);
  CHECK(error_of(bytes, {.height = 2, .width = 2}) ==
        "file: its images are 0 x 0 pixels; must be 2 x 2 as asked for");
}

TEST_CASE("IDX labels stand in a file of their own") {
  CHECK(read_with_labels(two_images, idx({2}, "\x07\xFF")).labels == std::vector<std::int32_t>{7, 255});
  CHECK(read_with_labels(two_images, idx({2}, "\x07\x03"), 1).labels == std::vector<std::int32_t>{7});
  CHECK(error_of_labels(two_images, idx({3}, "abc")) == "labels: has 3 labels for 2 examples");
  CHECK(error_of_labels(two_images, two_images) == "labels: is IDX of 3 dimensions; labels have 1");
  CHECK(error_of_labels(two_images, idx({2}, "a")) ==
        "labels: has only 1 bytes after its header, which declares 2; it is damaged");
}

TEST_CASE("bad IDX files are refused") {
  CHECK(error_of(two_images.substr(0, 27)) ==
        "file: has only 11 bytes after its header, which declares 2 x 2 x 3; it is damaged");
  CHECK(error_of(two_images + "x") ==
        "file: has more than 12 bytes after its header, which declares 2 x 2 x 3; it is damaged");
  CHECK(error_of(two_images.substr(0, 13)) == "file: is cut short within its header");
  CHECK(error_of(two_images.substr(0, 4)) == "file: is cut short within its header");
  CHECK(error_of(idx({2, 6}, pixels, 0x0D)) == "file: is IDX of type 0x0d; only bytes (0x08) are read");
  CHECK(error_of(idx({2}, "ab")) == "file: is IDX of 1 dimensions; examples have 2, or 3 if they are images");
  CHECK(error_of(idx({1, 1, 1, 1}, "a")) ==
        "file: is IDX of 4 dimensions; examples have 2, or 3 if they are images");
  CHECK(error_of(idx({0xFFFFFFFF, 0, 0xFFFFFFFF}, "")) ==
        "file: holds nothing; its header declares 4294967295 x 0 x 4294967295");
  const std::string damaged = packed(two_images);
  CHECK_THAT(error_of(damaged.substr(0, damaged.size() - 4)),
             ContainsSubstring("cannot be unpacked; it is damaged or cut short"));
}

TEST_CASE("IDX of absurd size is refused before memory is taken for it") {
  for (const std::string& bytes : {idx({0x80000000, 28, 28}, "abc"), packed(idx({0x80000000, 28, 28}, "abc")),
                                   idx({0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF}, "abc")}) {
    CHECK_THAT(error_of(bytes), ContainsSubstring("is too large; at most 4096 MiB"));
  }
  // What unpacks to more than its header declares is not unpacked to the end.
  CHECK_THAT(error_of(packed(idx({1, 2, 2}, std::string(1 << 24, 'a')))),
             ContainsSubstring("has more than 4 bytes after its header"));
}

TEST_CASE("the digits that are shipped can be read") {
  const std::filesystem::path digits = std::filesystem::path(ONEDIAL_SOURCE_DIR) / "configs/instances/digits";
  std::vector<int> sizes;
  for (const std::string name : {"train", "test"}) {
    const Dataset dataset =
        read_dataset(digits / (name + "-images-idx3-ubyte.gz"),
                     {.height = 28, .width = 28, .labels = digits / (name + "-labels-idx1-ubyte.gz")});
    sizes.push_back(static_cast<int>(dataset.size()));
    CHECK(dataset.values.minCoeff() == 0);
    CHECK(dataset.values.maxCoeff() == 1);
    for (const int digit : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) {
      CHECK(std::count(dataset.labels.begin(), dataset.labels.end(), digit) > dataset.size() / 12);
    }
  }
  CHECK(sizes == std::vector<int>{8000, 1000});
}
