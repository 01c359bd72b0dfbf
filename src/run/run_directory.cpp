#include "onedial/run/run_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include "onedial/core/temporary_file.hpp"
#include "onedial/run/error.hpp"

namespace onedial {
namespace {

constexpr const char* result_name = "result.json";
/// All that there may be where a run was killed while it stored its first files.
constexpr const char* checkpoint_name = "checkpoint.npz";

/// What commands find, and `result.json` speaks of. A config and a model are not among them: a training can
/// be taken up again from these.
constexpr std::array<std::string_view, 24> findings = {
    "candidates.csv",   "compare.csv",  "tuned.toml",   "basins.csv",     "beside.csv", "capacity.csv",
    "curve.csv",        "examples.npy", "frames.csv",   "hysteresis.csv", "means.npy",  "overlaps.csv",
    "phases.csv",       "points.csv",   "report.png",   "report.svg",     "runs.csv",   "solution.txt",
    "temperatures.csv", "trace.csv",    "training.csv", "trials.csv",     "values.npy", "weights.csv"};

InputError unfit(const std::string& what) {
  return InputError(what + "; give --out another place");
}

InputError unfit(const std::filesystem::path& path, const std::string& what) {
  return unfit(fmt::format("{}: {}", path.string(), what));
}

}  // namespace

RunDirectory RunDirectory::create(const std::filesystem::path& path) {
  if (path.empty()) {
    throw InputError("--out: is empty; must be the path of a directory");
  }
  RunDirectory directory(path);
  directory.make_directories();
  directory.require_usable();
  return directory;
}

RunDirectory::~RunDirectory() {
  remove_if_empty();
}

void RunDirectory::make_directories() {
  std::filesystem::path place;
  for (const auto& part : path_) {
    place /= part;
    std::error_code error;
    if (std::filesystem::create_directory(place, error)) {
      made_.insert(made_.begin(), place);
    }
    std::error_code ignored;
    if (std::filesystem::is_directory(place, ignored)) {
      continue;
    }
    if (std::filesystem::exists(place, ignored)) {
      throw unfit(place, "exists and is not a directory");
    }
    throw unfit(path_, "cannot write: " + error.message());
  }
}

void RunDirectory::require_usable() const {
  std::error_code error;
  const bool empty = std::filesystem::is_empty(path_, error);
  if (error) {
    throw unfit(path_, "cannot read: " + error.message());
  }
  if (!empty && !std::filesystem::is_regular_file(path_ / result_name, error) &&
      !std::filesystem::is_regular_file(path_ / checkpoint_name, error)) {
    throw unfit(path_, "exists and is not a run directory");
  }
  try {
    const TemporaryFile probe(path_ / result_name, "a full disk shows here, before the run\n");
  } catch (const OutputError& problem) {
    throw unfit(problem.what());
  }
}

void RunDirectory::remove_if_empty() noexcept {
  for (const std::filesystem::path& place : made_) {
    // Fails, as it should, where something is in it.
    std::error_code ignored;
    std::filesystem::remove(place, ignored);
  }
}

void RunDirectory::add(std::string name, std::string bytes) {
  const std::filesystem::path plain(name);
  if (name.empty() || name == "." || name == ".." || plain.filename() != plain) {
    throw std::invalid_argument(fmt::format("file name ({}) must be a plain file name", name));
  }
  if (std::any_of(files_.begin(), files_.end(), [&](const File& file) { return file.name == name; })) {
    throw std::invalid_argument(fmt::format("file name ({}) must be added only once", name));
  }
  files_.push_back({std::move(name), std::move(bytes)});
}

void RunDirectory::discard(std::string name) {
  files_.push_back({std::move(name), std::nullopt});
}

void RunDirectory::remove_findings_of_others() noexcept {
  for (const std::string_view name : findings) {
    if (!written_.contains(name)) {
      std::error_code ignored;
      std::filesystem::remove(path_ / name, ignored);
    }
  }
}

void RunDirectory::commit() {
  // A commit that fails leaves nothing set aside, so that the next one can be about the same names.
  std::vector<File> files = std::exchange(files_, {});
  std::stable_partition(files.begin(), files.end(),
                        [](const File& file) { return file.name != result_name; });
  try {
    make_directories();  // gone where an earlier commit failed
    std::vector<TemporaryFile> complete;
    for (const File& file : files) {
      if (file.bytes) {
        complete.emplace_back(path_ / file.name, *file.bytes);
      }
    }
    for (TemporaryFile& file : complete) {
      file.replace_target();
    }
    for (const File& file : files) {
      written_.insert(file.name);
    }
    if (written_.contains(result_name)) {  // a checkpoint does not end a run
      remove_findings_of_others();
    }
    flush_directory(path_);
  } catch (...) {
    remove_if_empty();
    throw;
  }
  for (const File& file : files) {
    if (!file.bytes) {
      std::error_code ignored;
      std::filesystem::remove(path_ / file.name, ignored);
    }
  }
}

std::filesystem::path default_run_path(const std::filesystem::path& config) {
  const std::filesystem::path first = std::filesystem::path("runs") / config.stem();
  std::filesystem::path place = first;
  for (int number = 2; std::filesystem::exists(place); ++number) {
    place = first;
    place += fmt::format("-{}", number);
  }
  return place;
}

}  // namespace onedial
