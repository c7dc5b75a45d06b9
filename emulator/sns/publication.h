#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"
#include "emulator/protocol/fields.h"

namespace sns {

struct MessageAttribute {
  std::string type = {};   // "String", "String.Array", "Number", "Binary"
  std::string value = {};  // of Binary: base64
};
using MessageAttributes = std::map<std::string, MessageAttribute, std::less<>>;

// What somebody published to a topic.
struct Publication {
  std::string id = {};
  std::string topic_arn = {};
  std::string message = {};
  base::Json by_protocol = {};  // MessageStructure "json": the text for each protocol, and "default"; or null
  std::string subject = {};
  MessageAttributes attributes = {};
  base::TimePoint published = {};
  const std::string& message_for(std::string_view protocol) const;
};

// Message, Subject, MessageStructure and MessageAttributes of Publish, or of one entry of PublishBatch. Throws what SNS
// refuses of them.
Publication parse_publication(const protocol::Fields& in);

// Message, names, types and values: what the limit of 256 KiB counts. (SNS quotas)
std::size_t size_of(const Publication& publication);

}  // namespace sns
