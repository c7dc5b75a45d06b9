#pragma once

#include <memory>
#include <string>
#include <vector>

#include "emulator/audit_log.h"
#include "emulator/call_faults.h"
#include "emulator/call_trace.h"
#include "emulator/cloud.h"
#include "emulator/cloudwatch/cloud_watch.h"
#include "emulator/delivery/deliveries.h"
#include "emulator/dynamodb/tables.h"
#include "emulator/events/event_bridge.h"
#include "emulator/faults/vfs.h"
#include "emulator/gateway/apis.h"
#include "emulator/http/server.h"
#include "emulator/iam/access.h"
#include "emulator/lambda/event_sources.h"
#include "emulator/lambda/functions.h"
#include "emulator/logs/log_groups.h"
#include "emulator/protocol/router.h"
#include "emulator/recorder.h"
#include "emulator/s3/buckets.h"
#include "emulator/sns/topics.h"
#include "emulator/sqs/queues.h"
#include "emulator/states/operations.h"
#include "emulator/store/store.h"
#include "emulator/world_keeper.h"

namespace emulator {

// What the cloud is made of, in the order in which it is built up; it is taken down in the other.
struct Parts {
  Parts(loop::Loop& loop, CloudOptions options);
  ~Parts();

  http::Response answer(http::Request& request);

  loop::Loop& loop;
  CloudOptions options = {};
  std::unique_ptr<faults::Plan> fault_plan = {};  // only where faults are to be injected
  std::unique_ptr<faults::Vfs> fault_vfs = {};
  store::Store store;
  std::unique_ptr<WorldKeeper> world_keeper = {};  // only where something is kept
  iam::Access access;
  CallFaults call_faults;
  delivery::Deliveries deliveries;
  logs::LogGroups log_groups;
  sqs::Queues queues;
  sns::Topics topics;
  s3::Buckets buckets;
  dynamodb::Tables tables;
  events::EventBridge event_bridge;
  cloudwatch::CloudWatch cloud_watch;
  states::Machines machines;
  states::Tasks tasks = {};
  states::Executions executions;
  states::StepFunctions step_functions;
  gateway::Apis apis = {};
  protocol::Router router = {};
  std::vector<std::unique_ptr<protocol::Endpoint>> endpoints = {};
  const protocol::Endpoint* control = nullptr;
  CallTrace trace;
  AuditLog audit;
  std::unique_ptr<http::Server> server = {};
  std::string endpoint = {};
  // Behind the server, because handlers are told where it listens.
  std::unique_ptr<lambda_service::Functions> functions = {};
  std::unique_ptr<lambda_service::EventSources> event_sources = {};
  std::unique_ptr<Recorder> recorder = {};  // only where it was asked for
};

}  // namespace emulator
