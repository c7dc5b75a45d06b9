#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aws/client.h"
#include "domain/vendor_state.h"

namespace ports {

// The table VendorState: of each order and each stock figure its state and the log that led there.
// (domain/vendor_state.h)
//
//   pk     the entity's name: "ord#<vendor>#<orderId>", "inv#<vendor>#<sku>#<location>#<bucket>"
//   sk     "state"                          vendorId, state (JSON: what the registers or the figure write), revision
//          "event#<event id>#<record>"      eventId, record, version, body (the record as JSON; absent: a mark), and
//                                           `at`: "<effective time>#<sequence>", by which the local index ByTime reads
//                                           the log backwards
// Every entry is an item of its own, so that no item outgrows DynamoDB's 400 KB.
class VendorStates {
 public:
  VendorStates(aws::Client& client, std::string table) : client_(client), table_(std::move(table)) {}

  // Brings an event's entries into an entity, each group of 25 as a whole or not at all; twice does no harm. Throws
  // Failure "Unavailable" where others were faster ten times.
  void apply(const domain::Entity& entity, const std::vector<domain::LogEntry>& entries);

  // What events say of entities. The entries of one entity may come from several events.
  using Statements = std::map<domain::Entity, std::vector<domain::LogEntry>>;
  // The entries of all entities in one transaction, or none. False: others were faster, or it is too much for one; to
  // be applied one by one.
  bool try_to_apply(const Statements& statements);

  std::optional<domain::EntityState> find(const domain::Entity& entity);

 private:
  struct Seen {
    std::optional<domain::EntityState> state = {};
    std::int64_t revision = 0;  // 0: there is no item yet
    std::map<domain::EntryName, std::int64_t> versions = {};
  };
  struct Change {
    const domain::Entity& entity;
    std::string name = {};  // the entity's
    domain::StateChange change;
    Seen seen = {};
  };
  std::vector<Seen> look(const Statements& statements);
  void read_log(const std::string& name, domain::StateChange& change);
  bool store(const std::vector<Change>& changes);

  aws::Client& client_;
  std::string table_;
};

}  // namespace ports
