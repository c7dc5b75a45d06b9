#include "emulator/template/load.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "emulator/template/document.h"
#include "emulator/template/order.h"
#include "emulator/template/parameters.h"
#include "emulator/template/readers.h"
#include "emulator/template/serverless.h"

namespace cfn {
namespace {

constexpr std::pair<std::string_view, void (*)(Reading&)> kReaders[] = {
    {"AWS::ApiGatewayV2::Api", read_api},
    {"AWS::ApiGatewayV2::Integration", read_api_integration},
    {"AWS::ApiGatewayV2::Route", read_api_route},
    {"AWS::ApiGatewayV2::Stage", read_api_stage},
    {"AWS::CloudWatch::Alarm", read_alarm},
    {"AWS::DynamoDB::Table", read_table},
    {"AWS::Events::Archive", read_event_archive},
    {"AWS::Events::EventBus", read_event_bus},
    {"AWS::Events::EventBusPolicy", read_event_bus_policy},
    {"AWS::Events::Rule", read_event_rule},
    {"AWS::IAM::Role", read_role},
    {"AWS::Lambda::EventInvokeConfig", read_invoke_config},
    {"AWS::Lambda::EventSourceMapping", read_event_source},
    {"AWS::Lambda::Function", read_function},
    {"AWS::Lambda::Permission", read_permission},
    {"AWS::Lambda::Url", read_function_url},
    {"AWS::Logs::LogGroup", read_log_group},
    {"AWS::S3::Bucket", read_bucket},
    {"AWS::S3::BucketPolicy", read_bucket_policy},
    {"AWS::SNS::Subscription", read_subscription},
    {"AWS::SNS::Topic", read_topic},
    {"AWS::SNS::TopicPolicy", read_topic_policy},
    {"AWS::SQS::Queue", read_queue},
    {"AWS::SQS::QueuePolicy", read_queue_policy},
    {"AWS::StepFunctions::StateMachine", read_state_machine},
};

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || std::filesystem::is_directory(path) || !(content << file.rdbuf())) return std::nullopt;
  return content.str();
}

std::optional<Template> read_template(const std::string& path, Problems& problems) {
  const std::optional<std::string> text = read_file(path);
  if (!text) {
    problems.add(Node{}, "cannot read this template; is the path right?");
    return std::nullopt;
  }
  const std::optional<Node> document = parse_document(*text, problems);
  if (!document) return std::nullopt;
  Template sections = read_sections(*document, problems);
  expand_serverless(sections, problems);
  return sections;
}

// Turns a template's resources into a stack, one after another in the order of creation.
class Builder {
 public:
  Builder(const Template& sections, Scope& scope, std::string directory, Problems& problems)
      : sections_(sections), scope_(scope), directory_(std::move(directory)), problems_(problems) {}

  Stack build(const Place& place) {
    stack_.name = place.stack_name;
    stack_.description = sections_.description;
    // Looked at even where nothing uses them, so that their mistakes are found.
    for (const auto& [name, definition] : sections_.conditions.members) scope_.holds(name, definition);
    resolve_all();
    read_in_order();
    for (const auto& [name, definition] : sections_.outputs.members) read_output(name, definition);
    return std::move(stack_);
  }

 private:
  void resolve_all() {
    for (const Resource& resource : sections_.resources) {
      if (!resource.condition.empty() && !scope_.holds(resource.condition, resource.at)) continue;
      if (!find_type(resource.type)) {
        if (!resource.type.empty()) {
          problems_.add(resource.at,
                        "the type " + resource.type + " is not supported; supported are " + supported_types());
        }
        continue;
      }
      scope_.take_references();
      resolved_[resource.id] = scope_.resolve(resource.properties);
      dependencies_[resource.id] = scope_.take_references();
      by_id_[resource.id] = &resource;
    }
    for (const auto& [id, resource] : by_id_) {
      for (const std::string& other : resource->depends_on) add_dependency(*resource, other);
    }
  }

  void add_dependency(const Resource& resource, const std::string& other) {
    if (by_id_.contains(other)) {
      dependencies_[resource.id].insert(other);
      return;
    }
    // What is not created because of its condition is not waited for.
    const auto written = std::ranges::find(sections_.resources, other, &Resource::id);
    if (written != sections_.resources.end()) return;
    problems_.add(resource.at, "DependsOn: there is no resource " + other);
  }

