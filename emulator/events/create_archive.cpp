#include "emulator/events/errors.h"
#include "emulator/events/names.h"
#include "emulator/events/operations.h"

namespace events {
namespace create_archive_operation {

struct Request {
  std::string archive = {};
  std::string bus = {}, description = {}, pattern = {};
  int retention_days = 0;
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ArchiveName", "EventSourceArn", "Description", "EventPattern", "RetentionDays"});
    Request request{.archive = in.string("ArchiveName"),
                    .bus = in.string("EventSourceArn"),
                    .description = in.string_or("Description", ""),
                    .pattern = in.string_or("EventPattern", ""),
                    .retention_days = retention_of(in).value_or(0)};
    Constraints constraints;
    constraints.check_name(request.archive, "archiveName", 48);
    constraints.check_length(request.description, "description", 512);
    constraints.require();
    return request;
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  const Bus& bus = service.buses.get(call, request.bus);
  Archive archive{.account = call.account,
                  .region = call.region,
                  .name = request.archive,
                  .bus = bus.arn(),
                  .description = request.description,
                  .pattern = request.pattern,
                  .retention_days = request.retention_days};
  const std::string arn = archive.arn();
  if (service.archives.find(arn)) throw already_exists("Archive " + request.archive);
  service.archives.put(std::move(archive));
  return made(*service.archives.find(arn));
}

}  // namespace create_archive_operation

constinit const Operation<EventBridge> create_archive =
    protocol::operation<&create_archive_operation::run, &archive_resource<create_archive_operation::Request>>(
        "events:CreateArchive");

}  // namespace events
