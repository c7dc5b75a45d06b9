#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "emulator/dynamodb/errors.h"
#include "emulator/dynamodb/operations.h"
#include "emulator/dynamodb/table_request.h"

namespace dynamodb::update_table_operation {

constexpr Member kCreateMembers[] = {{"IndexName", &kIndexName, Need::kNotNull},
                                     {"KeySchema", &kKeySchema, Need::kNotNull},
                                     {"Projection", &kProjection, Need::kNotNull},
                                     {"ProvisionedThroughput", &kProvisionedThroughput}};
constexpr Member kUpdateMembers[] = {{"IndexName", &kIndexName, Need::kNotNull},
                                     {"ProvisionedThroughput", &kProvisionedThroughput, Need::kNotNull}};
constexpr Member kDeleteMembers[] = {{"IndexName", &kIndexName, Need::kNotNull}};
constexpr Shape kCreate = {
    .kind = Shape::Kind::kStructure, .java_name = "CreateGlobalSecondaryIndexAction", .members = kCreateMembers};
constexpr Shape kUpdate = {
    .kind = Shape::Kind::kStructure, .java_name = "UpdateGlobalSecondaryIndexAction", .members = kUpdateMembers};
constexpr Shape kDelete = {
    .kind = Shape::Kind::kStructure, .java_name = "DeleteGlobalSecondaryIndexAction", .members = kDeleteMembers};
constexpr Member kIndexUpdateMembers[] = {{"Create", &kCreate}, {"Update", &kUpdate}, {"Delete", &kDelete}};
constexpr Shape kIndexUpdate = {
    .kind = Shape::Kind::kStructure, .java_name = "GlobalSecondaryIndexUpdate", .members = kIndexUpdateMembers};
constexpr Shape kIndexUpdates = {.kind = Shape::Kind::kList, .element = &kIndexUpdate};
constexpr Member kMembers[] = {{"TableName", &kPlainTableName, Need::kPresent},
                               {"AttributeDefinitions", &kAttributeDefinitions},
                               {"BillingMode", &kBillingMode},
                               {"ProvisionedThroughput", &kProvisionedThroughput},
                               {"GlobalSecondaryIndexUpdates", &kIndexUpdates},
                               {"DeletionProtectionEnabled", &kTruth}};
constexpr Shape kShape = {.kind = Shape::Kind::kStructure, .members = kMembers};

void check_index_updates(const Json& updates) {
  std::set<std::string> names;
  for (const Json& update : updates.elements()) {
    const Json* action = nullptr;
    for (const char* kind : {"Update", "Create", "Delete"}) {
      if (!action) action = update.find(kind);
    }
    if (!action) {
      throw invalid_parameter(
          "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, "
          "GlobalSecondaryIndexUpdate.Delete must not be null");
    }
    if (const std::string name = action->text("IndexName"); !names.insert(name).second) {
      throw invalid_parameter("Only one global secondary index update per index is allowed simultaneously. Index: " +
                              name);
    }
  }
}

struct Request {
  std::string table = {};
  std::string billing_mode = {};
  std::optional<Throughput> throughput = {};
  std::optional<bool> deletion_protected = {};
  Json index_updates = Json::array();
  Json definitions = {};  // the request, where it has AttributeDefinitions

