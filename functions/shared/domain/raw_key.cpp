#include "domain/raw_key.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"

namespace domain {
namespace raw_key_detail {

constexpr std::string_view kVendor = "raw/vendorId=", kReceived = "/receivedAt=", kIngest = "/ingestId=",
                           kExtension = ".json";

bool is_small_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace raw_key_detail

using namespace raw_key_detail;

std::string to_text(const RawKey& key) {
  return fmt::format("{}{}{}{}{}{}{}", kVendor, key.vendor_id, kReceived, key.received_at, kIngest, key.ingest_id,
                     kExtension);
}

std::optional<RawKey> parse_raw_key(std::string_view key) {
  const auto received = key.find(kReceived);
  const auto ingest = key.find(kIngest);
  if (!key.starts_with(kVendor) || !key.ends_with(kExtension) || received == key.npos || ingest == key.npos ||
      ingest < received)
    return std::nullopt;
  const auto between = [&](std::size_t from, std::size_t to) { return std::string(key.substr(from, to - from)); };
  return RawKey{.vendor_id = between(kVendor.size(), received),
                .received_at = between(received + kReceived.size(), ingest),
                .ingest_id = between(ingest + kIngest.size(), key.size() - kExtension.size())};
}

std::string raw_prefix(std::string_view vendor_id) { return fmt::format("{}{}/", kVendor, vendor_id); }

std::string raw_prefix(std::string_view vendor_id, std::string_view day) {
  return fmt::format("{}{}{}{}", kVendor, vendor_id, kReceived, day);
}

std::optional<std::string> parse_vendor_folder(std::string_view folder) {
  if (!folder.starts_with(kVendor) || !folder.ends_with('/')) return std::nullopt;
  const std::string_view vendor = folder.substr(kVendor.size(), folder.size() - kVendor.size() - 1);
  if (!is_vendor_id(vendor)) return std::nullopt;
  return std::string(vendor);
}

bool is_vendor_id(std::string_view text) {
  return !text.empty() && text.size() <= 63 && is_small_letter_or_digit(text.front()) &&
         std::ranges::all_of(text, [](char c) { return is_small_letter_or_digit(c) || c == '-' || c == '_'; });
}

std::string to_uuid(std::string_view hex) {
  CHECK(hex.size() == 32);
  std::string digits(hex);
  digits[12] = '4';
  digits[16] = "89ab"[static_cast<unsigned char>(digits[16]) % 4];
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                     digits.substr(16, 4), digits.substr(20));
}

}  // namespace domain
