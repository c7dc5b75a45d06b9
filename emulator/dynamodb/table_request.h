#pragma once

#include <optional>
#include <vector>

#include "emulator/dynamodb/shape.h"
#include "emulator/dynamodb/table.h"

namespace dynamodb {

// What CreateTable and UpdateTable say alike: keys, indexes, throughput.
extern const Shape kAttributeDefinitions, kKeySchema, kProvisionedThroughput, kGlobalIndexes, kLocalIndexes,
    kProjection, kBillingMode, kTags;

std::vector<KeyAttribute> parse_definitions(const Json& request);
KeySchema parse_key_schema(const Json& schema, const std::vector<KeyAttribute>& attributes);
Throughput parse_throughput(const Json& request);  // of a request or an index; zero where it is absent
Index parse_index(const Json& index, bool is_global, const std::vector<KeyAttribute>& attributes);

// Each throws AWS's ValidationException.
void check_key_schema(const Json& schema, const std::vector<KeyAttribute>& attributes);
void check_projection(const Json& index);
void check_throughput_bounds(const Throughput& throughput);

}  // namespace dynamodb
