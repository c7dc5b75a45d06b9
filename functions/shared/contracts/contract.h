#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "contracts/json_schema.h"
#include "contracts/standard_schemas.h"
#include "contracts/violation.h"

namespace contracts {

// Where ingest finds a vendor's event id: the first rule that finds something wins.
struct EventIdRule {
  enum class From { kHeader, kBody, kSha256 };
  From from = From::kSha256;
  std::string argument = {};  // the header's name, or a JSON Pointer into the body
};

// One version of what is agreed with a vendor about one kind of event: which payloads are accepted, what they mean in
// our words, where the event's id is. One JSON file, immutable: a change is a new version in a new file.
class Contract {
 public:
  // Reads it and compiles what it accepts. Throws ContractError.
  static Contract parse(std::string_view file, std::string_view text, const StandardSchemas& schemas);

  const std::string& id() const { return id_; }
  std::int64_t version() const { return version_; }
  const std::string& emits() const { return emits_; }  // "order.v1" | "inventory.v1"
  const std::vector<EventIdRule>& event_id() const { return event_id_; }
  // SHA-256 in hex over the canonical JSON of the file without `notes` and `examples`.
  const std::string& hash() const { return hash_; }

  std::vector<Violation> check(const base::Json& payload) const { return accepts_.check(payload, Stage::kAccepts); }
  const std::string& mapping() const { return mapping_; }  // JSONata, compiled by the Normalizer
  const std::string& file() const { return file_; }        // for messages

 private:
  explicit Contract(JsonSchema accepts) : accepts_(std::move(accepts)) {}

  std::string id_ = {};
  std::int64_t version_ = 0;
  std::string emits_ = {};
  std::vector<EventIdRule> event_id_ = {};
  std::string hash_ = {};
  std::string mapping_ = {};
  std::string file_ = {};
  JsonSchema accepts_;
};

}  // namespace contracts
