#include "base/check.h"
#include "base/text.h"
#include "base/time.h"
#include "emulator/protocol/query.h"

namespace protocol {
namespace query_xml_detail {

using base::Json;
using Kind = QueryShape::Kind;

class Writer {
 public:
  Writer(std::span<const QueryShape> shapes, std::string_view operation) : shapes_(shapes), operation_(operation) {}

  void members(const Json& object) {
    for (const auto& [name, value] : object.members()) member(name, value);
  }
  std::string text = {};

 private:
  const QueryShape* find(std::string_view member) const {
    for (const QueryShape& shape : shapes_) {
      if (shape.member == member && (shape.operation.empty() || shape.operation == operation_)) return &shape;
    }
    return nullptr;
  }

  template <class Inside>
  void element(std::string_view name, const Inside& inside) {
    text.append("<").append(name).append(">");
    inside();
    text.append("</").append(name).append(">");
  }

  void content(const Json& value) {
    CHECK(!value.is_array());
    if (value.is_object()) {
      members(value);
    } else {
      text += value.is_string() ? base::escape_xml(value.as_string()) : value.dump();
    }
  }

  void entry(const QueryShape& shape, std::string_view key, const Json& value) {
    element(shape.key, [&] { text += base::escape_xml(key); });
    element(shape.value, [&] { content(value); });
  }

  void member(std::string_view name, const Json& value) {
    if (value.is_null()) return;
    const QueryShape* shape = value.is_array() || value.is_object() || value.is_number() ? find(name) : nullptr;
    if (!shape) {
      element(name, [&] { content(value); });
      return;
    }
    switch (shape->kind) {
      case Kind::kFlatList:
        for (const Json& each : value.elements()) element(shape->element, [&] { content(each); });
        return;
      case Kind::kTimestamp:
        element(name, [&] { text += base::format_iso8601(base::from_epoch_seconds(value.as_double())); });
        return;
      case Kind::kMemberList:
        element(name, [&] {
          for (const Json& each : value.elements()) element("member", [&] { content(each); });
        });
        return;
      case Kind::kFlatMap:
        for (const auto& [key, each] : value.members())
          element(shape->element, [&, &k = key, &e = each] { entry(*shape, k, e); });
        return;
      case Kind::kEntryMap:
        element(name, [&] {
          for (const auto& [key, each] : value.members())
            element("entry", [&, &k = key, &e = each] { entry(*shape, k, e); });
        });
        return;
    }
  }

  std::span<const QueryShape> shapes_;
  std::string_view operation_;
};

}  // namespace query_xml_detail

std::string query_xml(const base::Json& answer, std::span<const QueryShape> shapes, std::string_view operation) {
  query_xml_detail::Writer writer(shapes, operation);
  writer.members(answer);
  return std::move(writer.text);
}

}  // namespace protocol
