#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/digest.h"
#include "emulator/commands/files.h"
#include "emulator/commands/options.h"
#include "emulator/commands/replay_world.h"
#include "emulator/commands/say.h"
#include "emulator/replay/comparison.h"
#include "emulator/replay/personal_data.h"

// feedmill replay: recorded cases, run against the template.

namespace emulator {
namespace replay_detail {

namespace fs = std::filesystem;
using replay::Outcome;
using replay::Result;

constexpr int kNoCases = 7;

// Every *.case.json that the paths name or hold, by name.
std::vector<std::string> find_cases(const std::vector<std::string>& paths) {
  std::vector<std::string> found;
  for (const std::string& path : paths) {
    if (!fs::is_directory(path)) {
      found.push_back(path);
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (entry.path().string().ends_with(".case.json")) found.push_back(entry.path().string());
    }
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

// "2/3": the second of three parts, so that CI may spread the cases over machines.
std::vector<std::string> part_of(std::vector<std::string> files, std::size_t index, std::size_t count) {
  std::vector<std::string> part;
  for (std::size_t i = index; i < files.size(); i += count) part.push_back(std::move(files[i]));
  return part;
}

// The case as --update leaves it: what came of it is what it expects.
void rewrite(const replay::Case& replayed, const base::Json& effects) {
  base::Json expect = base::Json::object();
  for (const std::string_view section : replay::kSections) {
    const base::Json* value = effects.find(section);
    const bool ignored = std::ranges::find(replayed.ignore, section) != replayed.ignore.end();
    if (!ignored && value && !value->empty()) expect.set(section, *value);
  }
  base::Json document = replayed.document;
  document.set("expect", std::move(expect));
  const std::string file = replayed.file + ".new";
  std::ofstream(file) << document.dump(2) << "\n";
  fs::rename(file, replayed.file);
}

// A case begins in an empty world, the recorded one may have had a past: then the answers can be others.
void tell_other_answers(const replay::Case& replayed, const base::Json& effects) {
  const base::Json& responses = effects.at("responses");
  for (std::size_t i = 0; i < std::min(replayed.recorded_answers.size(), responses.size()); ++i) {
    const auto status = responses.at(i).at("status").as_int();
    if (status == replayed.recorded_answers[i]) continue;
    std::fprintf(stderr, "feedmill: %s: /inputs/%zu was answered %d when it was recorded, and %d now\n",
                 replayed.name().c_str(), i, replayed.recorded_answers[i], int(status));
  }
}

class Runner {
 public:
  Runner(ReplayWorld& world, const ReplayOptions& options) : world_(world), options_(options) {
    if (!options.faults.empty()) extra_faults_ = base::Json::parse(read_file(options.faults));
  }

  Result run(const std::string& file) {
    const auto started = std::chrono::steady_clock::now();
    Result result{.name = file, .file = file};
    try {
      replay::Case replayed = replay::parse_case(file, read_file(file));
      result.name = replayed.name();
      result.description = replayed.description;
      if (options_.seed) replayed.seed = *options_.seed;
      for (const base::Json& fault : extra_faults_.elements()) replayed.faults.push_back(fault);
      run(replayed, result);
    } catch (const replay::CaseError& error) {
      result.outcome = Outcome::kBadCase;
      result.sentence = error.what();
    } catch (const std::exception& error) {
      result.outcome = Outcome::kHarness;
      result.sentence = error.what();
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return result;
  }

 private:
  void run(const replay::Case& replayed, Result& result) {
    const auto people = replay::find_personal_data(replayed.document, replayed.allowed_personal_data);
    if (!people.empty()) {
      result.outcome = Outcome::kPersonalData;
      result.sentence =
          fmt::format("{} looks like somebody's {}; redact it, or name it in /personalData/allow where it is nobody's",
                      people.front().path, people.front().kind);
      return;
    }
    const ReplayWorld::Run first = world_.run(replayed);
    if (!first.quiescent) {
      result.outcome = Outcome::kNotQuiescent;
      result.sentence = "it did not come to rest: something runs, or is due, without an end";
      return;
    }
    for (int time = 1; time < options_.repeat; ++time) {
      const ReplayWorld::Run again = world_.run(replayed);
      if (again.trace == first.trace && again.effects == first.effects) continue;
      result.outcome = Outcome::kNotDeterministic;
      result.sentence = first_difference(first.trace, again.trace);
      return;
    }
    if (options_.update) {
      tell_other_answers(replayed, first.effects);
      return rewrite(replayed, first.effects);
    }
    if (!replayed.document.contains("expect")) {
      result.outcome = Outcome::kMismatch;
      result.sentence = fmt::format(
          "it expects nothing yet: run ./feedmill replay --update {}, look at what it wrote, and keep it", result.file);
      return;
    }
    result.differences = replay::compare(replayed, first.effects);
    if (!result.differences.empty()) result.outcome = Outcome::kMismatch;
  }

  static std::string first_difference(const std::string& one, const std::string& other) {
    const auto [a, b] = std::ranges::mismatch(one, other);
    const auto line_at = [](const std::string& text, std::size_t at) {
      const auto begin = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
      const std::size_t from = begin == std::string::npos ? 0 : begin + 1;
      return text.substr(from, text.find('\n', from) - from);
    };
    const auto at = static_cast<std::size_t>(a - one.begin());
    if (a == one.end() && b == other.end()) return "the calls are the same, but what came of them is not";
    return fmt::format("the same seed gave other calls:\n  first {}\n  then  {}", line_at(one, at), line_at(other, at));
  }

  ReplayWorld& world_;
  const ReplayOptions& options_;
  base::Json extra_faults_ = base::Json::array();
};

// Runs the files on a loop of their own, and hands each result to `done`.
void run_files(const ReplayOptions& options, const std::vector<std::string>& files,
               const std::function<void(const Result&)>& done) {
  const std::string directory = (fs::temp_directory_path() / fmt::format("feedmill-replay-{}", ::getpid())).string();
  fs::create_directories(directory);
  {
    loop::Loop loop({.seed = 1, .virtual_start = base::TimePoint()});
    loop.spawn("replay", [&] {
      ReplayWorld world(loop, {.template_file = options.template_file.empty() ? own_template() : options.template_file,
                               .functions = options.functions.empty() ? own_functions() : options.functions,
                               .directory = directory,
                               .traced = options.repeat > 1});
      Runner runner(world, options);
      for (const std::string& file : files) done(runner.run(file));
      loop.stop();
    });
    loop.run();
  }
  fs::remove_all(directory);
}

// A process for each part; results come back as lines of JSON.
std::vector<Result> run_in_processes(const ReplayOptions& options, const std::vector<std::string>& files) {
  struct Child {
    pid_t pid = 0;
    std::FILE* results = nullptr;
  };
  std::vector<Child> children;
  for (int job = 0; job < options.jobs; ++job) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("no pipe for --jobs");
    const pid_t pid = ::fork();
    if (pid < 0) throw std::runtime_error("no process for --jobs");
    if (pid == 0) {
      ::close(ends[0]);
      std::FILE* out = ::fdopen(ends[1], "w");
      run_files(options, part_of(files, std::size_t(job), std::size_t(options.jobs)), [&](const Result& result) {
        const std::string line = replay::to_json(result).dump() + "\n";
        std::fwrite(line.data(), 1, line.size(), out);
        std::fflush(out);
      });
      std::_Exit(0);
    }
    ::close(ends[1]);
    children.push_back({pid, ::fdopen(ends[0], "r")});
  }
  std::vector<Result> results;
  for (const Child& child : children) {
    char* line = nullptr;
    std::size_t size = 0;
    while (::getline(&line, &size, child.results) > 0) results.push_back(replay::result_from(base::Json::parse(line)));
    std::free(line);
    std::fclose(child.results);
    int status = 0;
    ::waitpid(child.pid, &status, 0);
  }
  // A process that died has told nothing of what it had before it.
  for (const std::string& file : files) {
    if (std::ranges::find(results, file, &Result::file) == results.end()) {
      results.push_back({.name = file, .file = file, .outcome = Outcome::kHarness, .sentence = "its process ended"});
    }
  }
  std::ranges::sort(results, {}, &Result::file);
  return results;
}

}  // namespace replay_detail

using namespace replay_detail;

int run_replay(const ReplayOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);
  const char* ci = std::getenv("CI");
  if (options.update && ci && *ci) return say(2, "--update is refused where CI is set: a person looks at it first");
  const std::vector<std::string> paths = options.paths.empty() ? std::vector{own_events()} : options.paths;
  for (const std::string& path : paths) {
    if (!fs::exists(path)) return say(kNoCases, "there is no " + path);
  }
  const std::vector<std::string> files = part_of(find_cases(paths), options.shard_index - 1, options.shard_count);
  if (files.empty()) return say(kNoCases, fmt::format("no *.case.json in {}", fmt::join(paths, ", ")));
  std::vector<Result> results;
  try {
    if (options.jobs > 1 && files.size() > 1) {
      results = run_in_processes(options, files);
    } else {
      run_files(options, files, [&](const Result& result) { results.push_back(result); });
    }
  } catch (const std::exception& error) {
    return say(int(Outcome::kHarness), error.what());
  }
  std::fputs((options.tap ? replay::to_tap(results) : replay::to_text(results)).c_str(), stdout);
  if (!options.junit.empty()) {
    std::ofstream out(options.junit);
    out << replay::to_junit(results);
    if (!out.flush()) return say(int(Outcome::kHarness), "cannot write " + options.junit);
  }
  return replay::exit_status(results);
}

}  // namespace emulator
