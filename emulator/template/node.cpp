#include "emulator/template/node.h"

#include <algorithm>

namespace cfn {
namespace {

Node at(const Node& where, Node::Kind kind) {
  Node made;
  made.kind = kind;
  made.line = where.line;
  made.path = where.path;
  return made;
}

template <typename Self>
auto find_member(Self& self, std::string_view name) -> decltype(&self) {
  const auto found = std::find_if(self.members.begin(), self.members.end(),
                                  [&](const Node::Member& member) { return member.first == name; });
  return found == self.members.end() ? nullptr : &found->second;
}

}  // namespace

const Node* Node::find(std::string_view name) const { return find_member(*this, name); }
Node* Node::find(std::string_view name) { return find_member(*this, name); }

void Node::set(std::string_view name, Node value) {
  if (Node* member = find(name)) {
    *member = std::move(value);
  } else {
    members.emplace_back(std::string(name), std::move(value));
  }
}

void Node::erase(std::string_view name) {
  std::erase_if(members, [&](const Member& member) { return member.first == name; });
}

std::string_view Node::kind_name() const {
  switch (kind) {
    case Kind::kUnknown:
      return "something unknown";
    case Kind::kNoValue:
      return "AWS::NoValue";
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "a boolean";
    case Kind::kNumber:
      return "a number";
    case Kind::kString:
      return "a string";
    case Kind::kList:
      return "a list";
    case Kind::kMap:
      return "a map";
  }
  return "";
}

Node Node::string(std::string value) const {
  Node made = at(*this, Kind::kString);
  made.text = std::move(value);
  return made;
}

Node Node::list(std::vector<Node> values) const {
  Node made = at(*this, Kind::kList);
  made.items = std::move(values);
  return made;
}

Node Node::map(std::vector<Member> values) const {
  Node made = at(*this, Kind::kMap);
  made.members = std::move(values);
  return made;
}

Node Node::unknown() const { return at(*this, Kind::kUnknown); }

Node Node::ref(std::string_view name) const { return map({{"Ref", string(std::string(name))}}); }

Node Node::get_att(std::string_view id, std::string_view attribute) const {
  return map({{"Fn::GetAtt", list({string(std::string(id)), string(std::string(attribute))})}});
}

Node Node::sub(std::string_view text_) const { return map({{"Fn::Sub", string(std::string(text_))}}); }

base::Json to_json(const Node& node) {
  switch (node.kind) {
    case Node::Kind::kUnknown:
    case Node::Kind::kNoValue:
    case Node::Kind::kNull:
      return nullptr;
    case Node::Kind::kBool:
      return node.text == "true";
    case Node::Kind::kNumber:
      return base::Json::try_parse(node.text).value_or(base::Json(node.text));
    case Node::Kind::kString:
      return node.text;
    case Node::Kind::kList: {
      base::Json array = base::Json::array();
      for (const Node& item : node.items) array.push_back(to_json(item));
      return array;
    }
    case Node::Kind::kMap: {
      base::Json object = base::Json::object();
      for (const auto& [name, value] : node.members) object.set(name, to_json(value));
      return object;
    }
  }
  return nullptr;
}

}  // namespace cfn
