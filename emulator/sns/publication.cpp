#include "emulator/sns/publication.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/sns/errors.h"

namespace sns {
namespace publication_detail {

using base::Json;

constexpr std::size_t kMostBytes = 262'144;
constexpr std::size_t kLongestSubject = 100;

MessageAttributes parse_attributes(const protocol::Fields& in) {
  MessageAttributes result;
  const auto all = in.find_fields("MessageAttributes");
  if (!all) return result;
  for (const auto& [name, json] : all->json().members()) {
    const protocol::Fields value = all->fields(name);
    MessageAttribute attribute{.type = value.string("DataType")};
    const bool binary = attribute.type == "Binary" || attribute.type.starts_with("Binary.");
    const std::string_view kind = std::string_view(attribute.type).substr(0, attribute.type.find('.'));
    if (kind != "String" && kind != "Number" && kind != "Binary") {
      throw named("InvalidParameterValueException", "ParameterValueInvalid",
                  fmt::format("The message attribute '{}' has an invalid message attribute type, the set of supported "
                              "type prefixes is Binary, Number, and String.",
                              name));
    }
    attribute.value = value.string_or(binary ? "BinaryValue" : "StringValue", "");
    const bool good = binary ? base::from_base64(attribute.value).has_value() : base::is_valid_utf8(attribute.value);
    if (attribute.value.empty() || !good) {
      throw named("InvalidParameterValueException", "ParameterValueInvalid",
                  fmt::format("The message attribute '{}' must contain non-empty message attribute value for message "
                              "attribute type '{}'.",
                              name, attribute.type));
    }
    result[name] = std::move(attribute);
  }
  return result;
}

void check_subject(std::string_view subject) {
  const bool plain = std::ranges::all_of(subject, [](char c) { return static_cast<unsigned char>(c) >= 0x20; });
  if (subject.empty() || !base::is_valid_utf8(subject) || base::count_code_points(subject) > kLongestSubject ||
      !plain) {
    throw invalid_parameter("Subject");
  }
}

Json parse_structure(const std::string& message) {
  auto structure = Json::try_parse(message);
  if (!structure || !structure->is_object()) {
    throw invalid_parameter("Message Structure - JSON message body failed to parse");
  }
  for (const auto& [protocol, text] : structure->members()) {
    if (!text.is_string()) throw invalid_parameter("Message Structure - the entry of " + protocol + " is not a string");
  }
  if (!structure->contains("default")) {
    throw invalid_parameter("Message Structure - No default entry in JSON message body");
  }
  return std::move(*structure);
}

}  // namespace publication_detail

using namespace publication_detail;

const std::string& Publication::message_for(std::string_view protocol) const {
  if (by_protocol.is_null()) return message;
  const Json* own = by_protocol.find(protocol);
  return own ? own->as_string() : by_protocol.at("default").as_string();
}

std::size_t size_of(const Publication& publication) {
  std::size_t size = publication.message.size();
  for (const auto& [name, attribute] : publication.attributes) {
    size += name.size() + attribute.type.size() + attribute.value.size();
  }
  return size;
}

Publication parse_publication(const protocol::Fields& in) {
  Publication publication{.message = in.string("Message"), .attributes = parse_attributes(in)};
  if (publication.message.empty()) throw invalid_parameter("Empty message");
  if (!base::is_valid_utf8(publication.message)) throw invalid_parameter("Message is not valid UTF-8");
  if (size_of(publication) > kMostBytes) throw invalid_parameter("Message too long");
  if (const auto subject = in.find_string("Subject")) {
    check_subject(*subject);
    publication.subject = *subject;
  }
  if (const auto structure = in.find_string("MessageStructure"); structure && !structure->empty()) {
    if (*structure != "json") throw invalid_parameter("MessageStructure: must be json");
    publication.by_protocol = parse_structure(publication.message);
  }
  return publication;
}

}  // namespace sns
