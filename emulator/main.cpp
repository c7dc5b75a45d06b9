// feedmill: the local cloud, and what one does with it. `feedmill --help` is the reference.
#include <CLI/CLI.hpp>
#include <iostream>

#include "base/text.h"
#include "emulator/commands/options.h"

namespace {

void add_client_options(CLI::App& command, emulator::ClientOptions& options) {
  command.add_option("--endpoint-url", options.endpoint,
                     "of a running feedmill (default: AWS_ENDPOINT_URL, else http://127.0.0.1:4566)");
}

void add_parameters(CLI::App& command, std::map<std::string, std::string>& parameters) {
  command
      .add_option_function<std::vector<std::string>>(
          "--parameter",
          [&parameters](const std::vector<std::string>& given) {
            for (const std::string& one : given) {
              const auto equals = one.find('=');
              if (equals == std::string::npos) throw CLI::ValidationError("--parameter", one + " is not NAME=VALUE");
              parameters[one.substr(0, equals)] = one.substr(equals + 1);
            }
          },
          "NAME=VALUE of the template's Parameters; may be given several times")
      ->take_all();
}

void add_demo_options(CLI::App& command, emulator::DemoOptions& options) {
  command
      .add_option("--data", options.data,
                  "directory with orders/, order_items/ and products; several: one after another")
      ->take_all();
  command.add_option("--ids", options.ids, "how ids are written")
      ->capture_default_str()
      ->check(CLI::IsMember({"int", "str"}));
  command.add_flag("--json", options.json, "print one JSON document");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("feedmill: a local cloud that boots one template, and the order analytics that runs on it");
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  int status = 0;

  emulator::UpOptions up_options;
  CLI::App* up = app.add_subcommand("up", "boot a template and serve until stopped");
  up->add_option("--template", up_options.template_file,
                 "SAM or CloudFormation, YAML or JSON (default: Feedmill's own)");
  add_parameters(*up, up_options.parameters);
  up->add_option("--stack-name", up_options.stack_name)->capture_default_str();
  up->add_option("--address", up_options.address, "where to listen")->capture_default_str();
  up->add_option("--port", up_options.port, "0: any free one")->capture_default_str()->check(CLI::Range(0, 65535));
  up->add_option("--dir", up_options.directory, "where the data is kept")->capture_default_str();
  up->add_flag("--memory", up_options.in_memory, "keep nothing");
  up->add_flag_callback(
      "--sync-always", [&] { up_options.sync_always = true; }, "an acknowledged write survives a power cut too");
  up->add_option(
        "--clock", up_options.clock,
        "real, virtual, or virtual:START (RFC 3339); a virtual one stands still, and what is due waits, until POST "
        "/_feedmill/settle or /_feedmill/advance")
      ->capture_default_str();
  up->add_option("--seed", up_options.seed, "of ids, random numbers and the order of deliveries (0: from the system)");
  up->add_option("--functions", up_options.functions,
                 "directory with a folder of each function, each holding bootstrap");
  up->add_option("--ready-file", up_options.ready_file, "written when requests are answered; holds the endpoint");
  up->add_option("--trace", up_options.trace_file, "write one line for each call, for comparing runs");
  up->add_flag("--inject-faults", up_options.inject_faults, "let POST /_feedmill/faults make the disk fail");
  up->callback([&] { status = emulator::run_up(up_options); });

  emulator::DemoOptions demo_options;
  emulator::VendorDemoOptions vendor_options;
  CLI::App* demo = app.add_subcommand("demo", "see it work: an order export becomes KPIs; or `demo vendor`");
  add_demo_options(*demo, demo_options);
  CLI::App* demo_orders = demo->add_subcommand(
      "orders", "the main job on an order export: upload, run, show the KPIs, leave (the default)");
  add_demo_options(*demo_orders, demo_options);
  CLI::App* demo_vendor = demo->add_subcommand(
      "vendor", "vendors' events come in twice and out of order, a contract is upgraded, a day is read again");
  demo_vendor->add_option("--seed", vendor_options.seed, "of the order in which events come in (default: drawn)");
  demo_vendor->add_flag("--json", vendor_options.json, "print one JSON document");
  demo_vendor->add_flag("--stay", vendor_options.stay, "go on serving until stopped, to look around");
  demo_vendor->add_option("--port", vendor_options.port, "where to listen (default: any free one)")
      ->check(CLI::Range(0, 65535));
  demo->require_subcommand(0, 1);
  demo->callback([&] {
    if (!demo_vendor->parsed()) {
      status = emulator::run_demo(demo_options);
    } else if (demo->get_option("--data")->count() + demo->get_option("--ids")->count() > 0) {
      throw CLI::ValidationError("demo vendor", "--data and --ids belong to `demo orders`");
    } else {
      vendor_options.json |= demo_options.json;
      status = emulator::run_demo_vendor(vendor_options);
    }
  });

  emulator::ReplayOptions replay_options;
  CLI::App* replay = app.add_subcommand("replay", "run recorded cases against the template, in virtual time");
  replay->add_option("path", replay_options.paths, "case files, or directories of them (default: Feedmill's events/)");
  replay->add_option("--template", replay_options.template_file, "(default: Feedmill's own)");
  replay->add_option("--functions", replay_options.functions, "as up");
  replay->add_option("--seed", replay_options.seed, "instead of the cases' own");
  replay->add_option("--repeat", replay_options.repeat, "run each so often; all must give the same calls and effects")
      ->check(CLI::Range(1, 1000));
  replay->add_option("--faults", replay_options.faults, "a JSON list of faults, added to every case's");
  replay->add_option_function<std::string>(
      "--shard",
      [&](const std::string& given) {
        const auto slash = given.find('/');
        const auto index = slash == std::string::npos ? std::nullopt : base::parse_int(given.substr(0, slash));
        const auto count = slash == std::string::npos ? std::nullopt : base::parse_int(given.substr(slash + 1));
        if (!index || !count || *index < 1 || *index > *count) {
          throw CLI::ValidationError("--shard", given + " is not I/N with I from 1 to N");
        }
        replay_options.shard_index = static_cast<std::size_t>(*index);
        replay_options.shard_count = static_cast<std::size_t>(*count);
      },
      "I/N: only the I-th of N parts");
  replay->add_option("--junit", replay_options.junit, "write JUnit XML there");
  replay->add_flag("--tap", replay_options.tap, "print TAP");
  replay->add_flag("--update", replay_options.update, "what comes of each case becomes what it expects");
  replay->add_option("--jobs", replay_options.jobs, "so many processes")->check(CLI::Range(1, 64));
  replay->callback([&] { status = emulator::run_replay(replay_options); });

  std::string template_file;
  std::map<std::string, std::string> parameters;
  CLI::App* validate = app.add_subcommand("validate", "everything that is wrong with a template, at once");
  validate->add_option("template", template_file, "(default: Feedmill's own)");
  add_parameters(*validate, parameters);
  validate->callback([&] { status = emulator::run_validate(template_file, parameters); });

  emulator::ClientOptions client;
  std::string function, event_file, lock = "ecommerce-pipeline-lock";
  bool follow = false;
  CLI::App* invoke = app.add_subcommand("invoke", "run a function once: its answer, and its log on standard error");
  invoke->add_option("function", function)->required();
  invoke->add_option("event", event_file, "a JSON file, or - for standard input (default: {})");
  add_client_options(*invoke, client);
  invoke->callback([&] { status = emulator::run_invoke(client, function, event_file); });

  CLI::App* logs = app.add_subcommand("logs", "what handlers wrote");
  logs->add_option("function", function, "(default: all)");
  logs->add_flag("--follow", follow, "and go on");
  add_client_options(*logs, client);
  logs->callback([&] { status = emulator::run_logs(client, function, follow); });

  CLI::App* unlock = app.add_subcommand("unlock", "free a lock that nobody will release any more");
  unlock->add_option("lock", lock)->capture_default_str();
  add_client_options(*unlock, client);
  unlock->callback([&] { status = emulator::run_unlock(client, lock); });

  std::string machine, table;
  CLI::App* executions = app.add_subcommand("executions", "how they ended, their time in each state, what went wrong");
  executions->add_option("machine", machine, "(default: all)");
  add_client_options(*executions, client);
  executions->callback([&] { status = emulator::run_executions(client, machine); });

  CLI::App* keys = app.add_subcommand("keys", "how a table's items are spread over its partition keys");
  keys->add_option("table", table)->required();
  add_client_options(*keys, client);
  keys->callback([&] { status = emulator::run_keys(client, table); });

  CLI::App* contract = app.add_subcommand(
      "contract", "run a vendor contract by hand: contract CONTRACT PAYLOAD [--received-at T]; --check FOLDER");
  contract->prefix_command();
  contract->callback([&] { status = emulator::run_contract(contract->remaining()); });

  std::string directory = ".feedmill";
  CLI::App* doctor = app.add_subcommand("doctor", "is everything here that `up` needs, and is the store whole?");
  doctor->add_option("--dir", directory)->capture_default_str();
  doctor->callback([&] { status = emulator::run_doctor(directory); });

  std::string expression, input_file;
  CLI::App* jsonata =
      app.add_subcommand("jsonata", "evaluate a JSONata expression: its result as JSON, nothing if it has none");
  jsonata->add_option("expression", expression)->required();
  jsonata->add_option("input", input_file, "a JSON file, or - for standard input (default: no input)");
  jsonata->callback([&] { status = emulator::run_jsonata(expression, input_file); });

  CLI11_PARSE(app, argc, argv);
  return status;
}
