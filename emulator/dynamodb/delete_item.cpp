#include "emulator/dynamodb/item_write.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::delete_item_operation {

struct Request : WholeItemWrite {
  static Request from(const Fields& in) { return {WholeItemWrite::from(ItemWrite::Kind::kDelete, in)}; }
};

Json remove(Tables& tables, const Request& request, const Call& call) { return carry_out(tables, request, call); }

}  // namespace dynamodb::delete_item_operation

namespace dynamodb {
constinit const Operation<Tables> delete_item =
    protocol::operation<&delete_item_operation::remove, &resource_of>("dynamodb:DeleteItem");
}
