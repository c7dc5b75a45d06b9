#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"

// Node: a value of a template that knows where it stands in the file, through expansion and resolution. What SAM makes
// of a function's `Events` still points at the line of the event.

namespace cfn {

struct Node {
  using Member = std::pair<std::string, Node>;
  // kUnknown stands for what could not be resolved: its problem is reported, and nothing about it is reported again.
  // kNoValue is what `Ref: AWS::NoValue` gives: the property is as if it had not been written.
  enum class Kind { kUnknown, kNoValue, kNull, kBool, kNumber, kString, kList, kMap };

  Kind kind = Kind::kNull;
  std::string text = {};  // a scalar as it was written: numbers keep their digits
  std::vector<Node> items = {};
  std::vector<Member> members = {};
  int line = 0;
  std::string path = {};  // "Resources.Lock.Properties.Timeout"

  bool is_scalar() const { return kind == Kind::kBool || kind == Kind::kNumber || kind == Kind::kString; }
  bool is_list() const { return kind == Kind::kList; }
  bool is_map() const { return kind == Kind::kMap; }
  bool is_unknown() const { return kind == Kind::kUnknown; }

  const Node* find(std::string_view name) const;  // a member; null where there is none, or where this is no map
  Node* find(std::string_view name);
  void set(std::string_view name, Node value);  // replaces or appends
  void erase(std::string_view name);
  std::string_view kind_name() const;  // for messages: "a list"

  // New nodes that stand where this one stands.
  Node string(std::string value) const;
  Node list(std::vector<Node> values = {}) const;
  Node map(std::vector<Member> values = {}) const;
  Node unknown() const;
  Node ref(std::string_view name) const;                                // {Ref: name}
  Node get_att(std::string_view id, std::string_view attribute) const;  // {Fn::GetAtt: [id, attribute]}
  Node sub(std::string_view text) const;                                // {Fn::Sub: text}
};

// Functions and all, as JSON would hold it.
base::Json to_json(const Node& node);

}  // namespace cfn
