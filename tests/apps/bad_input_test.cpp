#include <algorithm>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

// Each kind of bad input ends with exit code 2, one line on standard error that says what was expected, and
// no run directory.
namespace {

class Trial {
 public:
  std::string write(const std::string& name, const std::string& bytes) const {
    return scratch_.write(name, bytes).string();
  }

  /// The one line that `anneal` of the small QUBO says, with these settings.
  std::string refusal(const std::vector<std::string>& settings) const {
    std::vector<std::string> arguments = {"anneal", "configs/qubo_small.toml", "--out", out()};
    for (const std::string& setting : settings) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    return refusal_of(arguments);
  }

  std::string refusal_of_instance(const std::string& bytes, const std::string& kind = "max_cut") const {
    return refusal({"problem.file=" + write("instance", bytes), "problem.kind=" + kind});
  }

  std::string refusal_of_config(const std::string& toml) const {
    return refusal_of({"anneal", write("c.toml", toml), "--out", out()});
  }

  std::string refusal_of(const std::vector<std::string>& arguments) const {
    std::string error = refused(run_onedial(arguments));
    CHECK(!std::filesystem::exists(out()));
    return error;
  }

  std::string out() const { return (scratch_ / "run").string(); }
  const ScratchDirectory& scratch() const { return scratch_; }

 private:
  ScratchDirectory scratch_;
};

}  // namespace

TEST_CASE("instances that cannot be used are refused in one line") {
  const Trial trial;
  CHECK_THAT(trial.refusal({"problem.file=none.txt"}),
             ContainsSubstring("none.txt: cannot read: No such file"));
  CHECK_THAT(trial.refusal_of_instance(""), ContainsSubstring("instance: is empty"));
  CHECK_THAT(trial.refusal_of_instance(std::string(64, '\0')), ContainsSubstring("is not a text file"));
  CHECK_THAT(trial.refusal_of_instance("\x93\x01\x7F garbage"), ContainsSubstring("instance:1: "));
  const std::string g1 = read_bytes(ONEDIAL_SOURCE_DIR "/configs/instances/G1.txt");
  CHECK_THAT(trial.refusal_of_instance(g1.substr(0, g1.size() / 2 - g1.size() / 2 % 2)),
             ContainsSubstring("instance"));
  CHECK_THAT(trial.refusal_of_instance(g1.substr(0, g1.rfind('\n', g1.size() - 2) + 1)),
             ContainsSubstring("ends after 19175 of the 19176 edges"));
  CHECK_THAT(trial.refusal_of_instance("3 1\n0 2 1\n"),
             ContainsSubstring("instance:2: vertex 0 does not exist"));
  CHECK_THAT(trial.refusal_of_instance("3 1\n1 4 1\n"),
             ContainsSubstring("instance:2: vertex 4 does not exist"));
  CHECK_THAT(
      trial.refusal_of_instance("3 2\n1 2 1\n2 1 1\n"),
      ContainsSubstring("instance:3: units 2 and 1 were given before, on line 2; a pair may appear once"));
  CHECK_THAT(trial.refusal_of_instance("3 1\n2 2 1\n"), ContainsSubstring("from vertex 2 to itself"));
  CHECK_THAT(trial.refusal_of_instance("3 1\n1 2 nan\n"), ContainsSubstring("weight is 'nan'"));
  CHECK_THAT(trial.refusal_of_instance("3 1\n1 2 1e400\n"),
             ContainsSubstring("beyond the range of a double"));
  CHECK_THAT(trial.refusal_of_instance("3 2\n1 2 1.5e308\n1 3 1.5e308\n"), ContainsSubstring("overflow"));
}

TEST_CASE("settings that cannot be used are refused in one line") {
  const Trial trial;
  CHECK_THAT(trial.refusal({"schedule.sweep=5"}), ContainsSubstring("did you mean sweeps?"));
  CHECK_THAT(trial.refusal({"schedul.sweeps=5"}), ContainsSubstring("did you mean"));
  CHECK_THAT(trial.refusal({"schedule.sweeps=many"}),
             ContainsSubstring("[schedule] sweeps: is the string \"many\""));
  CHECK_THAT(trial.refusal({"schedule.sweeps=0"}), ContainsSubstring("[schedule] sweeps: is 0; must be"));
  CHECK_THAT(trial.refusal({"run.replicas=0"}), ContainsSubstring("[run] replicas: is 0; must be"));
  CHECK_THAT(trial.refusal({"schedule.start=-1"}), ContainsSubstring("[schedule] start: is -1; must be"));
  CHECK_THAT(trial.refusal({"schedule.start=nan"}), ContainsSubstring("[schedule] start: is nan"));
  CHECK_THAT(trial.refusal({"schedule.start=1", "schedule.end=2"}), ContainsSubstring("colder than its end"));
  CHECK_THAT(trial.refusal({"schedule.end=0"}), ContainsSubstring("[schedule] end: "));
  CHECK_THAT(trial.refusal({"sampler.kernel=gibs"}), ContainsSubstring("[sampler] kernel: "));
  CHECK_THAT(trial.refusal({"problem.format=gzet"}), ContainsSubstring("[problem] format: "));
  CHECK_THAT(trial.refusal({"sweeps=5"}), ContainsSubstring("--set"));
}

