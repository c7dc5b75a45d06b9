#pragma once

#include "emulator/dynamodb/tables.h"
#include "emulator/protocol/operation.h"

// Everything that this emulator speaks of DynamoDB.

namespace dynamodb {

using protocol::Operation;

extern const Operation<Tables> batch_get_item, batch_write_item, create_table, delete_item, delete_table,
    describe_endpoints, describe_limits, describe_table, describe_time_to_live, get_item, list_tables,
    list_tags_of_resource, put_item, query, scan, tag_resource, transact_get_items, transact_write_items,
    untag_resource, update_item, update_table, update_time_to_live;

inline constexpr const Operation<Tables>* kOperations[] = {&batch_get_item,
                                                           &batch_write_item,
                                                           &create_table,
                                                           &delete_item,
                                                           &delete_table,
                                                           &describe_endpoints,
                                                           &describe_limits,
                                                           &describe_table,
                                                           &describe_time_to_live,
                                                           &get_item,
                                                           &list_tables,
                                                           &list_tags_of_resource,
                                                           &put_item,
                                                           &query,
                                                           &scan,
                                                           &tag_resource,
                                                           &transact_get_items,
                                                           &transact_write_items,
                                                           &untag_resource,
                                                           &update_item,
                                                           &update_table,
                                                           &update_time_to_live};

// The ARN that IAM is asked about.
inline std::string table_arn(const Call& call, std::string_view table) {
  return protocol::make_arn("dynamodb", call, "table/" + std::string(table));
}

// What DeleteTable, DescribeTable and DescribeTimeToLive are asked: one table, and nothing else.
struct TableNameRequest {
  std::string table = {};
  static TableNameRequest from(const protocol::Fields& in);
};
inline std::string named_table_resource(const Tables&, const TableNameRequest& request, const Call& call) {
  return table_arn(call, request.table);
}

}  // namespace dynamodb
