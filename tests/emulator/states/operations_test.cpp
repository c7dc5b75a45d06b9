// The Step Functions API: requests in, answers out.

#include "emulator/states/operations.h"

#include "emulator/states/world.h"

namespace states {
namespace {

const std::string kMachine = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
const std::string kExecution = "arn:aws:states:us-east-1:000000000000:execution:m:run";
const std::string kPass = R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})";
const std::string kWait = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"End":true}}})";

std::string creation(const std::string& name, const std::string& definition, const Json& more = Json::object()) {
  Json request = {{"name", name}, {"definition", definition}, {"roleArn", "arn:aws:iam::000000000000:role/r"}};
  for (const auto& [member, value] : more.members()) request.set(member, value);
  return request.dump();
}
std::string start(const std::string& name, const std::string& input = "{}") {
  return Json{{"stateMachineArn", kMachine}, {"name", name}, {"input", input}}.dump();
}
std::string of_machine() { return Json{{"stateMachineArn", kMachine}}.dump(); }
std::string of_execution() { return Json{{"executionArn", kExecution}}.dump(); }

TEST(StatesApi, CreatesDescribesChangesAndDeletesAMachine) {
  with_states([](World& world) {
    const std::string request =
        creation("m", kPass, {{"type", "STANDARD"}, {"tags", Json::array({Json{{"key", "team"}, {"value", "x"}}})}});
    const std::string created = world.call("CreateStateMachine", request);
    EXPECT_EQ(created, R"({"stateMachineArn":")" + kMachine + R"(","creationDate":1.7e+09})");
    EXPECT_EQ(world.call("CreateStateMachine", request), created);  // the same again is the same
    EXPECT_EQ(world.call("CreateStateMachine", creation("m", kWait)),
              "StateMachineAlreadyExists: State Machine Already Exists: '" + kMachine + "'");
    const Json described = Json::parse(world.call("DescribeStateMachine", of_machine()));
    EXPECT_EQ(described.text("definition"), kPass);
    EXPECT_EQ(described.text("status") + " " + described.text("type"), "ACTIVE STANDARD");
    EXPECT_EQ(world.call("ListTagsForResource", Json{{"resourceArn", kMachine}}.dump()),
              R"({"tags":[{"key":"team","value":"x"}]})");
    EXPECT_EQ(world.call("TagResource",
                         R"({"resourceArn":")" + kMachine + R"(","tags":[{"key":"team","value":"y"},{"key":"a"}]})"),
              "{}");
    EXPECT_EQ(world.call("UntagResource", R"({"resourceArn":")" + kMachine + R"(","tagKeys":["a","none"]})"), "{}");
    EXPECT_EQ(world.call("ListTagsForResource", Json{{"resourceArn", kMachine}}.dump()),
              R"({"tags":[{"key":"team","value":"y"}]})");
    EXPECT_FALSE(described.contains("revisionId"));  // until it is changed
    EXPECT_EQ(world.call("UpdateStateMachine", of_machine()).substr(0, 25), "MissingRequiredParameter:");
    const Json updated = Json::parse(
        world.call("UpdateStateMachine", Json{{"stateMachineArn", kMachine}, {"definition", kWait}}.dump()));
    EXPECT_NE(updated.text("revisionId"), described.text("revisionId"));
    EXPECT_EQ(Json::parse(world.call("DescribeStateMachine", of_machine())).text("definition"), kWait);
    EXPECT_EQ(world.call("DeleteStateMachine", of_machine()), "{}");
    EXPECT_EQ(world.call("DeleteStateMachine", of_machine()), "{}");  // as on AWS
    EXPECT_EQ(world.call("DescribeStateMachine", of_machine()),
              "StateMachineDoesNotExist: State Machine Does Not Exist: '" + kMachine + "'");
  });
}

TEST(StatesApi, ListsMachinesPageByPage) {
  with_states([](World& world) {
    for (const char* name : {"c", "a", "b"}) world.call("CreateStateMachine", creation(name, kPass));
    const Json page = Json::parse(world.call("ListStateMachines", R"({"maxResults":2})"));
    EXPECT_EQ(page.at("stateMachines").size(), 2u);
    const Json rest = Json::parse(
        world.call("ListStateMachines", Json{{"maxResults", 2}, {"nextToken", page.text("nextToken")}}.dump()));
    EXPECT_EQ(rest.at("stateMachines").size(), 1u);
    EXPECT_FALSE(rest.contains("nextToken"));
  });
}

