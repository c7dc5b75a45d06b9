#include "emulator/sqs/message.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/sqs/errors.h"

namespace sqs {
namespace message_detail {

using base::Json;

constexpr std::size_t kMostAttributes = 10;

bool is_valid_text(std::string_view text) {
  // What UTF-8 leaves of XML's forbidden characters: controls, U+FFFE and U+FFFF.
  const bool control = std::ranges::any_of(
      text, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r'; });
  return !control && text.find("\xEF\xBF\xBE") == std::string_view::npos &&
         text.find("\xEF\xBF\xBF") == std::string_view::npos && base::is_valid_utf8(text);
}

MessageAttribute read_attribute(const protocol::Fields& in, std::string_view name) {
  for (const char* list : {"StringListValues", "BinaryListValues", "StringListValue", "BinaryListValue"}) {
    if (const Json* found = in.find(list); found && !found->empty()) {
      throw unsupported_operation("Message attribute list values in SendMessage operation are not supported.");
    }
  }
  MessageAttribute attribute{.type = in.string("DataType")};
  const std::string_view kind = std::string_view(attribute.type).substr(0, attribute.type.find('.'));
  if (kind != "String" && kind != "Number" && kind != "Binary") {
    throw invalid_parameter_value(
        fmt::format("The type of message (user) attribute '{}' is invalid. You must use only the following supported "
                    "type prefixes: "
                    "Binary, Number, String.",
                    name));
  }
  if (attribute.is_binary()) {
    const auto bytes = base::from_base64(in.string_or("BinaryValue", ""));
    if (!bytes) throw invalid_parameter_value(fmt::format("The value of message attribute '{}' is not base64.", name));
    attribute.value = *bytes;
  } else {
    attribute.value = in.string_or("StringValue", "");
    if (!attribute.value.empty() && !is_valid_text(attribute.value)) {
      throw invalid_parameter_value(invalid_message_contents().message);
    }
  }
  if (attribute.value.empty()) {
    throw invalid_parameter_value(fmt::format(
        "Message (user) attribute '{}' must contain a non-empty value of type '{}'.", name, attribute.type));
  }
  return attribute;
}

void check_name(std::string_view name) {
  const bool good = !name.empty() && name.size() <= 256 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  });
  const std::string lower = base::to_lower(name);
  if (!good || lower.starts_with("aws.") || lower.starts_with("amazon.") || name.starts_with('.') ||
      name.ends_with('.') || name.find("..") != std::string_view::npos) {
    throw invalid_parameter_value(fmt::format("Message (user) attribute name '{}' is invalid.", name));
  }
}

void append_block(std::string& bytes, std::string_view block) {
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(block.size() >> shift & 255);
  bytes += block;
}

}  // namespace message_detail

using namespace message_detail;

MessageAttributes parse_message_attributes(const protocol::Fields& in, std::string_view field) {
  MessageAttributes result;
  const auto all = in.find_fields(field);
  if (!all) return result;
  for (const auto& [name, value] : all->json().members()) {
    check_name(name);
    result[name] = read_attribute(all->fields(name), name);
  }
  if (result.size() > kMostAttributes) {
    throw invalid_parameter_value(fmt::format("Number of message attributes [{}] exceeds the allowed maximum [{}].",
                                              result.size(), kMostAttributes));
  }
  return result;
}

Json describe(const MessageAttribute& attribute) {
  if (attribute.is_binary()) {
    return {{"BinaryValue", base::to_base64(attribute.value)}, {"DataType", attribute.type}};
  }
  return {{"StringValue", attribute.value}, {"DataType", attribute.type}};
}

void check_body(std::string_view body) {
  if (body.empty()) throw missing_field("MessageBody");
  if (!is_valid_text(body)) throw invalid_message_contents();
}

std::size_t size_of(const Message& message) {
  std::size_t size = message.body.size();
  for (const auto& [name, attribute] : message.attributes)
    size += name.size() + attribute.type.size() + attribute.value.size();
  return size;
}

std::string md5_of(std::string_view body) { return base::to_hex(base::md5(body)); }

std::string md5_of(const MessageAttributes& attributes) {
  if (attributes.empty()) return {};
  std::string bytes;
  for (const auto& [name, attribute] : attributes) {
    append_block(bytes, name);
    append_block(bytes, attribute.type);
    bytes += attribute.is_binary() ? '\2' : '\1';
    append_block(bytes, attribute.value);
  }
  return base::to_hex(base::md5(bytes));
}

std::string md5_of_system_attributes(const Message& message) {
  if (message.trace_header.empty()) return {};
  return md5_of(MessageAttributes{{"AWSTraceHeader", {.type = "String", .value = message.trace_header}}});
}

std::string sequence_number(std::uint64_t sequence) {
  constexpr std::uint64_t kFirst = 49'496'460'467'696'128;  // 17 digits, so that none has a row of zeros
  return fmt::format("188{:017}", kFirst + sequence * 256);
}

std::string encode(const Message& message) {
  Json record = {{"id", message.id}, {"body", message.body}, {"sender", message.sender}};
  if (!message.trace_header.empty()) record.set("trace", message.trace_header);
  if (!message.dead_letter_source.empty()) record.set("from", message.dead_letter_source);
  if (!message.group.empty()) record.set("group", message.group);
  if (!message.deduplication.empty()) record.set("deduplication", message.deduplication);
  if (!message.attributes.empty()) {
    Json attributes = Json::object();
    for (const auto& [name, attribute] : message.attributes) attributes.set(name, describe(attribute));
    record.set("attributes", std::move(attributes));
  }
  return record.dump();
}

Message decode_message(std::string_view record) {
  const Json j = Json::parse(record);
  Message message{.id = j.at("id").as_string(),
                  .body = j.at("body").as_string(),
                  .sender = j.text("sender"),
                  .trace_header = j.text("trace"),
                  .dead_letter_source = j.text("from"),
                  .group = j.text("group"),
                  .deduplication = j.text("deduplication")};
  if (const Json* attributes = j.find("attributes")) {
    for (const auto& [name, value] : attributes->members()) {
      MessageAttribute attribute{.type = value.text("DataType")};
      attribute.value =
          attribute.is_binary() ? base::from_base64(value.text("BinaryValue")).value_or("") : value.text("StringValue");
      message.attributes.emplace(name, std::move(attribute));
    }
  }
  return message;
}

}  // namespace sqs