  static Request from(const Fields& in) {
    check_shape(in.json(), kShape);
    const Json* updates = in.find("GlobalSecondaryIndexUpdates");
    for (const std::string& name :
         in.unknown({"TableName", "AttributeDefinitions", "BillingMode", "ProvisionedThroughput",
                     "GlobalSecondaryIndexUpdates", "DeletionProtectionEnabled"})) {
      throw not_supported("UpdateTable's parameter " + name);
    }
    if (!in.has("ProvisionedThroughput") && !in.has("BillingMode") && !in.has("DeletionProtectionEnabled") &&
        (!updates || updates->empty())) {
      throw validation(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, GlobalSecondaryIndexUpdates or "
          "SSESpecification or ReplicaUpdates is required");
    }
    Request request = {.table = in.string("TableName"), .billing_mode = in.string_or("BillingMode", "")};
    if (request.billing_mode == "PROVISIONED" && !in.has("ProvisionedThroughput")) {
      throw invalid_parameter("ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    }
    if (in.has("ProvisionedThroughput")) {
      request.throughput = parse_throughput(in.json());
      check_throughput_bounds(*request.throughput);
    }
    if (in.has("DeletionProtectionEnabled")) {
      request.deletion_protected = boolean_or(in, "DeletionProtectionEnabled", false);
    }
    if (updates) {
      check_index_updates(*updates);
      request.index_updates = *updates;
    }
    if (in.has("AttributeDefinitions")) request.definitions = in.json();
    return request;
  }
};

void update_throughput(Tables& tables, const Table& table, const Request& request, const Call& call) {
  const bool will_be_on_demand =
      request.billing_mode.empty() ? table.pay_per_request : request.billing_mode == "PAY_PER_REQUEST";
  if (will_be_on_demand && request.throughput) {
    throw invalid_parameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
  }
  const bool billing_changes = will_be_on_demand != table.pay_per_request;
  if (request.throughput && !billing_changes && request.throughput->read == table.throughput.read &&
      request.throughput->write == table.throughput.write) {
    throw validation(fmt::format(
        "The provisioned throughput for the table will not change. The requested value equals the current value. "
        "Current ReadCapacityUnits provisioned for the table: {0}. Requested ReadCapacityUnits: {0}. Current "
        "WriteCapacityUnits provisioned for the table: {1}. Requested WriteCapacityUnits: {1}. Refer to the Amazon "
        "DynamoDB Developer Guide for current limits and how to request higher limits.",
        table.throughput.read, table.throughput.write));
  }
  tables.change(table, [&](Table& changed) {
    if (billing_changes && will_be_on_demand) changed.became_pay_per_request = call.now;
    changed.pay_per_request = will_be_on_demand;
    if (will_be_on_demand) changed.throughput = {};
    if (request.throughput) changed.throughput = *request.throughput;
    if (request.deletion_protected) changed.deletion_protected = *request.deletion_protected;
  });
}

void update_index(Tables& tables, const Table& table, const Request& request, const Json& update) {
  if (const Json* create = update.find("Create")) {
    const std::string name = create->text("IndexName");
    if (table.find_index(name)) throw validation("Attempting to create an index which already exists");
    std::vector<KeyAttribute> attributes = table.attributes;
    if (!request.definitions.is_null()) {
      for (KeyAttribute& added : parse_definitions(request.definitions)) {
        const auto same = [&](const KeyAttribute& each) { return each.name == added.name; };
        if (std::ranges::none_of(attributes, same)) attributes.push_back(std::move(added));
      }
    }
    check_key_schema(create->at("KeySchema"), attributes);
    check_projection(*create);
    return tables.add_index(table, parse_index(*create, true, attributes), attributes);
  }
  const Json& action = update.contains("Delete") ? update.at("Delete") : update.at("Update");
  const std::string name = action.text("IndexName");
  const Index* index = table.find_index(name);
  if (!index || !index->is_global) {
    throw resource_not_found();
  }
  if (update.contains("Delete")) return tables.drop_index(table, name);
  tables.change(table, [&](Table& changed) {
    for (Index& each : changed.indexes) {
      if (each.name == name) each.throughput = parse_throughput(action);
    }
  });
}

// Answers UPDATING as AWS does; everything is done by the time the answer is read.
Json update(Tables& tables, const Request& request, const Call& call) {
  const Table& table = tables.get_named(call, request.table);
  if (request.index_updates.size() > 5) {
    throw limit_exceeded(
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table");
  }
  update_throughput(tables, table, request, call);
  for (const Json& each : request.index_updates.elements()) update_index(tables, table, request, each);
  return {{"TableDescription", describe(table, "UPDATING", tables.totals(table))}};
}

std::string resource(const Tables&, const Request& request, const Call& call) { return table_arn(call, request.table); }

}  // namespace dynamodb::update_table_operation

namespace dynamodb {
constinit const Operation<Tables> update_table =
    protocol::operation<&update_table_operation::update, &update_table_operation::resource>("dynamodb:UpdateTable");
}
