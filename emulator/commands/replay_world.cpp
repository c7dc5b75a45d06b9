#include "emulator/commands/replay_world.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/commands/client.h"
#include "emulator/lambda/invocation.h"
#include "emulator/replay/request.h"
#include "emulator/template/load.h"

namespace emulator {
namespace replay_world_detail {

using base::Json;
using lambda_service::InvocationResult;

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
constexpr auto kRestWithin = std::chrono::minutes(10);  // handlers and all are ten times as slow
#else
constexpr auto kRestWithin = std::chrono::seconds(60);  // real time; virtual time costs none
#endif

// What the functions that the case mocks answer, one answer after another.
class Mocks {
 public:
  explicit Mocks(const Json& mocks) : mocks_(mocks) {}

  std::optional<InvocationResult> answer(const std::string& function) {
    const Json* answers = mocks_.find(function);
    if (!answers) return std::nullopt;
    const std::size_t number = asked_[function]++;
    if (number >= answers->size()) {
      return lambda_service::function_error(
          "Replay.NoAnswer", fmt::format("/mocks/{} has {} answers, and this is one more", function, answers->size()));
    }
    const Json& given = answers->at(number);
    if (const Json* error = given.find("error"))
      return InvocationResult{.payload = error->dump(), .function_error = "Unhandled"};
    return InvocationResult{.payload = given.at("result").dump()};
  }

