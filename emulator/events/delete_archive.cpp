#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace delete_archive_operation {

void run(EventBridge& service, const ArchiveRequest& request, const Call& call) {
  service.archives.remove(get_archive(service, call, request.archive).arn());
}

}  // namespace delete_archive_operation

constinit const Operation<EventBridge> delete_archive =
    protocol::operation<&delete_archive_operation::run, &archive_resource<ArchiveRequest>>("events:DeleteArchive");

}  // namespace events
