#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace describe_archive_operation {

base::Json run(EventBridge& service, const ArchiveRequest& request, const Call& call) {
  const Archive& archive = get_archive(service, call, request.archive);
  base::Json shown = describe(service, archive).set("ArchiveArn", archive.arn());
  if (!archive.description.empty()) shown.set("Description", archive.description);
  if (!archive.pattern.empty()) shown.set("EventPattern", archive.pattern);
  return shown;
}

}  // namespace describe_archive_operation

constinit const Operation<EventBridge> describe_archive =
    protocol::operation<&describe_archive_operation::run, &archive_resource<ArchiveRequest>>("events:DescribeArchive");

}  // namespace events
