#include "onedial/run/run_directory.hpp"

#include <optional>

#include "catch.hpp"
#include "file_size_limit.hpp"
#include "onedial/run/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

using Names = std::vector<std::string>;

std::string create_error(const std::filesystem::path& path) {
  return message_of<InputError>([&] { RunDirectory::create(path); });
}

}  // namespace

TEST_CASE("A run directory holds all that was added once it is committed") {
  const ScratchDirectory scratch;
  {
    RunDirectory run = RunDirectory::create(scratch / "runs/first");
    CHECK(run.path() == scratch / "runs/first");
    run.add("result.json", "{}\n");
    run.add("trace.csv", "sweep\n");
    CHECK(names_in(run.path()).empty());
    run.commit();
  }
  CHECK(names_in(scratch / "runs/first") == Names{"result.json", "trace.csv"});
  CHECK(read_bytes(scratch / "runs/first/result.json") == "{}\n");
  CHECK(read_bytes(scratch / "runs/first/trace.csv") == "sweep\n");
}

TEST_CASE("A run directory can be filled again, file by file") {
  const ScratchDirectory scratch;
  std::filesystem::create_directory(scratch / "run");
  scratch.write("run/result.json", "old");
  scratch.write("run/notes.txt", "mine");
  RunDirectory run = RunDirectory::create(scratch / "run");
  CHECK(read_bytes(scratch / "run/result.json") == "old");
  run.add("result.json", "new");
  run.commit();
  CHECK(read_bytes(scratch / "run/result.json") == "new");
  run.add("result.json", "newer");
  run.commit();
  CHECK(read_bytes(scratch / "run/result.json") == "newer");
  CHECK(names_in(scratch / "run") == Names{"notes.txt", "result.json"});
}

TEST_CASE("A run takes away what an older one has found, but no config, model or file of others") {
  const ScratchDirectory scratch;
  std::filesystem::create_directory(scratch / "run");
  for (const std::string name :
       {"result.json", "report.svg", "training.csv", "trace.csv", "config.toml", "model.npz", "notes.txt"}) {
    scratch.write("run/" + name, "old");
  }
  RunDirectory run = RunDirectory::create(scratch / "run");
  CHECK(names_in(scratch / "run").size() == 7);
  run.add("result.json", "new");
  run.add("trace.csv", "new");
  run.commit();
  CHECK(names_in(scratch / "run") ==
        Names{"config.toml", "model.npz", "notes.txt", "result.json", "trace.csv"});
  run.add("result.json", "newer");
  run.add("report.svg", "new");
  run.commit();
  CHECK(names_in(scratch / "run") ==
        Names{"config.toml", "model.npz", "notes.txt", "report.svg", "result.json", "trace.csv"});
}

TEST_CASE("A run that ends early leaves no empty directory") {
  const ScratchDirectory scratch;
  {
    const RunDirectory run = RunDirectory::create(scratch / "a/b/c");
    CHECK(std::filesystem::is_directory(scratch / "a/b/c"));
  }
  CHECK(names_in(scratch.path()).empty());
  std::filesystem::create_directory(scratch / "mine");
  {
    std::optional<RunDirectory> moved(RunDirectory::create(scratch / "mine/run/"));
    CHECK(std::filesystem::is_directory(scratch / "mine/run"));
  }
  CHECK(names_in(scratch.path()) == Names{"mine"});
  { const RunDirectory run = RunDirectory::create(scratch / "mine"); }
  CHECK(names_in(scratch.path()) == Names{"mine"});
  CHECK(names_in(scratch / "mine").empty());
}

TEST_CASE("A run that ends early keeps what others put into its directory") {
  const ScratchDirectory scratch;
  {
    const RunDirectory run = RunDirectory::create(scratch / "a/b");
    scratch.write("a/notes.txt", "mine");
  }
  CHECK(names_in(scratch.path()) == Names{"a"});
  CHECK(names_in(scratch / "a") == Names{"notes.txt"});
}

TEST_CASE("A place that is not a run directory is refused before the run") {
  const ScratchDirectory scratch;
  scratch.write("notes.txt", "mine");
  CHECK(create_error(scratch.path()) ==
        scratch.path().string() + ": exists and is not a run directory; give --out another place");
  const auto file = scratch / "notes.txt";
  for (const auto& place : {file, file / "run"}) {
    CHECK(create_error(place) == file.string() + ": exists and is not a directory; give --out another place");
  }
  CHECK(create_error("") == "--out: is empty; must be the path of a directory");
  CHECK(names_in(scratch.path()) == Names{"notes.txt"});
}

