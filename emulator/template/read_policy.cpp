#include "emulator/template/readers.h"

namespace cfn {
namespace {

// Source: IAM User Guide, JSON policy element reference.
Statement read_statement(Fields& in, Problems& problems) {
  Statement statement = {.sid = in.text("Sid"), .line = in.node().line};
  in.require("Effect");
  statement.allow = in.one_of("Effect", {"Allow", "Deny"}, "Deny") == "Allow";
  in.require("Action");
  statement.actions = in.texts("Action");
  statement.resources = in.texts("Resource");
  statement.condition = in.json("Condition");
  if (const Node* principal = in.find("Principal")) {
    statement.principal = to_json(*principal);
    if (!principal->is_map() && principal->text != "*") problems.add(*principal, "must be a map, or '*'");
  }
  for (const std::string& action : statement.actions) {
    if (action != "*" && action.find(':') == std::string::npos) {
      problems.add(*in.find("Action"), "'" + action + "' is no action; s3:GetObject is one");
    }
  }
  return statement;
}

// What is said of a statement at its own line.
void say(Reading& reading, const Node& document, const Statement& statement, std::string sentence) {
  reading.problems.add({reading.problems.file(), statement.line, document.path, std::move(sentence)});
}

void read_resource_policy(Reading& reading, std::string_view targets, std::vector<ResourcePolicy>& policies) {
  reading.in.require(targets);
  ResourcePolicy policy = {.origin = reading.origin, .targets = reading.in.texts(targets)};
  if (const Node* document = reading.in.require("PolicyDocument")) {
    policy.policy = read_policy(*document, "", reading.problems);
  }
  policies.push_back(std::move(policy));
}

}  // namespace

Policy read_policy(const Node& document, std::string name, Problems& problems) {
  Policy policy = {.name = std::move(name), .document = to_json(document)};
  Fields in(document, problems);
  in.one_of("Version", {"2012-10-17", "2008-10-17"}, "");
  in.text("Id");
  const Node* statements = in.require("Statement");
  if (statements && statements->is_map()) {  // a single one may stand without its list
    Fields statement(*statements, problems);
    policy.statements.push_back(read_statement(statement, problems));
  } else {
    in.objects("Statement",
               [&](Fields& statement) { policy.statements.push_back(read_statement(statement, problems)); });
  }
  return policy;
}

void read_role(Reading& reading) {
  Fields& in = reading.in;
  Role role = {.origin = reading.origin, .name = reading.name, .arn = reading.arn};
  in.find("RoleName");
  role.path = in.text("Path", "/");
  role.description = in.text("Description");
  if (const Node* trust = in.require("AssumeRolePolicyDocument"))
    role.trust = read_policy(*trust, "", reading.problems);
  in.objects("Policies", [&](Fields& policy) {
    const std::string name = policy.require_text("PolicyName");
    const Node* document = policy.require("PolicyDocument");
    if (!document) return;
    role.policies.push_back(read_policy(*document, name, reading.problems));
    for (const Statement& statement : role.policies.back().statements) {
      if (statement.resources.empty()) say(reading, *document, statement, "the statement needs Resource");
      if (!statement.condition.is_null())
        say(reading, *document, statement, "the statement has a Condition; those of roles are not judged here");
    }
  });
  role.managed_policy_arns = in.texts("ManagedPolicyArns");
  role.tags = read_tags(in);
  reading.stack.roles.push_back(std::move(role));
}

// Who may do what is judged by the callers' own policies. What a queue's or a topic's own allows adds nothing where all
// belong to one account; what it denies would have to be enforced.
void read_allowing_policy(Reading& reading, std::string_view targets, std::vector<ResourcePolicy>& policies) {
  read_resource_policy(reading, targets, policies);
  const Node* document = reading.in.find("PolicyDocument");
  for (const Statement& statement : policies.back().policy.statements) {
    if (statement.allow) continue;
    say(reading, *document, statement,
        "the statement denies; policies of queues and topics are not enforced here, so only those that "
        "allow are taken");
  }
}
void read_queue_policy(Reading& reading) { read_allowing_policy(reading, "Queues", reading.stack.queue_policies); }
void read_topic_policy(Reading& reading) { read_allowing_policy(reading, "Topics", reading.stack.topic_policies); }
void read_bucket_policy(Reading& reading) { read_resource_policy(reading, "Bucket", reading.stack.bucket_policies); }

}  // namespace cfn
