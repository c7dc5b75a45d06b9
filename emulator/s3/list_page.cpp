#include "emulator/s3/list_page.h"

#include "emulator/s3/keys.h"

namespace s3 {

ListPage::ListPage(const Request& request, std::string after)
    : query{.prefix = request.parameter_or("prefix", ""),
            .delimiter = request.parameter_or("delimiter", ""),
            .after = std::move(after),
            .most = count_parameter(request, "max-keys", kMostKeys, kMostKeys)},
      url_(wants_url_encoding(request)) {}

std::string ListPage::spell(std::string_view text) const { return url_ ? url_encode(text) : std::string(text); }

void ListPage::write(xml::Writer& out, const Bucket& bucket, const Listing& listing, bool with_owner) const {
  out.number("MaxKeys", query.most);
  if (!query.delimiter.empty()) out.text("Delimiter", spell(query.delimiter));
  if (url_) out.text("EncodingType", "url");
  out.flag("IsTruncated", listing.truncated);
  const std::string owner = with_owner ? canonical_user_id(bucket.account) : "";
  for (const auto& [key, object] : listing.objects) {
    out.open("Contents").text("Key", spell(key));
    out.text("LastModified", base::format_iso8601(object.last_modified)).text("ETag", quoted(object.etag));
    if (object.checksum) {
      out.text("ChecksumAlgorithm", name_of(object.checksum->algorithm));
      out.text("ChecksumType", name_of(object.checksum->type));
    }
    out.number("Size", object.size);
    if (with_owner) out.open("Owner").text("ID", owner).close();
    out.text("StorageClass", "STANDARD").close();
  }
  for (const std::string& prefix : listing.prefixes) out.open("CommonPrefixes").text("Prefix", spell(prefix)).close();
}

}  // namespace s3
