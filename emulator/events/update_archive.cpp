#include "emulator/events/errors.h"
#include "emulator/events/operations.h"

namespace events {
namespace update_archive_operation {

struct Request {
  std::string archive = {};
  std::optional<std::string> description = {}, pattern = {};
  std::optional<int> retention_days = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"ArchiveName", "Description", "EventPattern", "RetentionDays"});
    Request request{.archive = in.string("ArchiveName"),
                    .description = in.find_string("Description"),
                    .pattern = in.find_string("EventPattern"),
                    .retention_days = retention_of(in)};
    if (!request.description && !request.pattern && !request.retention_days) {
      throw validation("At least one of EventPattern, RetentionDays or Description must be provided.");
    }
    return request;
  }
};

base::Json run(EventBridge& service, const Request& request, const Call& call) {
  Archive archive = get_archive(service, call, request.archive);
  if (request.description) archive.description = *request.description;
  if (request.pattern) archive.pattern = *request.pattern;
  if (request.retention_days) archive.retention_days = *request.retention_days;
  service.archives.put(archive);
  return made(archive);
}

}  // namespace update_archive_operation

constinit const Operation<EventBridge> update_archive =
    protocol::operation<&update_archive_operation::run, &archive_resource<update_archive_operation::Request>>(
        "events:UpdateArchive");

}  // namespace events
