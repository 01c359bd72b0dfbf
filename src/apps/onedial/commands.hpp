#pragma once
#include <CLI/CLI.hpp>

// One file a subcommand: each adds itself to the parser, and runs when the parser has chosen it.
namespace onedial::cli {

/// What a process ends with: see README.md.
enum ExitCode : int { done = 0, failed = 1, bad_input = 2, interrupted = 130 };

void add_anneal(CLI::App& parser, int& exit_code);
void add_compare(CLI::App& parser, int& exit_code);
void add_tune(CLI::App& parser, int& exit_code);
void add_thermo(CLI::App& parser, int& exit_code);
void add_recall(CLI::App& parser, int& exit_code);
void add_train(CLI::App& parser, int& exit_code);
void add_dream(CLI::App& parser, int& exit_code);
void add_logz(CLI::App& parser, int& exit_code);
void add_validate(CLI::App& parser, int& exit_code);
void add_softmax(CLI::App& parser, int& exit_code);
void add_decode(CLI::App& parser, int& exit_code);
void add_verify(CLI::App& parser, int& exit_code);
void add_check(CLI::App& parser, int& exit_code);
void add_convert(CLI::App& parser, int& exit_code);
void add_info(CLI::App& parser, int& exit_code);
void add_view(CLI::App& parser);

}  // namespace onedial::cli
