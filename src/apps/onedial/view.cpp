#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "commands.hpp"
#include "onedial/core/error.hpp"

namespace onedial::cli {
namespace {

/// The viewer beside this program.
std::filesystem::path viewer_path() {
  std::error_code error;
  const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path("onedial-view") : self.parent_path() / "onedial-view";
}

/// Becomes the viewer; returns only by an exception.
void become_viewer(std::vector<std::string> arguments) {
  const std::filesystem::path path = viewer_path();
  arguments.insert(arguments.begin(), path.string());
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) {
    pointers.push_back(argument.data());
  }
  pointers.push_back(nullptr);
  execvp(path.c_str(), pointers.data());
  throw InputError(
      errno == ENOENT
          ? fmt::format("{} is not there: this OneDial was built without its viewer", path.string())
          : fmt::format("{}: {}", path.string(), std::generic_category().message(errno)));
}

}  // namespace

void add_view(CLI::App& parser) {
  auto* command = parser.add_subcommand("view", "Open the viewer, or draw a scene into a file");
  command->set_help_flag();  // it has its own
  command->prefix_command();
  command->callback([command] { become_viewer(command->remaining()); });
}

}  // namespace onedial::cli
