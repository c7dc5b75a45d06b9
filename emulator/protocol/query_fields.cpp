#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "emulator/protocol/query.h"

// A form's names are paths: "MessageAttribute.1.Value.StringValue". They are read into a tree first, and the table says
// then which of its branches are lists and maps.

namespace protocol {
namespace query_fields_detail {

using base::Json;
using Kind = QueryShape::Kind;

constexpr std::size_t kDeepest = 8;

struct Node {
  std::optional<std::string> text = {};
  std::vector<std::pair<std::string, Node>> children = {};
  const Node* find(std::string_view name) const {
    const auto found =
        std::ranges::find(children, name, [](const auto& child) { return std::string_view(child.first); });
    return found == children.end() ? nullptr : &found->second;
  }
};

Fault malformed(std::string_view name) {
  return Fault("MalformedQueryString", 400, fmt::format("The parameter {} is malformed.", name));
}

// Lists are long and come in order, so the child is mostly the last one.
Node& child_of(Node& node, std::string_view name) {
  for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) {
    if (child->first == name) return child->second;
  }
  return node.children.emplace_back(std::string(name), Node{}).second;
}

Node read_tree(const http::Query& form) {
  Node root;
  for (const auto& [name, value] : form) {
    const auto parts = base::split(name, '.');
    if (parts.size() > kDeepest) throw malformed(name);
    Node* node = &root;
    for (const std::string_view part : parts) node = &child_of(*node, part);
    if (node->text) throw malformed(name);
    node->text = value;
  }
  return root;
}

class Reader {
 public:
  Reader(std::span<const QueryShape> shapes, std::string_view operation) : shapes_(shapes), operation_(operation) {}

  Json structure(const Node& node) const {
    Json object = Json::object();
    for (const auto& [name, child] : node.children) {
      const QueryShape* shape = find(name);
      object.set(shape ? shape->member : std::string_view(name),
                 shape ? shaped(*shape, name, child) : plain(name, child));
    }
    return object;
  }

 private:
  const QueryShape* find(std::string_view wire_name) const {
    for (const QueryShape& shape : shapes_) {
      const bool flat = shape.kind == Kind::kFlatList || shape.kind == Kind::kFlatMap;
      if (shape.only_in_answers || shape.kind == Kind::kTimestamp || (flat ? shape.element : shape.member) != wire_name)
        continue;
      if (shape.operation.empty() || shape.operation == operation_) return &shape;
    }
    return nullptr;
  }

  Json plain(std::string_view name, const Node& node) const {
    if (node.children.empty()) return *node.text;
    if (node.text) throw malformed(name);
    return structure(node);
  }

  // The elements by number: 1, 2, 10. Gaps do not matter.
  static std::vector<const Node*> numbered(std::string_view name, const Node& node) {
    std::map<std::int64_t, const Node*> result;
    for (const auto& [number, child] : node.children) {
      const auto index = base::parse_int(number);
      if (!index || *index < 0 || !result.emplace(*index, &child).second)
        throw malformed(fmt::format("{}.{}", name, number));
    }
    std::vector<const Node*> in_order;
    for (const auto& [index, child] : result) in_order.push_back(child);
    return in_order;
  }

  Json shaped(const QueryShape& shape, std::string_view name, const Node& node) const {
    const Node* list = &node;
    const bool is_map = shape.kind == Kind::kFlatMap || shape.kind == Kind::kEntryMap;
    if (shape.kind == Kind::kMemberList || shape.kind == Kind::kEntryMap) {
      list = node.find(is_map ? "entry" : "member");
      if (!list && (!node.children.empty() || !node.text.value_or("").empty())) throw malformed(name);
      // "TagKeys=" is the empty list.
      if (!list) return is_map ? Json::object() : Json::array();
    }
    return is_map ? map(shape, name, *list) : elements(name, *list);
  }

  Json elements(std::string_view name, const Node& node) const {
    Json array = Json::array();
    // A list of one may go without its number: AttributeName=All.
    if (node.text && node.children.empty()) {
      if (!node.text->empty()) array.push_back(*node.text);
      return array;
    }
    for (const Node* element : numbered(name, node)) array.push_back(plain(name, *element));
    return array;
  }

  Json map(const QueryShape& shape, std::string_view name, const Node& node) const {
    Json object = Json::object();
    const auto add = [&](const Node& entry) {
      const Node* key = entry.find(shape.key);
      const Node* value = entry.find(shape.value);
      if (!key || !key->text || !value) throw malformed(name);
      object.set(*key->text, plain(name, *value));
    };
    if (node.find(shape.key)) {  // one without its number: Attribute.Name=…&Attribute.Value=…
      add(node);
      return object;
    }
    for (const Node* entry : numbered(name, node)) add(*entry);
    return object;
  }

  std::span<const QueryShape> shapes_;
  std::string_view operation_;
};

}  // namespace query_fields_detail

base::Json parse_query_fields(const http::Query& form, std::span<const QueryShape> shapes, std::string_view operation) {
  using namespace query_fields_detail;
  return Reader(shapes, operation).structure(read_tree(form));
}

}  // namespace protocol
