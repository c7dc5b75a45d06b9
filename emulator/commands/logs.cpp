#include <fmt/format.h>

#include <cstdio>
#include <map>

#include "base/time.h"
#include "emulator/commands/client.h"

// feedmill logs [FUNCTION] [--follow]: what handlers wrote, oldest first.

namespace emulator {
namespace logs_detail {

std::vector<std::string> groups(const Client& client, const std::string& function) {
  if (!function.empty()) {
    const auto answer = client.send("GET", "/2015-03-31/functions/" + function + "/configuration", "");
    const auto configuration = base::Json::try_parse(answer.body);
    if (answer.status != 200 || !configuration) throw std::runtime_error("no such function: " + function);
    return {configuration->at("LoggingConfig").at("LogGroup").as_string()};
  }
  std::vector<std::string> names;
  const base::Json answer = client.call("Logs_20140328.DescribeLogGroups", base::Json::object());
  for (const base::Json& group : answer.at("logGroups").elements())
    names.push_back(group.at("logGroupName").as_string());
  return names;
}

// Prints what is new behind `after` (an event's id); answers the last id.
std::string print(const Client& client, const std::string& group, const std::string& after, bool with_group) {
  base::Json request = {{"logGroupName", group}};
  std::string last = after;
  if (!after.empty()) request.set("nextToken", after);
  for (;;) {
    const base::Json page = client.call("Logs_20140328.FilterLogEvents", request);
    for (const base::Json& event : page.at("events").elements()) {
      const std::string time = base::format_iso8601(base::from_epoch_millis(event.at("timestamp").as_int()));
      std::printf("%s %s%s\n", time.c_str(), with_group ? (group + " ").c_str() : "",
                  event.at("message").as_string().c_str());
      last = event.at("eventId").as_string();
    }
    const base::Json* next = page.find("nextToken");
    if (!next) break;
    request.set("nextToken", *next);
  }
  std::fflush(stdout);
  return last;
}

}  // namespace logs_detail

int run_logs(const ClientOptions& options, const std::string& function, bool follow) {
  return with_client(options, [&](loop::Loop& loop, Client& client) {
    const auto names = logs_detail::groups(client, function);
    std::map<std::string, std::string> last;
    do {
      for (const std::string& name : names) last[name] = logs_detail::print(client, name, last[name], names.size() > 1);
      if (follow) loop.sleep_for(std::chrono::milliseconds(500));
    } while (follow);
    return 0;
  });
}

}  // namespace emulator
