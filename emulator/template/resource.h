#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/template/node.h"

namespace cfn {

// One entry under Resources, its functions not yet resolved.
struct Resource {
  std::string id = {};
  std::string type = {};
  Node at = {};          // where it stands: a map without members
  Node properties = {};  // a map
  std::string condition = {};
  std::vector<std::string> depends_on = {};
  bool retain = false;  // DeletionPolicy: Retain
};

// What a type gives to others. The patterns hold {name} (the physical name), {partition}, {region}, {account},
// {endpoint}, {path}, {id10} (local_id() of so many characters) and, of a rule on another than the default bus, {bus/}
// and {bus|}; an ARN is known before its resource exists, so no order of creation is needed to resolve anything.
struct Attribute {
  std::string_view name = {};
  std::string_view pattern = {};
};

struct ResourceType {
  std::string_view type = {};
  std::string_view name_property = {};  // empty where the type has no name of its own
  std::string_view ref = {};            // what Ref gives; empty where it gives nothing
  std::vector<Attribute> attributes = {};
};

const ResourceType* find_type(std::string_view type);  // null: not supported
std::string supported_types();                         // for messages, SAM's types too

}  // namespace cfn
