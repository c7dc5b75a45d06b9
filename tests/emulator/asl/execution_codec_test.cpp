#include <gtest/gtest.h>

#include "emulator/asl/execution.h"
#include "emulator/asl/machine.h"

namespace asl {
namespace {

// A stored execution that lost one of its members, or holds something else there, is refused or read: never a crash.
TEST(ExecutionCodec, ADamagedRecordIsAnError) {
  const Machine machine = parse_machine(R"({"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":60,"End":true}}})");
  const Started started{.identity = Identity{.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:m:one",
                                             .execution_name = "a name that is longer than a short text may be"},
                        .input = R"({"a":1})"};
  const Json stored = encode(advance(machine, {}, started, base::from_epoch_millis(1)).execution);
  EXPECT_EQ(encode(decode(stored)).dump(), stored.dump());
  int refused = 0;
  for (const auto& [name, value] : stored.members()) {
    for (const Json& other : {Json(), Json(true), Json("x")}) {
      Json damaged = stored;
      damaged.set(name, other);
      try {
        decode(damaged);
      } catch (const std::exception&) {
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 20);
}

}  // namespace
}  // namespace asl
