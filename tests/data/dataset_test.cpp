#include "onedial/data/dataset.hpp"

#include <unistd.h>

#include "catch.hpp"
#include "dataset_files.hpp"

using namespace onedial;
using namespace dataset_files;

namespace {

using LabelColumn = DatasetSettings::LabelColumn;

const std::string an_idx = idx({1, 1, 2}, "ab");
const std::string a_table = "1,2\n";
const std::string a_drawing = "#.\n.#\n";

}  // namespace

TEST_CASE("settings that make no sense are refused") {
  for (const DatasetSettings& settings :
       {DatasetSettings{.height = 2}, DatasetSettings{.width = 2}, DatasetSettings{.height = -2, .width = -2},
        DatasetSettings{.sheet_rows = 0}, DatasetSettings{.sheet_columns = -1}, DatasetSettings{.white = -1},
        DatasetSettings{.white = std::nan("")}, DatasetSettings{.white = HUGE_VAL},
        DatasetSettings{.limit = -1}}) {
    CHECK_THROWS_AS(read_dataset("none", settings), std::invalid_argument);
  }
}

TEST_CASE("settings that a format would ignore are refused") {
  for (const std::string& bytes : {an_idx, a_drawing}) {
    CHECK_THAT(error_of(bytes, {.label_column = LabelColumn::first}),
               ContainsSubstring("for tables and arrays only"));
    CHECK_THAT(error_of(bytes, {.white = 255}), ContainsSubstring("for tables and arrays only"));
  }
  for (const std::string& bytes : {an_idx, a_drawing, a_table}) {
    CHECK_THAT(error_of(bytes, {.sheet_rows = 2}), ContainsSubstring("for PNG only"));
  }
  for (const std::string& bytes : {a_drawing, a_table}) {
    CHECK_THAT(error_of(bytes, {.labels = "labels"}), ContainsSubstring("goes with IDX, .npy or PNG only"));
  }
}

TEST_CASE("images of another size than asked for are refused") {
  CHECK(read(a_drawing, {.height = 2, .width = 2}).height == 2);
  CHECK(error_of(a_drawing, {.height = 1, .width = 4}) ==
        "file: its images are 2 x 2 pixels; must be 1 x 4 as asked for");
  CHECK(error_of(an_idx, {.height = 2, .width = 1}) ==
        "file: its images are 1 x 2 pixels; must be 2 x 1 as asked for");
}

TEST_CASE("what is no file of examples is refused in one line") {
  CHECK(error_of("") == "file: holds no examples");
  CHECK(error_of("\n \n") == "file: holds no examples");
  CHECK(error_of("x,y\n") == "file: holds no examples");
  CHECK_THAT(error_of(std::string("ab\0cd", 5)),
             ContainsSubstring("file: is of no known format; IDX, .npy, PNG"));
  const ScratchDirectory scratch;
  CHECK_THAT(message_of<InputError>([&] { read_dataset(scratch / "none"); }),
             ContainsSubstring("none: cannot read: No such file"));
  CHECK_THAT(message_of<InputError>([&] { read_dataset(scratch.path()); }),
             ContainsSubstring("is a directory; a file of examples is expected"));
  const auto images = scratch.write("images", an_idx);
  CHECK_THAT(message_of<InputError>([&] { read_dataset(images, {.labels = scratch / "none"}); }),
             ContainsSubstring("none: cannot read: No such file"));
}

TEST_CASE("examples can come from standard input") {
  const ScratchDirectory scratch;
  const auto feed = [&](const std::string& bytes) {
    const auto path = scratch.write("input", bytes);
    const int before = ::dup(STDIN_FILENO);
    REQUIRE(std::freopen(path.c_str(), "rb", stdin) != nullptr);
    const auto restore = [before] {
      ::dup2(before, STDIN_FILENO);
      ::close(before);
    };
    std::string message;
    Dataset dataset;
    try {
      dataset = read_dataset("-");
    } catch (const InputError& error) {
      message = error.what();
    }
    restore();
    return std::pair(dataset.values, message);
  };
  CHECK(feed(packed(a_table)).first == rows({{1, 2}}));
  CHECK(feed("1,x\n").second == "standard input:1: value 'x' is not a number; a finite number is expected");
}
