#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// The command line, read. `--help` of each command is the reference; defaults are here.

namespace emulator {

struct UpOptions {
  std::string template_file = {};  // empty: infra/template.yaml of Feedmill's own tree
  std::map<std::string, std::string> parameters = {};
  std::string stack_name = "feedmill";
  std::string address = "127.0.0.1";
  int port = 4566;
  std::string directory = ".feedmill";
  bool in_memory = false;
  bool sync_always = false;
  std::string clock = "real";  // or "virtual", "virtual:2026-11-21T00:00:00Z"
  std::uint64_t seed = 0;      // 0: from the system's entropy
  std::string ready_file = {};
  std::string functions = {};  // empty: beside this binary
  std::string trace_file = {};
  bool inject_faults = false;
};

struct DemoOptions {
  std::vector<std::string> data = {};  // directories, one set after another; empty: made-up data
  std::string ids = "int";
  bool json = false;
};

struct VendorDemoOptions {
  std::uint64_t seed = 0;  // of the order and of ids; 0: drawn
  int port = 0;            // any free one
  bool json = false;
  bool stay = false;  // until stopped
};

struct ReplayOptions {
  std::vector<std::string> paths = {};  // case files, or directories of them; empty: events/ of Feedmill's own tree
  std::string template_file = {};       // as UpOptions
  std::string functions = {};
  std::optional<std::uint64_t> seed = {};  // instead of the cases' own
  int repeat = 1;
  std::string faults = {};  // a file with a list of faults, added to every case's
  std::size_t shard_index = 1, shard_count = 1;
  std::string junit = {};
  bool tap = false;
  bool update = false;
  int jobs = 1;
};

struct ClientOptions {
  std::string endpoint = {};  // of a running emulator; empty: AWS_ENDPOINT_URL, else http://127.0.0.1:4566
  std::string region = "us-east-1";
};

// Each answers the exit status: 0 when what was asked for happened.
int run_up(const UpOptions& options);
int run_demo(const DemoOptions& options);
int run_demo_vendor(const VendorDemoOptions& options);
int run_validate(const std::string& template_file, const std::map<std::string, std::string>& parameters);
int run_replay(const ReplayOptions& options);
int run_invoke(const ClientOptions& client, const std::string& function, const std::string& event_file);
int run_logs(const ClientOptions& client, const std::string& function, bool follow);
int run_unlock(const ClientOptions& client, const std::string& lock);
int run_executions(const ClientOptions& client, const std::string& machine);  // empty: all
int run_keys(const ClientOptions& client, const std::string& table);
int run_doctor(const std::string& directory);
int run_jsonata(const std::string& expression, const std::string& input_file);  // input: empty: none; -: standard input
int run_contract(const std::vector<std::string>& arguments);  // of the function normalize, which takes over

// --- where Feedmill's own files are ---
std::string own_template();           // infra/template.yaml
std::string own_events();             // events/
std::string own_contract_examples();  // infra/contract-examples/
std::string own_functions();          // the folder with a folder of each function's binary
std::string sample_data();            // the generator of made-up exports

}  // namespace emulator
