#include <cstdio>

#include "emulator/commands/client.h"

// feedmill unlock [LOCK]: frees a lock that nobody will release any more. Its token grows, so that a holder that wakes
// up late is fenced off like one whose lease has ended.

namespace emulator {

int run_unlock(const ClientOptions& options, const std::string& lock) {
  return with_client(options, [&](loop::Loop&, Client& client) {
    const base::Json key = {{"LockId", base::Json{{"S", lock}}}};
    const base::Json held = client.call("DynamoDB_20120810.GetItem",
                                        {{"TableName", "ProcessingLockTable"}, {"Key", key}, {"ConsistentRead", true}});
    const base::Json* item = held.find("Item");
    if (!item || item->at("currentlockcount").at("N").as_string() == "0") {
      std::printf("%s is not held\n", lock.c_str());
      return 0;
    }
    client.call("DynamoDB_20120810.UpdateItem",
                {{"TableName", "ProcessingLockTable"},
                 {"Key", key},
                 {"UpdateExpression", "SET currentlockcount = :zero, leaseUntil = :zero ADD #token :one"},
                 {"ExpressionAttributeNames", base::Json{{"#token", "token"}}},
                 {"ExpressionAttributeValues",
                  base::Json{{":zero", base::Json{{"N", "0"}}}, {":one", base::Json{{"N", "1"}}}}}});
    std::printf("%s is free; it was held by %s\n", lock.c_str(),
                item->at("execution_metadata").at("M").at("execution_id").at("S").as_string().c_str());
    return 0;
  });
}

}  // namespace emulator
