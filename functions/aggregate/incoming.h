#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/file_set.h"

// Which of the objects that arrived make a set, and which set they make. Pure. (order-analytics.md §1, §6)

namespace aggregate {

// "orders", "order_items" or "products"; nothing for a key that is no input: `orders/*.csv`, `order_items/*.csv`,
// `products.csv` and `products/*.csv`, any case of the extension, no further folders.
std::optional<std::string_view> find_kind(std::string_view key);

struct Incoming {
  std::vector<domain::ManifestFile> files = {};  // in the manifest's order, kinds filled in
  std::vector<std::string> ignored = {};         // keys that are no input, but for the empty marks of folders
};
Incoming sort_incoming(std::vector<domain::ManifestFile> objects);

// The kinds that are not there yet; empty: the set is complete. An empty file counts: it is bad, not absent.
std::vector<std::string> missing_kinds(const std::vector<domain::ManifestFile>& files);

// First 32 hex digits of the SHA-256 over `key\0etag\0size\n` of every file, in the manifest's order.
std::string set_id_of(const std::vector<domain::ManifestFile>& files);

// How long until nothing new has come for `settle`; zero: it is over. At most 900 s at a time, and at least 1.
std::chrono::seconds settle_wait(const std::vector<domain::ManifestFile>& files, base::TimePoint now,
                                 std::chrono::seconds settle);

}  // namespace aggregate
