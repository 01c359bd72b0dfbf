#include "instance_options.hpp"

#include <fmt/format.h>

#include "onedial/core/error.hpp"
#include "onedial/problem/city_map.hpp"

namespace onedial::cli {
namespace {

/// What an instance is when nobody says it: graphs are cut, those of DIMACS what the command makes of them,
/// lists of terms are QUBOs unless they say that their units are spins.
std::string_view usual_kind(const InstanceFile& file, std::string_view kind_of_dimacs) {
  switch (file.format) {
    case InstanceFormat::gset:
      return "max_cut";
    case InstanceFormat::coo:
    case InstanceFormat::dimod_json:
    case InstanceFormat::dimod_bqm:
    case InstanceFormat::or_library:
      return file.domain == Domain::spin ? "ising" : "qubo";
    case InstanceFormat::dimacs:
      return kind_of_dimacs;
    case InstanceFormat::matrix:
    case InstanceFormat::matrix_market:
      break;
  }
  throw InputError(fmt::format("{}: a matrix may be any kind of problem; give --kind", file.path));
}

}  // namespace

void InstanceOptions::add_to(CLI::App& command, const std::vector<std::string>& kinds,
                             const std::string& format_option) {
  command.add_option("--kind", kind, "What the instance is (default: what its format is used for)")
      ->check(CLI::IsMember(kinds));
  command.add_option(format_option, format, "Format of the instance (default: by its content)")
      ->check(CLI::IsMember(format_names()));
  command.add_option("--number", number, "Which instance of a file of the OR-library, from 1");
}

std::shared_ptr<const Problem> InstanceOptions::load(std::string_view kind_of_dimacs) const {
  const auto named = format ? format_named(*format) : std::nullopt;
  if (!kind && !format && is_tsplib(path)) {
    return load_problem("tsp", path);
  }
  const std::string chosen =
      kind ? *kind : std::string(usual_kind(read_instance(path, named, number), kind_of_dimacs));
  return load_problem(chosen, path, named, number);
}

}  // namespace onedial::cli
