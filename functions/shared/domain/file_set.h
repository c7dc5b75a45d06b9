#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/time.h"

// The files of one order export that are processed together, and how they are spoken of: as a reference that travels
// through the state machine, and as the manifest that the reference names. (infra/README.md)

namespace domain {

// One attempt at one set, by reference.
struct FileSet {
  std::string set_id = {};  // 32 hex digits
  int attempt = 1;
  std::string bucket = {};
  std::string manifest = {};    // its key in the bucket
  std::string ids = "int";      // the profile of its ids: "int" or "str"
  std::vector<int> files = {};  // indices into the manifest: what the state machine maps over
};
base::Json to_json(const FileSet& set);
FileSet parse_file_set(const base::Json& json);  // throws base::JsonError

struct ManifestFile {
  std::string kind = {};  // "orders", "order_items", "products"
  std::string key = {};
  std::string etag = {};
  std::uint64_t size = 0;
  base::TimePoint last_modified = {};
  friend bool operator==(const ManifestFile&, const ManifestFile&) = default;
};

// manifest.json
struct Manifest {
  std::string set_id = {};
  int attempt = 1;
  std::string bucket = {};
  std::string ids = "int";
  base::TimePoint created_at = {};
  std::vector<ManifestFile> files = {};  // products, orders, order_items
};
base::Json to_json(const Manifest& manifest);
Manifest parse_manifest(const base::Json& json);  // throws base::JsonError

FileSet reference_to(const Manifest& manifest);

// Where the attempt's own files lie: "processing/<setId>-<attempt>/", and in it the manifest and validate's results.
std::string processing_prefix(std::string_view set_id, int attempt);
std::string manifest_key(std::string_view set_id, int attempt);
std::string result_key(std::string_view set_id, int attempt, int file);

// Every set's products.csv has the same key: the next set's replaces it, perhaps while this one waits for the lock. So
// a set keeps a copy of its own from the moment it is claimed: "processing/<setId>/products.csv", for all attempts.
bool is_replaced_by_the_next_set(std::string_view key);
std::string kept_key(std::string_view set_id, std::string_view key);

}  // namespace domain
