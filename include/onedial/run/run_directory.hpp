#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace onedial {

/// The directory that holds the results of one run. It is made before the run, so that a bad place is known
/// at once, and filled after it, all files or none. What it made is removed again if it stays empty.
class RunDirectory {
 public:
  /// Makes the directory, with its parents, and proves that files can be stored in it. A directory that is
  /// there must be empty or hold a `result.json`, or at least a `checkpoint.npz`; its files are replaced when
  /// the run commits, and what a `result.json` speaks of and this run does not write, such as tables and
  /// reports, is removed. A config, a model and files that no run writes stay. Throws InputError where the
  /// place is unfit.
  static RunDirectory create(const std::filesystem::path& path);

  RunDirectory(RunDirectory&& other) noexcept = default;
  RunDirectory(const RunDirectory&) = delete;
  RunDirectory& operator=(const RunDirectory&) = delete;
  RunDirectory& operator=(RunDirectory&&) = delete;
  ~RunDirectory();

  const std::filesystem::path& path() const { return path_; }

  /// Sets a file aside for the next commit. Throws std::invalid_argument where `name` is not a plain file
  /// name or was added before.
  void add(std::string name, std::string bytes);

  /// Sets a file aside to be removed by the next commit, once the others are stored, if it is there.
  void discard(std::string name);

  /// Stores what was added. Every file is complete on the disk under a temporary name before the first takes
  /// its place, and `result.json` takes its place last. Throws OutputError; then the temporary files are
  /// gone, and so is a directory that holds nothing else.
  void commit();

 private:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  void make_directories();
  void require_usable() const;
  void remove_if_empty() noexcept;
  void remove_findings_of_others() noexcept;

  struct File {
    std::string name;
    std::optional<std::string> bytes;  // none for a file to be removed
  };

  std::filesystem::path path_;
  std::vector<std::filesystem::path> made_;  // innermost first
  std::vector<File> files_;
  std::set<std::string, std::less<>> written_;  // by earlier commits
};

/// The place of a run that was given none: `runs/STEM` for the config `STEM.toml`, or the first of
/// `runs/STEM-2`, `runs/STEM-3`, … that is not there yet.
std::filesystem::path default_run_path(const std::filesystem::path& config);

}  // namespace onedial
