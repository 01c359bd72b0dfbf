#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "onedial/problem/instance_file.hpp"
#include "onedial/problem/problem.hpp"

namespace onedial {

/// The kinds of problems that a file says everything about.
std::vector<std::string_view> file_problem_kinds();

/// Whether instances of a kind come in the formats of `read_instance`; the others have one of their own.
bool has_formats(std::string_view kind);

/// Reads the instance at `path` as a problem of that kind; `format` and `number` are for kinds that
/// `read_instance` reads. Throws InputError as the readers and the problems do, std::invalid_argument for a
/// kind that is not one of `file_problem_kinds`.
std::shared_ptr<const Problem> load_problem(std::string_view kind, const std::filesystem::path& path,
                                            std::optional<InstanceFormat> format = std::nullopt,
                                            std::optional<Index> number = std::nullopt);

}  // namespace onedial
