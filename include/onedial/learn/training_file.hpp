#pragma once
#include <filesystem>

#include "onedial/data/array_file.hpp"
#include "onedial/learn/trainer_state.hpp"

namespace onedial {

/// The file of a machine (see `to_array_file`) with all that its training needs to go on, as arrays under
/// "training/".
ArrayFile to_array_file(const TrainerState& state);

/// The other way round. `path` is for the errors. Throws InputError as `machine_of`, and if there is no
/// training in the file or its arrays do not fit the machine.
TrainerState trainer_state_of(const ArrayFile& file, const std::filesystem::path& path);

}  // namespace onedial
