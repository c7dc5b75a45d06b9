#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace s3 {

// What becomes of objects that nobody removes, by the beginning of their key.
struct LifecycleRule {
  std::string id = {};
  bool enabled = true;
  std::string prefix = {};
  std::optional<int> expiration_days = {};
  std::optional<int> abort_multipart_days = {};

  bool operator==(const LifecycleRule&) const = default;
};

// S3 counts the days and rounds up to the next midnight, UTC. (S3 User Guide, "Understanding object expiration")
base::TimePoint expiry_of(base::TimePoint made, int days);
base::TimePoint next_midnight(base::TimePoint time);  // strictly later

struct Expiry {
  base::TimePoint time = {};
  std::string rule = {};
};
// When an object of this key goes, by the rule that says so first.
std::optional<Expiry> find_expiry(const std::vector<LifecycleRule>& rules, std::string_view key,
                                  base::TimePoint last_modified);

// Reads LifecycleConfiguration. Rules without an ID get `default_id` and their number. Throws malformed_xml(),
// invalid_argument(), and not_supported() for what would be done in another way than it says: transitions, filters by
// tag or size, versions.
std::vector<LifecycleRule> parse_lifecycle(std::string_view document, std::string_view default_id);
std::string write_lifecycle(const std::vector<LifecycleRule>& rules);

}  // namespace s3
