#include "functions/aggregate/incoming.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"

namespace aggregate {
namespace incoming_detail {

constexpr std::array<std::string_view, 3> kKinds = {"products", "orders", "order_items"};  // the manifest's order
constexpr std::chrono::seconds kLongestWait{900};

std::size_t rank_of(std::string_view kind) {
  return static_cast<std::size_t>(std::ranges::find(kKinds, kind) - kKinds.begin());
}

bool is_csv(std::string_view name) {
  return name.size() >= 4 && base::equals_ignore_case(name.substr(name.size() - 4), ".csv");
}

}  // namespace incoming_detail

using namespace incoming_detail;

std::optional<std::string_view> find_kind(std::string_view key) {
  if (!is_csv(key)) return std::nullopt;
  if (key.substr(0, key.size() - 4) == "products") return "products";
  for (const std::string_view kind : kKinds) {
    if (!key.starts_with(kind) || key.substr(kind.size(), 1) != "/") continue;
    const std::string_view name = key.substr(kind.size() + 1);
    if (name.find('/') == std::string_view::npos) return kind;
  }
  return std::nullopt;
}

Incoming sort_incoming(std::vector<domain::ManifestFile> objects) {
  Incoming incoming;
  for (domain::ManifestFile& object : objects) {
    if (const auto kind = find_kind(object.key)) {
      object.kind = *kind;
      incoming.files.push_back(std::move(object));
    } else if (object.size > 0 || !object.key.ends_with('/')) {
      incoming.ignored.push_back(std::move(object.key));
    }
  }
  // "products.csv" comes before "products/": '.' is less than '/'.
  std::ranges::sort(incoming.files, [](const domain::ManifestFile& a, const domain::ManifestFile& b) {
    return std::pair(rank_of(a.kind), std::string_view(a.key)) < std::pair(rank_of(b.kind), std::string_view(b.key));
  });
  return incoming;
}

std::vector<std::string> missing_kinds(const std::vector<domain::ManifestFile>& files) {
  std::vector<std::string> missing;
  for (const std::string_view kind : kKinds) {
    if (std::ranges::find(files, kind, &domain::ManifestFile::kind) == files.end()) missing.emplace_back(kind);
  }
  return missing;
}

std::string set_id_of(const std::vector<domain::ManifestFile>& files) {
  base::Hasher hasher(base::Digest::kSha256);
  for (const domain::ManifestFile& file : files) {
    hasher.update(file.key);
    hasher.update(std::string_view("\0", 1));
    hasher.update(file.etag);
    hasher.update(std::string_view("\0", 1));
    hasher.update(std::to_string(file.size) + "\n");
  }
  return base::to_hex(hasher.finish()).substr(0, 32);
}

std::chrono::seconds settle_wait(const std::vector<domain::ManifestFile>& files, base::TimePoint now,
                                 std::chrono::seconds settle) {
  if (settle.count() == 0) return settle;  // also for a file that came after `now` was read
  base::TimePoint newest = {};
  for (const domain::ManifestFile& file : files) newest = std::max(newest, file.last_modified);
  const auto left = std::chrono::ceil<std::chrono::seconds>(newest + settle - now);
  return std::clamp(left, std::chrono::seconds(0), kLongestWait);
}

}  // namespace aggregate
