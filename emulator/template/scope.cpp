#include "emulator/template/scope.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/template/fields.h"

namespace cfn {
namespace {

// The id that AWS would draw at random: of the names instead, so that an address is the same at every boot.
std::string made_id(const Place& place, const Resource& resource) {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string id = base::sha256(place.account + "/" + place.region + "/" + place.stack_name + "/" + resource.id);
  for (char& byte : id) byte = kAlphabet[static_cast<unsigned char>(byte) % kAlphabet.size()];
  return id;
}

}  // namespace

Scope::Scope(Place place, std::map<std::string, Node> parameters, Sections sections,
             const std::vector<Resource>& resources, Problems& problems)
    : place_(std::move(place)), parameters_(std::move(parameters)), sections_(sections), problems_(problems) {
  for (const Resource& resource : resources) resources_[resource.id] = &resource;
}

Node Scope::resolve(const Node& node) {
  if (node.is_list()) {
    Node result = node.list();
    for (const Node& item : node.items) {
      Node value = resolve(item);
      if (value.kind != Node::Kind::kNoValue) result.items.push_back(std::move(value));
    }
    return result;
  }
  if (!node.is_map()) return node;
  for (const auto& [name, argument] : node.members) {
    if (!name.starts_with("Fn::") && !(name == "Ref" && node.members.size() == 1)) continue;
    if (node.members.size() == 1) return call(node, name, argument);
    return fail(argument, name + " must stand alone in its map");
  }
  Node result = node.map();
  for (const auto& [name, member] : node.members) {
    Node value = resolve(member);
    if (value.kind != Node::Kind::kNoValue) result.members.emplace_back(name, std::move(value));
  }
  return result;
}

bool Scope::holds(std::string_view condition, const Node& where) {
  if (const auto known = known_conditions_.find(condition); known != known_conditions_.end()) return known->second;
  const Node* definition = sections_.conditions ? sections_.conditions->find(condition) : nullptr;
  const std::string name(condition);
  if (!definition) {
    problems_.add(where, "there is no condition " + name + " under Conditions");
    return known_conditions_[name] = false;
  }
  if (!open_conditions_.insert(name).second) {
    problems_.add(where, "the condition " + name + " depends on itself");
    return false;
  }
  const bool value = evaluate(*definition);
  open_conditions_.erase(name);
  return known_conditions_[name] = value;
}

bool Scope::evaluate(const Node& condition) {
  if (condition.is_unknown()) return false;
  if (!condition.is_map() || condition.members.size() != 1) {
    problems_.add(condition, "must be one of Fn::Equals, Fn::Not, Fn::And, Fn::Or and Condition");
    return false;
  }
  const auto& [name, argument] = condition.members.front();
  if (name == "Condition") {
    const auto other = find_scalar(argument, problems_);
    return other && holds(*other, argument);
  }
  if (name == "Fn::Equals") {
    const auto sides = arguments(condition, argument, 2, "two values");
    return sides && to_json((*sides)[0]) == to_json((*sides)[1]);
  }
  const bool is_not = name == "Fn::Not";
  if (!is_not && name != "Fn::And" && name != "Fn::Or") {
    problems_.add(condition, name +
                                 " is not supported; supported in a condition are Fn::Equals, Fn::Not, Fn::And, Fn::Or "
                                 "and Condition");
    return false;
  }
  const std::size_t size = argument.items.size();
  if (!argument.is_list() || (is_not ? size != 1 : size < 2 || size > 10)) {
    problems_.add(argument, name + " needs a list of " + (is_not ? "one condition" : "2 to 10 conditions"));
    return false;
  }
  // Every operand is looked at, so that the mistakes of all are found.
  const auto holding = std::ranges::count_if(argument.items, [&](const Node& operand) { return evaluate(operand); });
  if (is_not) return holding == 0;
  return name == "Fn::Or" ? holding > 0 : static_cast<std::size_t>(holding) == size;
}

std::optional<std::string> Scope::find_name(const Resource& resource) {
  if (const auto known = names_.find(resource.id); known != names_.end()) return known->second;
  // A circle of names is a circle of references too, which is reported with all its members.
  if (!open_names_.insert(resource.id).second) return std::nullopt;
  const ResourceType* type = find_type(resource.type);
  const Node* property = type ? resource.properties.find(type->name_property) : nullptr;
  std::optional<std::string> name = place_.stack_name + "-" + resource.id;
  if (resource.type == "AWS::S3::Bucket") name = base::to_lower(*name);
  if (const Node* fifo = resource.properties.find("FifoQueue"); fifo && resolve(*fifo).text == "true") *name += ".fifo";
  if (property) {
    const std::set<std::string> outer = references_;
    const Node value = resolve(*property);
    references_ = outer;
    if (value.kind != Node::Kind::kNoValue) {
      name = value.is_unknown() ? std::nullopt : find_scalar(value, problems_);
    }
  }
  open_names_.erase(resource.id);
  return names_[resource.id] = name;
}

std::optional<std::string> Scope::fill(const Resource& resource, std::string_view pattern) {
  const std::optional<std::string> name = find_name(resource);
  if (!name) return std::nullopt;
  std::string path = "/";  // of a role
  if (const Node* own = resource.properties.find("Path")) path = resolve(*own).text;
  std::string bus;  // of a rule: by name or ARN; the default one is not named
  if (const Node* own = resource.properties.find("EventBusName")) bus = resolve(*own).text;
  bus = bus.substr(bus.rfind('/') + 1);
  if (bus == "default") bus.clear();
  std::string value(pattern);
  for (const auto& [variable, replacement] : {std::pair<std::string_view, std::string>{"{partition}", "aws"},
                                              {"{region}", place_.region},
                                              {"{account}", place_.account},
                                              {"{endpoint}", place_.endpoint},
                                              {"{path}", path},
                                              {"{bus/}", bus.empty() ? "" : bus + "/"},
                                              {"{bus|}", bus.empty() ? "" : bus + "|"},
                                              {"{id7}", local_id(resource, 7)},
                                              {"{id10}", local_id(resource, 10)},
                                              {"{id32}", local_id(resource, 32)},
                                              {"{name}", *name}}) {
    value = base::replace_all(value, variable, replacement);
  }
  return value;
}

std::string Scope::arn(const Resource& resource) {
  const ResourceType* type = find_type(resource.type);
  if (!type) return "";
  for (const Attribute& attribute : type->attributes) {
    if (attribute.name == "Arn" || attribute.name == "TopicArn") return fill(resource, attribute.pattern).value_or("");
  }
  return "";
}

std::set<std::string> Scope::take_references() { return std::exchange(references_, {}); }

const Resource* Scope::find_resource(const Node& where, std::string_view id) {
  const auto found = resources_.find(std::string(id));
  if (found == resources_.end()) return nullptr;
  const Resource& resource = *found->second;
  if (!resource.condition.empty() && !holds(resource.condition, resource.at)) {
    problems_.add(where, "refers to " + resource.id + ", which is not created because its condition " +
                             resource.condition + " does not hold");
    return nullptr;
  }
  references_.insert(resource.id);
  return &resource;
}

std::string Scope::local_id(const Resource& resource, std::size_t characters) const {
  return made_id(place_, resource).substr(0, characters);
}

Node Scope::fail(const Node& where, std::string message) {
  problems_.add(where, std::move(message));
  return where.unknown();
}

Node Scope::named_value(const Node& where, std::string_view name) {
  if (const auto parameter = parameters_.find(std::string(name)); parameter != parameters_.end()) {
    // The value stands where it is used, so that a message about it points there.
    Node value = parameter->second;
    value.line = where.line;
    value.path = where.path;
    return value;
  }
  if (name == "AWS::AccountId") return where.string(place_.account);
  if (name == "AWS::Region") return where.string(place_.region);
  if (name == "AWS::Partition") return where.string("aws");
  if (name == "AWS::URLSuffix") return where.string("amazonaws.com");
  if (name == "AWS::StackName") return where.string(place_.stack_name);
  if (name == "AWS::StackId") {
    return where.string("arn:aws:cloudformation:" + place_.region + ":" + place_.account + ":stack/" +
                        place_.stack_name + "/" + place_.stack_name);
  }
  if (name == "AWS::NoValue") {
    Node none = where.unknown();
    none.kind = Node::Kind::kNoValue;
    return none;
  }
  if (name.starts_with("AWS::")) {
    return fail(where,
                "the pseudo parameter " + std::string(name) +
                    " is not supported; supported are AWS::AccountId, AWS::NoValue, AWS::Partition, AWS::Region, "
                    "AWS::StackId, AWS::StackName and AWS::URLSuffix");
  }
  if (!resources_.contains(std::string(name))) {
    return fail(where, "there is no parameter and no resource " + std::string(name));
  }
  const Resource* resource = find_resource(where, name);
  if (!resource) return where.unknown();
  const ResourceType* type = find_type(resource->type);
  if (!type) return where.unknown();  // the type is reported where the resource stands
  if (type->ref.empty()) return fail(where, "Ref of an " + resource->type + " is not supported");
  const auto value = fill(*resource, type->ref);
  return value ? where.string(*value) : where.unknown();
}

Node Scope::attribute_value(const Node& where, std::string_view id, std::string_view attribute) {
  if (!resources_.contains(std::string(id))) return fail(where, "there is no resource " + std::string(id));
  const Resource* resource = find_resource(where, id);
  const ResourceType* type = resource ? find_type(resource->type) : nullptr;
  if (!type) return where.unknown();
  std::vector<std::string> supported;
  for (const Attribute& known : type->attributes) {
    if (known.name == attribute) {
      const auto value = fill(*resource, known.pattern);
      return value ? where.string(*value) : where.unknown();
    }
    supported.emplace_back(known.name);
  }
  return fail(where, "the attribute " + std::string(attribute) + " of an " + resource->type +
                         " is not supported; supported here: " + (supported.empty() ? "none" : list_of(supported)));
}

}  // namespace cfn
