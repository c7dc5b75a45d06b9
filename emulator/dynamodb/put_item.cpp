#include "emulator/dynamodb/item_write.h"
#include "emulator/dynamodb/operations.h"

namespace dynamodb::put_item_operation {

struct Request : WholeItemWrite {
  static Request from(const Fields& in) { return {WholeItemWrite::from(ItemWrite::Kind::kPut, in)}; }
};

Json put(Tables& tables, const Request& request, const Call& call) { return carry_out(tables, request, call); }

}  // namespace dynamodb::put_item_operation

namespace dynamodb {
constinit const Operation<Tables> put_item =
    protocol::operation<&put_item_operation::put, &resource_of>("dynamodb:PutItem");
}
