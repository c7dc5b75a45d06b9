#include "emulator/parts.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "base/log.h"
#include "emulator/cloudwatch/operations.h"
#include "emulator/control.h"
#include "emulator/dynamodb/endpoint.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/event_sinks.h"
#include "emulator/events/operations.h"
#include "emulator/gateway/api_endpoint.h"
#include "emulator/gateway/operations.h"
#include "emulator/gateway/url_endpoint.h"
#include "emulator/integrations.h"
#include "emulator/lambda/operations.h"
#include "emulator/logs/operations.h"
#include "emulator/protocol/query.h"
#include "emulator/protocol/rest.h"
#include "emulator/s3/endpoint.h"
#include "emulator/sns/operations.h"
#include "emulator/sqs/operations.h"
#include "emulator/sts/operations.h"

namespace emulator {
namespace parts_detail {

store::Store::Options store_options(const CloudOptions& options, const faults::Vfs* vfs) {
  return {.directory = options.in_memory ? std::string() : options.directory,
          .sync_always = options.sync_always,
          .vfs = vfs ? vfs->name() : std::string()};
}

CloudOptions made(CloudOptions options) {
  std::filesystem::create_directories(options.directory);
  return options;
}

// A handler calls as "arn:aws:sts::000000000000:assumed-role/ROLE/FUNCTION".
std::string function_of(const std::string& caller) { return caller.substr(caller.rfind('/') + 1); }

}  // namespace parts_detail

using namespace parts_detail;

Parts::Parts(loop::Loop& loop_, CloudOptions options_)
    : loop(loop_),
      options(made(std::move(options_))),
      fault_plan(options.inject_faults ? std::make_unique<faults::Plan>(loop.world().seed()) : nullptr),
      fault_vfs(fault_plan ? std::make_unique<faults::Vfs>("feedmill-faults", *fault_plan) : nullptr),
      store(loop, store_options(options, fault_vfs.get())),
      world_keeper(options.in_memory ? nullptr : std::make_unique<WorldKeeper>(loop, store)),
      access(options.account, options.region),
      call_faults(access, [this](const std::string& caller) { functions->kill(function_of(caller)); }),
      deliveries(loop, store),
      log_groups(loop, store),
      queues(loop, store),
      topics(loop, store, deliveries),
      buckets(loop, store, deliveries),
      tables(store, loop),
      event_bridge(loop, store, deliveries),
      cloud_watch(loop, store, deliveries),
      machines(loop, store),
      executions(loop, store, access, machines, tasks),
      step_functions{machines, executions},
      trace(options.trace_file, options.replay.on_call),
      audit(options.directory + "/audit.log") {
  server = std::make_unique<http::Server>(loop, http::Server::Options{.address = options.address, .port = options.port},
                                          [this](http::Request& request) { return answer(request); });
  endpoint = fmt::format("http://{}:{}", options.address, server->port());
  functions = std::make_unique<lambda_service::Functions>(
      loop, store, deliveries, access,
      lambda_service::Functions::Options{
          .endpoint = endpoint,
          .data_directory = std::filesystem::absolute(options.directory).string(),
          .log =
              [this](const std::string& group, const std::string& stream, const std::vector<std::string>& lines) {
                log_groups.append(options.account, options.region, group, stream, lines);
                for (const std::string& line : lines) {
                  cloud_watch.metrics.put(cloudwatch::parse_embedded_metrics(line, options.account, options.region));
                }
              },
          .warm = options.replay.warm,
          .stand_in = options.replay.stand_in,
          .observer = options.replay.on_invocation,
          .find_package = [this](const std::string& bucket,
                                 const std::string& key) { return buckets.find_object(bucket, key); }});
  if (options.replay.on_event) {
    event_bridge.publisher.set_observer([this](std::string_view bus, const events::Event& event) {
      options.replay.on_event(std::string(bus), event.to_json());
    });
  }
  if (options.replay.on_publish) {
    topics.set_observer([this](const sns::Publication& publication) {
      options.replay.on_publish(publication.topic_arn, publication.message);
    });
  }
  event_sources = std::make_unique<lambda_service::EventSources>(loop, store, queues, *functions);
  deliveries.add_target(functions->delivery_target());
  deliveries.add_target(queues.delivery_target());
  deliveries.add_target(topics.delivery_target());
  deliveries.add_target(event_bridge.publisher.delivery_target());
  add_event_sinks(*this);
  add_integrations(*this);

  const auto add = [this](auto made_endpoint) -> protocol::Endpoint& {
    endpoints.push_back(std::move(made_endpoint));
    return *endpoints.back();
  };
  const auto json = [&](const protocol::JsonProtocol& spoken, auto& service, auto& operations) {
    router.add(add(std::make_unique<protocol::JsonEndpoint>(spoken, service, operations)), spoken.target_prefix);
  };
  const auto query = [&](const protocol::QueryProtocol& spoken, auto& service, auto& operations) {
    const protocol::Endpoint& made_endpoint =
        add(std::make_unique<protocol::QueryEndpoint>(spoken, service, operations));
    router.add_query(spoken.version, made_endpoint);
    router.add(made_endpoint);
  };
  json(cloudwatch::protocol_of(), cloud_watch, cloudwatch::kOperations);
  json(logs::protocol_of(), log_groups, logs::kOperations);
  json(events::protocol_of(), event_bridge, events::kOperations);
  json(states::protocol_of(), step_functions, states::kOperations);
  json(dynamodb::protocol_of(), tables, dynamodb::kOperations);
  json(sqs::protocol_of(), queues, sqs::kOperations);
  query(sqs::query_protocol_of(), queues, sqs::kOperations);
  query(sns::query_protocol_of(), topics, sns::kOperations);
  query(cloudwatch::query_protocol_of(), cloud_watch, cloudwatch::kOperations);
  query(sts::query_protocol_of(), access, sts::kOperations);
  const protocol::Endpoint& lambda_endpoint =
      add(std::make_unique<protocol::RestJsonEndpoint>("lambda", *functions, lambda_service::kOperations));
  router.add(lambda_endpoint);
  router.add_path("/2015-03-31/event-source-mappings",
                  add(std::make_unique<protocol::RestJsonEndpoint>("lambda", *event_sources,
                                                                   lambda_service::kOperationsOnEventSources)));
  for (const char* path : {"/2015-03-31/functions", "/2017-03-31/tags", "/2017-10-31/functions",
                           "/2019-09-30/functions", "/2021-10-31/functions", "/2021-11-15/functions"}) {
    router.add_path(path, lambda_endpoint);
  }
  const protocol::Endpoint& api_endpoint = add(std::make_unique<gateway::ApiEndpoint>(apis, *functions));
  router.add_host("execute-api", api_endpoint);
  router.add_path("/_api/", api_endpoint);
  const protocol::Endpoint& url_endpoint = add(std::make_unique<gateway::UrlEndpoint>(*functions));
  router.add_host("lambda-url", url_endpoint);
  router.add_path("/_url/", url_endpoint);
  router.add(add(std::make_unique<protocol::RestJsonEndpoint>("apigateway", apis, gateway::kOperations)));
  control = &add(std::make_unique<ControlEndpoint>(*this));
  router.add_path("/_feedmill", *control);
  const protocol::Endpoint& s3_endpoint = add(std::make_unique<s3::S3Endpoint>(buckets));
  router.add(s3_endpoint);
  router.set_default(s3_endpoint);
  if (!options.record.directory.empty()) recorder = std::make_unique<Recorder>(*this, options.record);
}

Parts::~Parts() {
  // Whoever calls in goes first, then whoever of these calls another: what they do may be waiting for a handler.
  server.reset();
  event_sources.reset();
  executions.stop();
  deliveries.stop();
  if (functions) functions->stop();
}

http::Response Parts::answer(http::Request& request) {
  const protocol::Endpoint* found = router.find(request);
  const auto hearing = recorder && found && found != control ? recorder->hear(request, found->service()) : nullptr;
  // A control call waits for the world to rest: it is no part of it.
  std::optional<loop::Busy> busy;
  if (found != control) busy.emplace(loop.busy());
  protocol::Call call{.account = options.account,
                      .region = options.region,
                      .request_id = loop.world().uuid(),
                      .endpoint = endpoint,
                      .now = loop.now(),
                      .authorizer = &call_faults};
  const std::string host = request.headers.get("host");
  if (!host.empty()) call.endpoint = "http://" + host;
  if (!found) {
    // A target of a service that is not there: what AWS's front door says.
    const std::string target = request.headers.get("x-amz-target");
    base::log_warning("unknown service", {{"target", target}});
    return {
        .status = 400,
        .headers = {{"x-amzn-RequestId", call.request_id}, {"Content-Type", "application/x-amz-json-1.0"}},
        .body =
            base::Json{{"__type", "UnknownOperationException"}, {"message", "Unknown operation: " + target}}.dump()};
  }
  http::Response response = call_faults.after(*found, call, found->handle(request, call));
  trace.write(request, call, response, call.endpoint);
  audit.write(request, call, response.status);
  if (hearing) recorder->take(*hearing, request, call, response.status);
  return response;
}

}  // namespace emulator