TEST(StatesApi, ShowsAnExecutionWhileItRunsAndAfter) {
  with_states([](World& world) {
    world.call("CreateStateMachine", creation("m", kWait));
    EXPECT_EQ(world.call("StartExecution", start("run", R"({"a":1})")),
              R"({"executionArn":")" + kExecution + R"(","startDate":1.7e+09})");
    Json shown = Json::parse(world.call("DescribeExecution", of_execution()));
    EXPECT_EQ(shown.text("status"), "RUNNING");
    EXPECT_EQ(shown.text("input"), R"({"a":1})");
    EXPECT_FALSE(shown.contains("stopDate") || shown.contains("output"));
    ASSERT_TRUE(world.loop.settle(loop::soon()));
    shown = Json::parse(world.call("DescribeExecution", of_execution()));
    EXPECT_EQ(shown.text("status") + " " + shown.text("output"), R"(SUCCEEDED {"a":1})");
    EXPECT_EQ(shown.at("stopDate").as_double(), 1700000060.0);
    const Json machine = Json::parse(world.call("DescribeStateMachineForExecution", of_execution()));
    EXPECT_EQ(machine.text("stateMachineArn") + machine.text("definition"), kMachine + kWait);
  });
}

TEST(StatesApi, PagesTheHistoryBothWays) {
  with_states([](World& world) {
    world.call("CreateStateMachine", creation("m", kWait));
    world.call("StartExecution", start("run", R"({"a":1})"));
    ASSERT_TRUE(world.loop.settle(loop::soon()));
    const auto ids = [&](bool reverse) {
      std::string all, token;
      do {
        Json request = {{"executionArn", kExecution}, {"maxResults", 2}, {"reverseOrder", reverse}};
        if (!token.empty()) request.set("nextToken", token);
        const Json page = Json::parse(world.call("GetExecutionHistory", request.dump()));
        for (const Json& event : page.at("events").elements()) all += std::to_string(event.at("id").as_int());
        token = page.text("nextToken");
        all += '|';
      } while (!token.empty());
      return all;
    };
    EXPECT_EQ(ids(false), "12|34|");
    EXPECT_EQ(ids(true), "43|21|");
    const std::string bare =
        world.call("GetExecutionHistory", Json{{"executionArn", kExecution}, {"includeExecutionData", false}}.dump());
    EXPECT_EQ(bare.find(R"({\"a\":1})"), std::string::npos) << bare;
    EXPECT_NE(bare.find("ExecutionSucceeded"), std::string::npos);
  });
}

TEST(StatesApi, ListsExecutionsNewestFirstAndByStatus) {
  with_states([](World& world) {
    world.call("CreateStateMachine", creation("m", kWait));
    for (const char* name : {"one", "two", "three"}) {
      world.call("StartExecution", start(name));
      ASSERT_TRUE(world.loop.advance_to(world.loop.now() + std::chrono::seconds(29), loop::soon()));
    }
    const auto names = [&](const Json& more) {
      Json request = {{"stateMachineArn", kMachine}};
      for (const auto& [name, value] : more.members()) request.set(name, value);
      std::string all;
      const Json answer = Json::parse(world.call("ListExecutions", request.dump()));
      for (const Json& execution : answer.at("executions").elements()) all += execution.text("name") + " ";
      return all + answer.text("nextToken");
    };
    EXPECT_EQ(names(Json::object()), "three two one ");
    EXPECT_EQ(names({{"statusFilter", "RUNNING"}}), "three two ");
    EXPECT_EQ(names({{"statusFilter", "SUCCEEDED"}}), "one ");
    EXPECT_EQ(names({{"maxResults", 2}}), "three two 2");
    EXPECT_EQ(names({{"maxResults", 2}, {"nextToken", "2"}}), "one ");
  });
}

TEST(StatesApi, StopsAnExecution) {
  with_states([](World& world) {
    world.call("CreateStateMachine", creation("m", kWait));
    world.call("StartExecution", start("run"));
    EXPECT_EQ(world.call("StopExecution",
                         Json{{"executionArn", kExecution}, {"error", "Enough"}, {"cause", "by hand"}}.dump()),
              R"({"stopDate":1.7e+09})");
    const Json shown = Json::parse(world.call("DescribeExecution", of_execution()));
    EXPECT_EQ(shown.text("status") + shown.text("error") + shown.text("cause"), "ABORTEDEnoughby hand");
  });
}

TEST(StatesApi, TakesAnswersToTokens) {
  with_states([](World& world) {
    std::string token;
    world.on("sqs:sendMessage", [&](const TaskRequest& request) -> TaskOutcome {
      token = request.token;
      return TaskResult{};
    });
    world.call("CreateStateMachine", creation("m", task_machine("sqs:sendMessage.waitForTaskToken")));
    for (const char* how : {"SendTaskSuccess", "SendTaskFailure"}) {
      world.call("StartExecution", start(how, R"({"id":1})"));
      ASSERT_TRUE(world.loop.settle(loop::soon()));
      EXPECT_EQ(world.call("SendTaskHeartbeat", Json{{"taskToken", token}}.dump()), "{}");
      EXPECT_EQ(world.call("SendTaskSuccess", Json{{"taskToken", token}, {"output", "{"}}.dump()).substr(0, 14),
                "InvalidOutput:");
      const Json answer = {{"taskToken", token}, {"output", "[1]"}, {"error", "E"}, {"cause", "C"}};
      Json request = {{"taskToken", token}};
      for (const char* member : {"output", "error", "cause"}) {
        if ((std::string_view(member) == "output") == (std::string_view(how) == "SendTaskSuccess"))
          request.set(member, answer.at(member));
      }
      EXPECT_EQ(world.call(how, request.dump()), "{}");
      EXPECT_EQ(world.call(how, request.dump()),
                "TaskTimedOut: Task Timed Out: 'Provided task does not exist anymore'");
    }
    const std::string prefix = "arn:aws:states:us-east-1:000000000000:execution:m:";
    EXPECT_EQ(world.outcome(prefix + "SendTaskSuccess"), "SUCCEEDED [1]");
    EXPECT_EQ(world.outcome(prefix + "SendTaskFailure"), "FAILED E: C");
    EXPECT_EQ(world.call("SendTaskHeartbeat", R"({"taskToken":"no"})"), "InvalidToken: Invalid Token: 'Invalid token'");
  });
}

