#pragma once
#include <string>
#include <vector>

/// What a finished command left behind.
struct CommandResult {
  int exit_code;
  std::string out;
  std::string err;
};

/// Runs `onedial` with these arguments in the root of the source tree, its output going to no terminal.
/// `environment` is put before it, such as "LC_ALL=C".
CommandResult run_onedial(const std::vector<std::string>& arguments, const std::string& environment = {});

/// What a command that refuses its input says: checks that this is all it says, in one line, with exit
/// code 2.
std::string refused(const CommandResult& result);

/// Runs a line of shell in the root of the source tree, where `onedial` is the command under test.
CommandResult run_shell(const std::string& line);