TEST_CASE("engines that cannot sweep a model say why") {
  const Trial trial;
  CHECK_THAT(trial.refusal({"sampler.engine=\"lane\""}), ContainsSubstring("engine"));
  CHECK_THAT(trial.refusal({"sampler.order=\"spiral\""}), ContainsSubstring("order"));
  CHECK_THAT(
      trial.refusal({"sampler.engine=\"reference\"", "sampler.order=\"random\""}),
      ContainsSubstring("engine \"reference\" cannot sweep this model: it knows the sequential order only"));
  CHECK_THAT(trial.refusal({"sampler.engine=\"chain\"", "sampler.shared_random=true"}),
             ContainsSubstring("shared random numbers are for engine \"bits\" only"));
}

TEST_CASE("configs that cannot be used are refused in one line with their place") {
  const Trial trial;
  const std::string problem = "[problem]\nkind = \"qubo\"\nfile = \"f\"\n";
  CHECK_THAT(trial.refusal_of({"anneal", "none.toml"}), ContainsSubstring("none.toml: cannot read"));
  CHECK_THAT(trial.refusal_of_config("[problem\n"), ContainsSubstring("c.toml:1: "));
  CHECK_THAT(trial.refusal_of_config(problem), ContainsSubstring("[run] seed: "));
  CHECK_THAT(trial.refusal_of_config(problem + "[run]\nseed = 1\nreplica = 5\n"),
             ContainsSubstring("c.toml:6: [run] replica: "));
  CHECK_THAT(trial.refusal_of_config(problem + "[run]\nseed = \"one\"\n"),
             ContainsSubstring("c.toml:5: [run] seed: is the string \"one\""));
}

TEST_CASE("command lines that cannot be used are refused in one line") {
  const Trial trial;
  CHECK_THAT(trial.refusal_of({}), ContainsSubstring("onedial"));
  CHECK_THAT(trial.refusal_of({"aneal"}), ContainsSubstring("did you mean 'anneal'?"));
  CHECK_THAT(trial.refusal_of({"melt"}),
             ContainsSubstring("there is no subcommand 'melt'; there are anneal"));
  CHECK_THAT(trial.refusal_of({"anneal"}),
             ContainsSubstring("config") && ContainsSubstring("'onedial anneal --help'"));
  CHECK_THAT(trial.refusal_of({"anneal", "configs/qubo_small.toml", "--sed", "4"}),
             ContainsSubstring("--sed"));
  CHECK_THAT(trial.refusal_of({"anneal", "configs/qubo_small.toml", "--seed", "-4", "--out", trial.out()}),
             ContainsSubstring("--seed: [run] seed: is -4"));
  CHECK_THAT(trial.refusal_of({"verify", "configs/instances/G1.txt"}), ContainsSubstring("solution"));
}

TEST_CASE("a place where nothing can be written is refused before the run") {
  const Trial trial;
  const std::string file = trial.write("file", "a file, no directory");
  const CommandResult under_file = run_onedial({"anneal", "configs/qubo_small.toml", "--out", file + "/run"});
  CHECK(under_file.exit_code == 2);
  CHECK(std::count(under_file.err.begin(), under_file.err.end(), '\n') == 1);
  CHECK(read_bytes(file) == "a file, no directory");
  const CommandResult not_a_run =
      run_onedial({"anneal", "configs/qubo_small.toml", "--out", trial.scratch().path().string()});
  CHECK(not_a_run.exit_code == 2);
  CHECK(names_in(trial.scratch().path()) == std::vector<std::string>{"file"});
}

TEST_CASE("a disk that fills up costs no result: it is printed, and no half file stays") {
  const Trial trial;
  // The limit on file sizes stands in for the full disk: the trace is larger.
  const CommandResult result = run_shell("ulimit -f 8; onedial anneal configs/qubo_small.toml --out '" +
                                         trial.out() + "' --json | cat");
  CHECK_THAT(result.out, ContainsSubstring("\"objective\": -2098"));
  CHECK_THAT(result.err, ContainsSubstring("cannot write: File too large"));
  CHECK(!std::filesystem::exists(trial.out()));
  const CommandResult code =
      run_shell("ulimit -f 8; onedial anneal configs/qubo_small.toml --quiet --out '" + trial.out() + "'");
  CHECK(code.exit_code == 2);
}

TEST_CASE("an output that cannot be written is a failure") {
  for (const char* command : {"check configs/qubo_small.toml", "info", "softmax --logits 1,2"}) {
    const CommandResult result = run_shell(std::string("onedial ") + command + " > /dev/full");
    CHECK(result.exit_code == 1);
    CHECK_THAT(result.err, ContainsSubstring("No space left"));
  }
}

TEST_CASE("threads that the system does not give are a failure in one line") {
  const Trial trial;
  const CommandResult result = run_shell(
      "ulimit -v 2000000; onedial anneal configs/qubo_small.toml --set run.replicas=4000 "
      "--set sampler.engine=chain --threads 4000 --out '" +
      trial.out() + "'");
  CHECK(result.exit_code == 1);
  CHECK_THAT(result.err, ContainsSubstring("cannot start 4000 threads"));
}

TEST_CASE("an instruction set that is not there is refused, one that is there changes no bit") {
  const CommandResult refused = run_onedial({"info"}, "ONEDIAL_ISA=abacus");
  CHECK(refused.exit_code == 2);
  CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
  const std::vector<std::string> decode = {"decode", "--logits-file", "configs/logits/cat_sat.tsv", "--seed",
                                           "1",      "--json"};
  CHECK(run_onedial(decode, "ONEDIAL_ISA=SSE4").out == run_onedial(decode).out);
}