  void read_in_order() {
    std::vector<std::string> ids;
    for (const Resource& resource : sections_.resources) {
      if (by_id_.contains(resource.id)) ids.push_back(resource.id);
    }
    const Order order = order_by_dependencies(ids, dependencies_);
    for (std::vector<std::string> circle : order.circles) {
      circle.push_back(circle.front());
      problems_.add(by_id_.at(circle.front())->at,
                    "waits for itself: " + base::join(circle, " -> ") +
                        "; break the circle by writing one of the names or ARNs out with Fn::Sub");
    }
    for (const std::string& id : order.ids) {
      if (!resolved_.contains(id)) continue;  // reported already
      read(*by_id_.at(id), resolved_.at(id));
      stack_.creation_order.push_back(id);
    }
  }

  void read(const Resource& resource, const Node& properties) {
    const ResourceType* type = find_type(resource.type);
    Fields in(properties, problems_);
    Reading reading = {.in = in,
                       .origin = {resource.id, resource.at.line, resource.retain},
                       .name = scope_.find_name(resource).value_or(""),
                       .arn = scope_.arn(resource),
                       .ref = type->ref.empty() ? "" : scope_.resolve(resource.at.ref(resource.id)).text,
                       .id = scope_.local_id(resource, 32),
                       .directory = directory_,
                       .problems = problems_,
                       .stack = stack_};
    for (const auto& [name, read_it] : kReaders) {
      if (name == resource.type) return read_it(reading);
    }
  }

  void read_output(const std::string& name, const Node& definition) {
    if (const Node* condition = definition.find("Condition")) {
      if (!scope_.holds(condition->text, definition)) return;
    }
    const Node resolved = scope_.resolve(definition);
    Fields in(resolved, problems_);
    in.find("Condition");
    stack_.outputs.push_back({.name = name, .description = in.text("Description"), .value = in.require_text("Value")});
  }

  const Template& sections_;
  Scope& scope_;
  std::string directory_;
  Problems& problems_;
  std::map<std::string, const Resource*> by_id_ = {};
  std::map<std::string, Node> resolved_ = {};
  Dependencies dependencies_ = {};
  Stack stack_ = {};
};

// Local code and definitions as `sam package` leaves them: objects in S3.
void package(Resource& resource) {
  for (const auto& [name, bucket, key] :
       {std::tuple{"Code", "S3Bucket", "S3Key"}, {"DefinitionS3Location", "Bucket", "Key"}}) {
    const Node* local = resource.properties.find(name);
    if (!local || !local->is_scalar()) continue;
    resource.properties.set(name, local->map({{bucket, local->string("packaged")}, {key, *local}}));
  }
}

base::Json to_cloudformation(const Resource& resource) {
  base::Json result = {{"Type", resource.type}, {"Properties", to_json(resource.properties)}};
  if (!resource.condition.empty()) result.set("Condition", resource.condition);
  if (!resource.depends_on.empty()) {
    base::Json ids = base::Json::array();
    for (const std::string& id : resource.depends_on) ids.push_back(id);
    result.set("DependsOn", std::move(ids));
  }
  if (resource.retain) result.set("DeletionPolicy", "Retain");
  return result;
}

}  // namespace

Loaded load(const std::string& path, const std::map<std::string, std::string>& overrides, const Place& place) {
  Problems problems(path);
  const std::optional<Template> sections = read_template(path, problems);
  if (!sections) return {.problems = problems.sorted()};
  Scope scope(place, read_parameters(sections->parameters, overrides, problems),
              {.mappings = &sections->mappings, .conditions = &sections->conditions}, sections->resources, problems);
  Builder builder(*sections, scope, std::filesystem::path(path).parent_path().string(), problems);
  Stack stack = builder.build(place);
  return {.stack = std::move(stack), .problems = problems.sorted()};
}

base::Json expand(const std::string& path, std::vector<Problem>& found) {
  Problems problems(path);
  std::optional<Template> sections = read_template(path, problems);
  found = problems.sorted();
  if (!sections) return nullptr;
  base::Json resources = base::Json::object();
  for (Resource& resource : sections->resources) {
    package(resource);
    resources.set(resource.id, to_cloudformation(resource));
  }
  return {{"AWSTemplateFormatVersion", "2010-09-09"},
          {"Parameters", to_json(sections->parameters)},
          {"Conditions", to_json(sections->conditions)},
          {"Resources", std::move(resources)},
          {"Outputs", to_json(sections->outputs)}};
}

}  // namespace cfn
