#pragma once

#include <string>

#include "emulator/dynamodb/tables.h"
#include "emulator/protocol/fields.h"

namespace dynamodb {

// ResourceArn as the tag operations take it. `second` is the parameter that has to stand beside it ("Tags"), if any.
// Throws what AWS answers to an ARN that is none, that is no table's, and to a missing second parameter, in its order.
std::string parse_table_arn(const protocol::Fields& in, std::string_view action, std::string_view second = {});
const Table* find_by_arn(const Tables& tables, const Call& call, const std::string& arn);
// Throws ResourceNotFoundException where that table is not there.
const Table& get_by_arn(const Tables& tables, const Call& call, const std::string& arn);

}  // namespace dynamodb
