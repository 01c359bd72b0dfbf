#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "commands.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/version.hpp"
#include "onedial/run/error.hpp"

namespace {

int report(const std::string& message, int exit_code) {
  fmt::print(stderr, "onedial: {}\n", onedial::on_one_line(message));
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace onedial;
  std::signal(SIGXFSZ, SIG_IGN);  // a file that grows past a limit is an error to report, not an end
  try {
    CLI::App parser(
        "One temperature dial for softmax, spins and memories: a Boltzmann machine and annealing simulator.",
        "onedial");
    parser.set_version_flag("--version", std::string(version()));
    parser.require_subcommand(1);
    parser.failure_message([](const CLI::App* app, const CLI::Error& error) {
      return fmt::format("onedial: {}; see '{} --help'\n", on_one_line(error.what()), app->get_name());
    });
    int exit_code = cli::done;
    cli::add_anneal(parser, exit_code);
    cli::add_verify(parser, exit_code);
    cli::add_check(parser, exit_code);
    cli::add_info(parser, exit_code);
    try {
      parser.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return parser.exit(error) == 0 ? cli::done : cli::bad_input;
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
