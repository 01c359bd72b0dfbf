#include "onedial/core/error.hpp"

#include <fmt/format.h>

#include <system_error>

namespace onedial {

OutputError::OutputError(const std::filesystem::path& path, int error_number)
    : OutputError(path, std::generic_category().message(error_number)) {}

OutputError::OutputError(const std::filesystem::path& path, const std::string& reason)
    : std::runtime_error(on_one_line(fmt::format("{}: cannot write: {}", path.string(), reason))) {}

}  // namespace onedial
