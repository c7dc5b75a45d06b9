#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace list_archives_operation {

base::Json run(EventBridge& service, const ListRequest& request, const Call& call) {
  if (!request.source.empty()) service.buses.get(call, request.source);
  base::Json all = base::Json::array();
  for (const Archive* archive : service.archives.list(call.account, call.region)) {
    const bool wanted = archive->name.starts_with(request.prefix) &&
                        (request.state.empty() || request.state == "ENABLED") &&
                        (request.source.empty() || archive->bus == request.source);
    if (wanted) all.push_back(describe(service, *archive));
  }
  return request.page.cut("Archives", all);
}

}  // namespace list_archives_operation

constinit const Operation<EventBridge> list_archives =
    protocol::operation<&list_archives_operation::run, &any_resource<ListRequest>>("events:ListArchives");

}  // namespace events
