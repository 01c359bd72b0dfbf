#include "command.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "catch.hpp"
#include "scratch_directory.hpp"

namespace {

std::string quote(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  quoted += '\'';
  return quoted;
}

}  // namespace

CommandResult run_shell(const std::string& line) {
  const ScratchDirectory scratch;
  const std::string path = std::filesystem::path(ONEDIAL_COMMAND).parent_path().string();
  std::string command = "cd ";
  command.append(quote(ONEDIAL_SOURCE_DIR)).append(" && PATH=").append(quote(path)).append(":$PATH && { ");
  command.append(line).append("\n} >").append(quote((scratch / "out").string()));
  command.append(" 2>").append(quote((scratch / "err").string()));
  const int status = std::system(command.c_str());
  if (status == -1 || !WIFEXITED(status)) {
    throw std::runtime_error("did not end by itself: " + line);
  }
  return {.exit_code = WEXITSTATUS(status),
          .out = read_bytes(scratch / "out"),
          .err = read_bytes(scratch / "err")};
}

CommandResult run_onedial(const std::vector<std::string>& arguments, const std::string& environment) {
  std::string line = environment + " onedial";
  for (const std::string& argument : arguments) {
    line.append(" ").append(quote(argument));
  }
  return run_shell(line);
}

std::string refused(const CommandResult& result) {
  CHECK(result.exit_code == 2);
  CHECK(result.out.empty());
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  return result.err;
}