TEST(StatesApi, ValidatesADefinition) {
  with_states([](World& world) {
    EXPECT_EQ(world.call("ValidateStateMachineDefinition", Json{{"definition", kPass}}.dump()),
              R"({"result":"OK","diagnostics":[],"truncated":false})");
    const Json answer =
        Json::parse(world.call("ValidateStateMachineDefinition", R"({"definition":"{\"StartAt\":\"A\"}"})"));
    EXPECT_EQ(answer.text("result"), "FAIL");
    EXPECT_FALSE(answer.at("diagnostics").empty());
  });
}

struct Refusal {
  std::string name = {}, operation = {}, request = {}, answer = {};  // how the answer begins
};

class StatesApiRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(StatesApiRefusal, SaysWhatIsWrong) {
  with_states([](World& world) {
    world.call("CreateStateMachine", creation("m", kPass));
    const std::string answer = world.call(GetParam().operation, GetParam().request);
    EXPECT_EQ(answer.substr(0, GetParam().answer.size()), GetParam().answer);
  });
}

INSTANTIATE_TEST_SUITE_P(
    Requests, StatesApiRefusal,
    testing::Values(
        Refusal{"no_name", "CreateStateMachine", Json{{"definition", kPass}, {"roleArn", "r"}}.dump(),
                "ValidationException: 1 validation error detected: Value null at 'name' failed to satisfy constraint: "
                "Member must not be null"},
        Refusal{"a_blank_in_a_name", "CreateStateMachine", creation("a b", kPass), "InvalidName: Invalid Name: 'a b'"},
        Refusal{"a_name_of_81", "CreateStateMachine", creation(std::string(81, 'n'), kPass), "InvalidName: "},
        Refusal{"a_definition_that_is_not_json", "CreateStateMachine", creation("n", "{"),
                "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: Definition must be a "
                "valid JSON"},
        Refusal{"a_definition_without_states", "CreateStateMachine", creation("n", "{}"),
                "InvalidDefinition: Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED"},
        Refusal{"an_express_machine", "CreateStateMachine", creation("n", kPass, {{"type", "EXPRESS"}}),
                "ValidationException: type must be STANDARD"},
        Refusal{"logging", "CreateStateMachine",
                creation("n", kPass, {{"loggingConfiguration", Json{{"level", "ALL"}}}}),
                "ValidationException: loggingConfiguration.level must be OFF"},
        Refusal{"a_field_that_is_not_supported", "CreateStateMachine",
                creation("n", kPass, {{"encryptionConfiguration", Json::object()}}),
                "ValidationException: encryptionConfiguration is not supported here"},
        Refusal{"an_input_that_is_not_json", "StartExecution", start("x", "{"),
                "InvalidExecutionInput: Invalid State Machine Execution Input: '"},
        Refusal{"an_input_that_is_too_large", "StartExecution", start("x", "\"" + std::string(262'144, 'x') + "\""),
                "InvalidExecutionInput: "},
        Refusal{"a_name_of_an_execution", "StartExecution", start("a/b"), "InvalidName: Invalid Name: 'a/b'"},
        Refusal{"no_such_machine", "StartExecution", Json{{"stateMachineArn", kMachine + "x"}}.dump(),
                "StateMachineDoesNotExist: State Machine Does Not Exist: '"},
        Refusal{"an_arn_that_is_none", "StartExecution", R"({"stateMachineArn":"m"})",
                "InvalidArn: Invalid Arn: 'Invalid ARN prefix: m'"},
        Refusal{"no_such_execution", "DescribeExecution", of_execution(),
                "ExecutionDoesNotExist: Execution Does Not Exist: '" + kExecution + "'"},
        Refusal{"a_status_that_is_none", "ListExecutions",
                Json{{"stateMachineArn", kMachine}, {"statusFilter", "DONE"}}.dump(),
                "ValidationException: 1 validation "},
        Refusal{"a_field_of_describe", "DescribeStateMachine",
                Json{{"stateMachineArn", kMachine}, {"includedData", "METADATA_ONLY"}}.dump(),
                "ValidationException: includedData is not supported here"},
        Refusal{"an_operation_that_is_none", "CreateActivity", "{}",
                "UnknownOperationException: Unknown operation: CreateActivity"}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace states
