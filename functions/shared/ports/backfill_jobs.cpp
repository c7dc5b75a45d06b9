#include "ports/backfill_jobs.h"

#include "aws/attributes.h"

namespace ports {
namespace backfill_jobs_detail {

using aws::attribute::find_s;
using aws::attribute::get_n;
using aws::attribute::get_s;
using aws::attribute::n;
using aws::attribute::s;
using base::Json;

// What a running job has, and no other: the key of the index Running.
constexpr std::string_view kYes = "yes";

Json item_of(const BackfillJob& job) {
  Json item{{"id", s(job.id)},
            {"from", s(job.filter.from)},
            {"to", s(job.filter.to)},
            {"contractVersion", s(job.contract_version)},
            {"dryRun", {{"BOOL", job.dry_run}}},
            {"byArchive", {{"BOOL", job.by_archive}}},
            {"state", s(job.state)},
            {"startedAt", s(job.started_at)},
            {"updatedAt", s(job.updated_at)},
            {"listed", n(job.listed)},
            {"matched", n(job.matched)},
            {"emitted", n(job.emitted)},
            {"withoutRecord", n(job.without_record)},
            {"saved", n(job.saved)}};
  const auto set = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) item.set(name, s(value));
  };
  set("vendorId", job.filter.vendor_id);
  set("contract", job.filter.contract);
  set("schemaType", job.filter.schema_type);
  set("status", job.filter.status ? name_of(*job.filter.status) : "");
  set("after", job.after);
  set("running", job.state == BackfillJob::kRunning ? kYes : "");
  return item;
}

bool flag(const Json& item, std::string_view name) {
  const Json* value = item.find(name);
  const Json* truth = value ? value->find("BOOL") : nullptr;
  return truth && truth->is_bool() && truth->as_bool();
}

BackfillJob parse_job(const Json& item) {
  const auto text = [&](std::string_view name) { return find_s(item, name).value_or(""); };
  return {.id = get_s(item, "id"),
          .filter = BackfillFilter{.vendor_id = text("vendorId"),
                                   .from = get_s(item, "from"),
                                   .to = get_s(item, "to"),
                                   .contract = text("contract"),
                                   .schema_type = text("schemaType"),
                                   .status = parse_event_status(text("status"))},
          .contract_version = get_s(item, "contractVersion"),
          .dry_run = flag(item, "dryRun"),
          .by_archive = flag(item, "byArchive"),
          .state = get_s(item, "state"),
          .started_at = get_s(item, "startedAt"),
          .updated_at = get_s(item, "updatedAt"),
          .after = text("after"),
          .listed = get_n(item, "listed"),
          .matched = get_n(item, "matched"),
          .emitted = get_n(item, "emitted"),
          .without_record = get_n(item, "withoutRecord"),
          .saved = get_n(item, "saved")};
}

}  // namespace backfill_jobs_detail

using namespace backfill_jobs_detail;

// False where the condition does not hold. A put that was applied, but whose answer was lost, counts as another's.
bool BackfillJobs::put(const BackfillJob& job, Json condition) {
  condition.set("TableName", table_);
  condition.set("Item", item_of(job));
  try {
    client_.call(aws::kDynamoDb, "PutItem", condition);
    return true;
  } catch (const aws::Error& error) {
    if (error.code() == "ConditionalCheckFailedException") return false;
    throw;
  }
}

bool BackfillJobs::add(const BackfillJob& job) {
  return put(job, {{"ConditionExpression", "attribute_not_exists(id)"}});
}

bool BackfillJobs::save(BackfillJob& job) {
  const std::int64_t before = job.saved++;
  return put(job,
             {{"ConditionExpression", "saved = :before"}, {"ExpressionAttributeValues", {{":before", n(before)}}}});
}

std::optional<BackfillJob> BackfillJobs::find(std::string_view id) {
  const Json answer = client_.call(aws::kDynamoDb, "GetItem",
                                   {{"TableName", table_}, {"Key", {{"id", s(id)}}}, {"ConsistentRead", true}});
  const Json* item = answer.find("Item");
  if (!item) return std::nullopt;
  return parse_job(*item);
}

std::vector<BackfillJob> BackfillJobs::running() {
  const Json answer = client_.call(aws::kDynamoDb, "Query",
                                   {{"TableName", table_},
                                    {"IndexName", "Running"},
                                    {"KeyConditionExpression", "running = :yes"},
                                    {"ExpressionAttributeValues", {{":yes", s(kYes)}}}});
  std::vector<BackfillJob> jobs;
  const Json* items = answer.find("Items");
  for (const Json& item : items ? items->elements() : std::span<const Json>()) jobs.push_back(parse_job(item));
  return jobs;
}

}  // namespace ports