 private:
  const Json& mocks_;
  std::map<std::string, std::size_t> asked_ = {};
};

Json invocation(const std::string& function, const InvocationResult& result) {
  if (result.function_error.empty()) return {{"function", function}, {"outcome", "ok"}};
  const auto error = Json::try_parse(result.payload);
  return {{"function", function}, {"outcome", error ? error->text("errorType", "Unhandled") : "Unhandled"}};
}

Json shown_event(const std::string& bus, const std::string& text) {
  const Json event = Json::parse(text);
  return {{"bus", bus.substr(bus.rfind('/') + 1)},
          {"source", event.at("source")},
          {"detailType", event.at("detail-type")},
          {"detail", event.at("detail")}};
}

Json text_or_json(const std::string& text) {
  auto json = Json::try_parse(text);
  return json && json->is_object() ? std::move(*json) : Json(text);
}

// The path below which an HTTP API answers.
std::string prefix_of(const cfn::Stack& stack, const std::string& api, const std::string& path) {
  std::vector<std::string> known;
  for (const cfn::HttpApi& found : stack.http_apis) {
    known.push_back(found.name);
    if (found.name == api) return "/_api/" + found.id;
  }
  throw replay::CaseError(path + "/http/api", fmt::format("'{}' is no HTTP API of the template; there are: {}", api,
                                                          fmt::join(known, ", ")));
}

// The path below which a function's URL answers.
std::string prefix_of_url(const cfn::Stack& stack, const std::string& name, const std::string& path) {
  const cfn::Function* function = stack.find_function(name);
  for (const cfn::FunctionUrl& url : stack.function_urls) {
    if (function && stack.find_function(url.function) == function) return "/_url/" + url.id;
  }
  throw replay::CaseError(path + "/http/function", fmt::format("'{}' has no URL in the template", name));
}

void send_given(const Client& client, const replay::Case& replayed) {
  for (const replay::Request& request : replay::given_requests(replayed.given, {})) {
    const auto response = client.send(request.method, request.target, request.body, request.headers);
    if (response.status < 300) continue;
    throw replay::CaseError("/given", fmt::format("{} {}: {} {}", request.method, request.target, response.status,
                                                  response.body.substr(0, 300)));
  }
}

// Sends what comes in, at its time. Nothing: it did not come to rest on the way.
std::optional<Json> send_inputs(loop::Loop& loop, const Client& client, const cfn::Stack& stack,
                                const replay::Case& replayed) {
  Json responses = Json::array();
  for (std::size_t i = 0; i < replayed.inputs.size(); ++i) {
    const replay::Input& input = replayed.inputs[i];
    const std::string path = fmt::format("/inputs/{}", i);
    replay::Request request = replay::to_request(input, {}, path);
    if (!request.api.empty()) request.target = prefix_of(stack, request.api, path) + request.target;
    if (!request.function.empty()) request.target = prefix_of_url(stack, request.function, path) + request.target;
    if (!loop.advance_to(replayed.start + input.at, loop::Deadline::real_in(kRestWithin))) return std::nullopt;
    for (int time = 0; time < input.times; ++time) {
      const auto response = client.send(request.method, request.target, request.body, request.headers);
      responses.push_back(replay::shown_response(response.status, response.body));
    }
  }
  return responses;
}

}  // namespace replay_world_detail

using namespace replay_world_detail;

const cfn::Stack& ReplayWorld::stack_of(const std::map<std::string, std::string>& parameters,
                                        const std::string& endpoint) {
  const auto known = stacks_.find(parameters);
  if (known != stacks_.end()) return known->second;
  cfn::Loaded loaded = cfn::load(options_.template_file, parameters, {.stack_name = "feedmill", .endpoint = endpoint});
  if (!loaded.ok()) {
    throw std::runtime_error(fmt::format("{}: {} problems, the first: {}", options_.template_file,
                                         loaded.problems.size(), cfn::to_string(loaded.problems.front())));
  }
  return stacks_.emplace(parameters, std::move(loaded.stack)).first->second;
}

ReplayWorld::Run ReplayWorld::run(const replay::Case& replayed) {
  loop_.begin_anew(replayed.seed, replayed.start);
  Run run{.effects = {{"responses", Json::array()},
                      {"invocations", Json::array()},
                      {"s3", Json::object()},
                      {"dynamodb", Json::object()},
                      {"sqs", Json::object()},
                      {"bus", Json::array()},
                      {"sns", Json::object()}}};
  Mocks mocks(replayed.mocks);
  Json& effects = run.effects;
  Cloud cloud(
      loop_,
      {.directory = options_.directory,
       .in_memory = true,
       .port = port_,
       .functions = options_.functions,
       .inject_faults = !replayed.faults.empty(),
       .replay = {
           .warm = &warm_,
           .stand_in = [&](const lambda_service::Function& function,
                           const std::string&) { return mocks.answer(function.name); },
           .on_invocation =
               [&](const lambda_service::Function& function, const std::string&, const InvocationResult& result) {
                 effects["invocations"].push_back(invocation(function.name, result));
               },
           .on_publish =
               [&](const std::string& topic, const std::string& message) {
                 const std::string name = topic.substr(topic.rfind(':') + 1);
                 effects["sns"][name].push_back(text_or_json(message));
               },
           .on_event = [&](const std::string& bus,
                           const std::string& event) { effects["bus"].push_back(shown_event(bus, event)); },
           .on_call = options_.traced ? std::function([&](const std::string& line) { run.trace += line; }) : nullptr}});
  port_ = cloud.port();
  const cfn::Stack& stack = stack_of(replayed.parameters, cloud.endpoint());
  cloud.boot(stack);
  for (const Json& fault : replayed.faults.elements()) cloud.add_fault(fault);
  const Client client(loop_, cloud.endpoint());
  send_given(client, replayed);
  if (auto responses = send_inputs(loop_, client, stack, replayed)) {
    effects.set("responses", std::move(*responses));
    run.quiescent = loop_.settle(loop::Deadline::real_in(kRestWithin));
    if (run.quiescent && replayed.until && *replayed.until > loop_.now()) {
      run.quiescent = loop_.advance_to(*replayed.until, loop::Deadline::real_in(kRestWithin)) &&
                      loop_.settle(loop::Deadline::real_in(kRestWithin));
    }
  }
  const Json snapshot = cloud.snapshot();
  for (const auto& [section, value] : snapshot.members()) effects.set(section, value);
  return run;
}

}  // namespace emulator