TEST_CASE("A directory that takes no directories or no bytes is refused before the run") {
  CHECK(create_error("/proc/onedial/run") ==
        "/proc/onedial/run: cannot write: No such file or directory; give --out another place");
  const ScratchDirectory scratch;
  const FileSizeLimit limit(0);
  const auto result = scratch / "a/run/result.json";
  CHECK(create_error(scratch / "a/run") ==
        result.string() + ": cannot write: File too large; give --out another place");
  CHECK(names_in(scratch.path()).empty());
}

TEST_CASE("A disk that fills up during a commit leaves nothing") {
  const ScratchDirectory scratch;
  RunDirectory run = RunDirectory::create(scratch / "a/run");
  run.add("trace.csv", "short");
  run.add("report.png", std::string(5000, 'x'));
  run.add("result.json", "{}");
  {
    const FileSizeLimit limit(1000);
    CHECK(message_of<OutputError>([&] { run.commit(); }) ==
          (scratch / "a/run/report.png").string() + ": cannot write: File too large");
  }
  CHECK(names_in(scratch.path()).empty());
}

TEST_CASE("A disk that fills up during a commit leaves an older run as it was") {
  const ScratchDirectory scratch;
  std::filesystem::create_directory(scratch / "run");
  scratch.write("run/result.json", "old");
  scratch.write("run/trace.csv", "old trace");
  RunDirectory run = RunDirectory::create(scratch / "run");
  run.add("trace.csv", "new trace");
  run.add("result.json", std::string(5000, 'x'));
  {
    const FileSizeLimit limit(1000);
    CHECK_THROWS_AS(run.commit(), OutputError);
  }
  CHECK(names_in(scratch / "run") == Names{"result.json", "trace.csv"});
  CHECK(read_bytes(scratch / "run/result.json") == "old");
  CHECK(read_bytes(scratch / "run/trace.csv") == "old trace");
}

TEST_CASE("A commit that cannot replace one file replaces none") {
  const ScratchDirectory scratch;
  RunDirectory run = RunDirectory::create(scratch / "run");
  run.add("result.json", "{}");
  run.add("trace.csv", "x");
  run.commit();
  std::filesystem::remove(scratch / "run/trace.csv");
  std::filesystem::create_directory(scratch / "run/trace.csv");
  run.add("result.json", "new");
  run.add("trace.csv", "x");
  CHECK(message_of<OutputError>([&] { run.commit(); }) ==
        (scratch / "run/trace.csv").string() + ": cannot write: Is a directory");
  CHECK(names_in(scratch / "run") == Names{"result.json", "trace.csv"});
  CHECK(read_bytes(scratch / "run/result.json") == "{}");
}

TEST_CASE("Names of files in a run directory are plain and unique") {
  const ScratchDirectory scratch;
  RunDirectory run = RunDirectory::create(scratch / "run");
  for (const char* name : {"", ".", "..", "a/b", "/a", "a/"}) {
    CHECK(message_of<std::invalid_argument>([&] { run.add(name, ""); }) ==
          "file name (" + std::string(name) + ") must be a plain file name");
  }
  run.add("a", "");
  CHECK(message_of<std::invalid_argument>([&] { run.add("a", ""); }) ==
        "file name (a) must be added only once");
}

TEST_CASE("The default place of a run is the first that is free") {
  const ScratchDirectory scratch;
  const CurrentDirectory here(scratch.path());
  CHECK(default_run_path("configs/g1.v2.toml") == "runs/g1.v2");
  std::filesystem::create_directories("runs/g1.v2");
  CHECK(default_run_path("configs/g1.v2.toml") == "runs/g1.v2-2");
  std::filesystem::create_directories("runs/g1.v2-2");
  CHECK(default_run_path("configs/g1.v2.toml") == "runs/g1.v2-3");
  std::filesystem::create_directories("runs/g1.v2-4");
  CHECK(default_run_path("configs/g1.v2.toml") == "runs/g1.v2-3");
}

TEST_CASE("after a commit that failed the same files can be stored by the next one") {
  const ScratchDirectory scratch;
  const auto path = scratch / "run";
  RunDirectory directory = RunDirectory::create(path);
  directory.add("trace.csv", std::string(100'000, 'x'));
  {
    const FileSizeLimit limit(1000);
    CHECK_THROWS_AS(directory.commit(), OutputError);
  }
  CHECK_FALSE(std::filesystem::exists(path));
  directory.add("trace.csv", "whole");
  directory.commit();
  CHECK(read_bytes(path / "trace.csv") == "whole");
}
