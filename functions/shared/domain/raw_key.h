#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace domain {

// Where a raw payload lies: raw/vendorId=<vendor>/receivedAt=<instant>/ingestId=<uuid>.json. Of one vendor the keys'
// order is the order of receipt, so that a day or an hour is a prefix.
struct RawKey {
  std::string vendor_id = {};
  std::string received_at = {};  // "2026-01-02T03:04:05.678Z"
  std::string ingest_id = {};
};

inline constexpr std::string_view kRawFolder = "raw/";

std::string to_text(const RawKey& key);
std::optional<RawKey> parse_raw_key(std::string_view key);
std::string raw_prefix(std::string_view vendor_id);                        // "raw/vendorId=acme/"
std::string raw_prefix(std::string_view vendor_id, std::string_view day);  // "raw/vendorId=acme/receivedAt=2026-01-02"
std::optional<std::string> parse_vendor_folder(std::string_view folder);   // the vendor of raw_prefix(vendor)

// A vendor's name: lower case letters, digits, '-' and '_', 1 to 63 of them, the first a letter or a digit.
bool is_vendor_id(std::string_view text);

// 32 hex digits as a UUID of version 4. (RFC 9562)
std::string to_uuid(std::string_view hex);

}  // namespace domain
