#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "commands.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/nearest.hpp"
#include "onedial/core/version.hpp"
#include "onedial/run/error.hpp"
#include "processes.hpp"

namespace {

int report(const std::string& message, int exit_code) {
  fmt::print(stderr, "onedial: {}\n", onedial::on_one_line(message));
  return exit_code;
}

/// The parser itself would only say that a subcommand is required.
void require_known_subcommand(const CLI::App& parser, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') {
    return;
  }
  std::vector<std::string> names;
  for (const CLI::App* command : parser.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  if (std::find(names.begin(), names.end(), argv[1]) != names.end()) {
    return;
  }
  const auto meant = onedial::nearest(argv[1], names);
  throw onedial::InputError(fmt::format("there is no subcommand '{}'; {}", argv[1],
                                        meant ? fmt::format("did you mean '{}'?", *meant)
                                              : fmt::format("there are {}", fmt::join(names, ", "))));
}

/// Throws InputError if ONEDIAL_ISA asks for what is not there.
void require_instruction_set() {
  try {
    onedial::instruction_set();
  } catch (const std::invalid_argument& error) {
    throw onedial::InputError(error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace onedial;
  std::signal(SIGXFSZ, SIG_IGN);  // a file that grows past a limit is an error to report, not an end
  const cli::Processes processes(argc, argv);
  const bool is_spread = argc > 1 && std::string_view(argv[1]) == "anneal";
  if (!cli::Processes::is_first() && !is_spread) {
    return cli::done;
  }
  try {
    CLI::App parser(
        "One temperature dial for softmax, spins and memories: a Boltzmann machine and annealing simulator.",
        "onedial");
    parser.set_version_flag("--version", std::string(version()));
    parser.require_subcommand(1);
    parser.failure_message([](const CLI::App* app, const CLI::Error& error) {
      const auto chosen = app->get_subcommands();
      return fmt::format("onedial: {}; see 'onedial {}--help'\n", on_one_line(error.what()),
                         chosen.empty() ? "" : chosen.front()->get_name() + " ");
    });
    int exit_code = cli::done;
    cli::add_anneal(parser, exit_code);
    cli::add_compare(parser, exit_code);
    cli::add_tune(parser, exit_code);
    cli::add_thermo(parser, exit_code);
    cli::add_recall(parser, exit_code);
    cli::add_train(parser, exit_code);
    cli::add_dream(parser, exit_code);
    cli::add_logz(parser, exit_code);
    cli::add_validate(parser, exit_code);
    cli::add_softmax(parser, exit_code);
    cli::add_decode(parser, exit_code);
    cli::add_verify(parser, exit_code);
    cli::add_check(parser, exit_code);
    cli::add_convert(parser, exit_code);
    cli::add_info(parser, exit_code);
    cli::add_view(parser);
    require_known_subcommand(parser, argc, argv);
    require_instruction_set();
    try {
      parser.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return parser.exit(error) == 0 ? cli::done : cli::bad_input;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
      return report(
          fmt::format("cannot write to standard output: {}", std::generic_category().message(errno)),
          cli::failed);
    }
    return exit_code;
  } catch (const InputError& error) {
    return report(error.what(), cli::bad_input);
  } catch (const OutputError& error) {
    return report(error.what(), cli::bad_input);
  } catch (const std::bad_alloc&) {
    return report("out of memory: the problem and its replicas do not fit", cli::failed);
  } catch (const std::exception& error) {
    return report(error.what(), cli::failed);
  }
}
