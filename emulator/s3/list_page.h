#pragma once

#include <string>
#include <string_view>

#include "emulator/s3/bucket.h"
#include "emulator/s3/objects.h"
#include "emulator/s3/request.h"
#include "emulator/s3/xml.h"

namespace s3 {

// What both versions of ListObjects read and write alike.
class ListPage {
 public:
  static constexpr std::size_t kMostKeys = 1000;
  ListPage(const Request& request, std::string after);  // throws invalid_argument()

  std::string spell(std::string_view text) const;  // as encoding-type asks
  // MaxKeys, Delimiter, EncodingType, IsTruncated, Contents and CommonPrefixes.
  void write(xml::Writer& out, const Bucket& bucket, const Listing& listing, bool with_owner) const;

  ListQuery query = {};

 private:
  bool url_ = false;
};

}  // namespace s3
