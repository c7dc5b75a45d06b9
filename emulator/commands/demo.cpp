#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/log.h"
#include "emulator/commands/booted.h"
#include "emulator/commands/demo_files.h"
#include "emulator/commands/demo_result.h"
#include "emulator/commands/demo_screen.h"
#include "emulator/commands/files.h"

// feedmill demo: the main job from end to end on a cloud of its own. Uploads an order export as a supplier would,
// watches the state machine, and reads the KPIs back as a user would: everything over HTTP.

namespace emulator {
namespace demo_detail {

namespace fs = std::filesystem;
using base::Json;

constexpr auto kSetWithin = std::chrono::minutes(10);  // real time for one set
constexpr const char* kMachine = "arn:aws:states:us-east-1:000000000000:stateMachine:order-analytics";

// A made-up export with every kind of flaw in it, the same at every run.
std::string make_sample_data(const fs::path& directory, const std::string& ids) {
  const std::string target = directory / "sample";
  const std::string command =
      fmt::format("'{}' '{}' 5000 --seed 1 --flaws --ids {} >/dev/null", sample_data(), target, ids);
  const int status = std::system(command.c_str());
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw std::runtime_error("the sample data could not be made: " + command);
  return target;
}

std::vector<Json> executions(const Client& client) {
  const Json answer = client.call("AWSStepFunctions.ListExecutions", {{"stateMachineArn", kMachine}});
  return {answer.at("executions").elements().begin(), answer.at("executions").elements().end()};
}

// Uploads one set and waits until nothing runs any more: its execution, or, where it was applied before, its archiving.
DemoSet run_set(loop::Loop& loop, const Client& client, const std::string& directory, DemoScreen& screen) {
  DemoSet set{.directory = directory};
  const std::size_t before = executions(client).size();
  const DemoUpload upload = find_upload(directory);
  for (const DemoFile& file : upload.files) {
    screen.line(fmt::format("put s3://{}/{}", kDataBucket, file.key));
    client.put_object(kDataBucket, file.key, read_file(file.path));
  }
  const auto deadline = std::chrono::steady_clock::now() + kSetWithin;
  for (;;) {
    const bool rests = loop.settle(loop::Deadline::real_in(std::chrono::milliseconds(100)));
    const auto now = executions(client);
    if (now.size() > before) {
      set.execution_arn = now.front().at("executionArn").as_string();
      set.status = now.front().at("status").as_string();
      screen.history(client, set.execution_arn);
    }
    // A set that has to settle lies there for a moment while nothing runs at all.
    if (rests && (!set.execution_arn.empty() || !client.has_object(kDataBucket, upload.files.front().key))) break;
    if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error(directory + ": no end after 10 minutes");
  }
  if (set.execution_arn.empty()) return set;
  const Json described = client.call("AWSStepFunctions.DescribeExecution", {{"executionArn", set.execution_arn}});
  set.set_id = Json::parse(described.at("input").as_string()).at("set").at("setId").as_string();
  return set;
}

}  // namespace demo_detail

using namespace demo_detail;

int run_demo(const DemoOptions& options) {
  base::set_log_level(base::LogLevel::kError);
  const TemporaryDirectory own;
  std::vector<std::string> data = options.data;
  bool settles_at_once = true;
  try {
    if (data.empty()) data.push_back(make_sample_data(own.path, options.ids));
    for (const std::string& directory : data) settles_at_once &= find_upload(directory).one_file_completes_it;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "feedmill: %s\n", error.what());
    return 2;
  }
  UpOptions up{.parameters = {{"SettleSeconds", settles_at_once ? "0" : "1"}, {"Ids", options.ids}},
               .port = 0,
               .directory = (own.path / "data").string()};
  return run_booted(up, [&](loop::Loop& loop, Cloud& cloud) {
    const Client client(loop, cloud.endpoint());
    DemoScreen screen(!options.json);
    screen.line("feedmill at " + cloud.endpoint());
    std::vector<DemoSet> sets;
    for (const std::string& directory : data) sets.push_back(run_set(loop, client, directory, screen));
    const DemoResult result = read_back(client, sets);
    if (options.json) {
      std::printf("%s\n", result.document().dump(1).c_str());
    } else {
      screen.result(sets, result);
    }
    const Json& last = result.validations.back();
    return !last.is_null() && last.at("status").as_string() == "FAILED" ? 1 : 0;
  });
}

}  // namespace emulator
