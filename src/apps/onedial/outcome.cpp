#include "outcome.hpp"

#include <fmt/format.h>

#include "commands.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/version.hpp"
#include "report_files.hpp"

namespace onedial::cli {
namespace {

/// The JSON document of an outcome.
std::string document_text(const Telling& telling, const Outcome& outcome) {
  using Json = nlohmann::ordered_json;
  Json json = {{"onedial", version()}, {"command", telling.command}};
  json.update(telling.head);
  json.update(outcome.document);
  json["threads"] = telling.threads;
  json["is_interrupted"] = outcome.is_interrupted;
  json["warnings"] = outcome.warnings;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace

void store(const Telling& telling, const Outcome& outcome, RunDirectory& directory) {
  if (!telling.config.empty()) {
    directory.add("config.toml", telling.config);
  }
  for (const auto& [name, bytes] : outcome.files) {
    directory.add(name, bytes);
  }
  if (outcome.figure) {
    add_report(directory, [&] { return *outcome.figure; });
  }
  directory.add("result.json", document_text(telling, outcome));
  directory.commit();
}

int tell(const Telling& telling, const Outcome& outcome, RunDirectory* directory) {
  for (const std::string& warning : outcome.warnings) {
    fmt::print(stderr, "onedial: warning: {}\n", warning);
  }
  if (outcome.facts.empty()) {
    fmt::print(stderr, "onedial: interrupted before anything was measured\n");
    return interrupted;
  }
  // A full disk must not cost the user what was found: it is printed first.
  std::optional<OutputError> not_stored;
  try {
    if (directory != nullptr) {
      store(telling, outcome, *directory);
    }
  } catch (const OutputError& error) {
    not_stored = error;
  }
  if (telling.json) {
    fmt::print("{}", document_text(telling, outcome));
  } else if (!telling.quiet) {
    for (const auto& [word, text] : outcome.facts) {
      fmt::print("{:<11}{}\n", word, text);
    }
    if (directory != nullptr && !not_stored) {
      fmt::print("{:<11}{}\n", "files", (directory->path() / "").string());
    }
  }
  if (not_stored) {
    throw OutputError(*not_stored);
  }
  if (!outcome.failure.empty()) {
    fmt::print(stderr, "onedial: {}\n", on_one_line(outcome.failure));
    return failed;
  }
  return outcome.is_interrupted ? interrupted : done;
}

}  // namespace onedial::cli
