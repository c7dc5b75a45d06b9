#include "emulator/commands/booted.h"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <system_error>

#include "emulator/commands/redactions.h"
#include "emulator/commands/say.h"
#include "emulator/replay/case.h"
#include "emulator/store/store.h"
#include "emulator/template/load.h"

namespace emulator {
namespace booted_detail {

std::optional<loop::Loop::Options> loop_options(const UpOptions& options) {
  loop::Loop::Options made{.seed = options.seed != 0 ? options.seed : loop::World::random_seed()};
  if (options.clock == "virtual") {
    // A start that a run can be repeated with.
    made.virtual_start = base::from_epoch_seconds(1'767'225'600);  // 2026-01-01T00:00:00Z
  } else if (options.clock.starts_with("virtual:")) {
    made.virtual_start = base::parse_iso8601(options.clock.substr(8));
    if (!made.virtual_start) return std::nullopt;
  } else if (options.clock != "real") {
    return std::nullopt;
  }
  return made;
}

RecordOptions record_options(const UpOptions& options, const std::string& template_file) {
  if (options.record.empty()) return {};
  return {.directory = options.record,
          .redactions = read_redactions(options.redact),
          .quiet = std::chrono::seconds(options.record_quiet),
          .parameters = options.parameters,
          .template_file = template_file};
}

}  // namespace booted_detail

using namespace booted_detail;

int run_booted(const UpOptions& options, const std::function<int(loop::Loop&, Cloud&)>& body) {
  const auto made = loop_options(options);
  if (!made) {
    return say(1, fmt::format(
                      "--clock is '{}'; it may be real, virtual, or virtual:START with START like 2026-11-21T00:00:00Z",
                      options.clock));
  }
  loop::Loop loop(*made);
  const std::string template_file = options.template_file.empty() ? own_template() : options.template_file;
  std::unique_ptr<Cloud> cloud;
  try {
    cloud = std::make_unique<Cloud>(
        loop, CloudOptions{.directory = options.directory,
                           .in_memory = options.in_memory,
                           .sync_always = options.sync_always,
                           .address = options.address,
                           .port = options.port,
                           .functions = options.functions.empty() ? own_functions() : options.functions,
                           .inject_faults = options.inject_faults,
                           .trace_file = options.trace_file,
                           .record = record_options(options, template_file)});
  } catch (const replay::CaseError& error) {
    return say(1, error.what());
  } catch (const store::OpenError& error) {
    return say(3, error.what());
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::address_in_use) {
      return say(
          2, fmt::format(
                 "port {} of {} is in use; stop what listens there, or choose another with --port (0: any free one)",
                 options.port, options.address));
    }
    return say(2, error.what());
  } catch (const store::WriteError& error) {
    return say(3, error.what());
  } catch (const store::ReadError& error) {
    return say(3, error.what());
  }
  const cfn::Loaded loaded =
      cfn::load(template_file, options.parameters, {.stack_name = options.stack_name, .endpoint = cloud->endpoint()});
  if (!loaded.ok()) {
    for (const cfn::Problem& problem : loaded.problems) std::fprintf(stderr, "%s\n", cfn::to_string(problem).c_str());
    return say(1, fmt::format("{} has {} problems; nothing was started", template_file, loaded.problems.size()));
  }
  int status = 0;
  loop.spawn("command", [&] {
    try {
      cloud->boot(loaded.stack);
      status = body(loop, *cloud);
    } catch (const loop::Cancelled&) {
      // Told to stop while it worked: what was started is taken down below.
    } catch (const std::exception& error) {
      status = say(1, error.what());
    }
    cloud->shut_down();
    loop.stop();
  });
  loop.run();
  return status;
}

}  // namespace emulator
