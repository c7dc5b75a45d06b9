#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace delete_archive_operation {

struct Request {
  std::string archive = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ArchiveName"});
    return {.archive = in.string("ArchiveName")};
  }
};

void run(EventBridge& service, const Request& request, const Call& call) {
  service.archives.remove(get_archive(service, call, request.archive).arn());
}

}  // namespace delete_archive_operation

constinit const Operation<EventBridge> delete_archive =
    protocol::operation<&delete_archive_operation::run, &archive_resource<delete_archive_operation::Request>>(
        "events:DeleteArchive");

}  // namespace events
