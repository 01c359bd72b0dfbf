#include "onedial/learn/model_file.hpp"

#include "catch.hpp"
#include "learn_cases.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

TEST_CASE("machines of every kind come back from the disk bit for bit") {
  const ScratchDirectory scratch;
  const auto path = scratch / "machine.npz";
  for (const auto units :
       {VisibleUnits::binary, VisibleUnits::spin, VisibleUnits::gaussian, VisibleUnits::softmax}) {
    CAPTURE(visible_units_name(units));
    RestrictedMachine machine = random_machine(units, 12, 5, 2, 7, units == VisibleUnits::softmax ? 3 : 2);
    machine.height = units == VisibleUnits::softmax ? 1 : 3;
    machine.width = 4;
    ArrayFile file = to_array_file(machine);
    file.arrays["chains"] = to_array(FloatRows(FloatRows::Identity(4, 12)));
    file.texts["optimiser"] = "adam";
    write_array_file(path, file);
    const ArrayFile again = read_array_file(path);
    const RestrictedMachine back = machine_of(again, path);
    CHECK(back.visible_units == units);
    CHECK(back.levels == machine.levels);
    CHECK(back.weights == machine.weights);
    CHECK(back.visible_biases == machine.visible_biases);
    CHECK(back.hidden_biases == machine.hidden_biases);
    CHECK(back.height == machine.height);
    CHECK(back.width == 4);
    CHECK(matrix_of(again, path, "chains", 4, 12) == FloatRows::Identity(4, 12));
    CHECK(again.texts.at("optimiser") == "adam");
  }
}

TEST_CASE("files that are no machines say why") {
  const auto good = to_array_file(random_machine(VisibleUnits::softmax, 6, 4, 1, 7, 3));
  const auto error_of = [&](auto change) {
    ArrayFile file = good;
    change(file);
    return message_of<InputError>([&] { machine_of(file, "m.npz"); });
  };
  CHECK(error_of([](ArrayFile& file) { file.kind = "dream"; }) ==
        "m.npz: holds a dream; must be a restricted machine");
  CHECK(error_of([](ArrayFile& file) { file.kind = ""; }) ==
        "m.npz: holds arrays of another program; must be a restricted machine");
  CHECK(error_of([](ArrayFile& file) { file.texts["visible_units"] = "ternary"; }) ==
        "m.npz: visible_units is 'ternary'; must be binary, spin, gaussian or softmax");
  CHECK(error_of([](ArrayFile& file) { file.arrays.erase("hidden_biases"); }) ==
        "m.npz: has no array hidden_biases");
  CHECK(error_of([](ArrayFile& file) {
          file.arrays["hidden_biases"].shape = {2, 2};
        }) == "m.npz: hidden_biases has shape (2, 2); must be (4)");
  CHECK(error_of([](ArrayFile& file) {
          file.arrays["weights"] = {.shape = {0, 4}, .values = std::vector<float>()};
        }) == "m.npz: weights has shape (0, 4); must be at least 1 x 1");
  CHECK(error_of([](ArrayFile& file) { file.arrays["levels"].values = std::vector<std::int64_t>{4}; }) ==
        "m.npz: levels is 4; must be at least 2, and of softmax units divide the 6 columns");
  CHECK(error_of([](ArrayFile& file) {
          file.arrays["image"].values = std::vector<std::int64_t>{4, 4};
        }) == "m.npz: image is 4 x 4; must be 0 x 0 or have the 2 visible units as pixels");
  CHECK(error_of([](ArrayFile& file) {
          file.arrays["image"].values = std::vector<std::int64_t>{1, 3};
        }) == "m.npz: image is 1 x 3; must be 0 x 0 or have the 2 visible units as pixels");
}
