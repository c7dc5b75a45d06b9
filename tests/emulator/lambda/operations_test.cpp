// The Lambda API: requests in, answers out.

#include "emulator/lambda/operations.h"

#include "base/json.h"
#include "base/text.h"
#include "emulator/lambda/world.h"
#include "emulator/lambda/zip.h"
#include "support/in_memory.h"

namespace lambda_service {
namespace {

using base::Json;
using support::Answer;

struct Api : World {
  using World::World;
  protocol::RestJsonEndpoint endpoint{"lambda", functions,
                                      std::span<const RestOperation<Functions>* const>(kOperations)};

  Answer send(std::string method, std::string path, std::string_view body = {}, http::Headers headers = {},
              std::string query = {}) {
    return support::send(endpoint,
                         {.method = std::move(method),
                          .target = path,
                          .path = path,
                          .query = std::move(query),
                          .headers = std::move(headers)},
                         body, loop.now());
  }
  Json creation(const std::string& name, std::string_view body) const {
    const std::string zip = make_zip({{"bootstrap", std::string(kRuntime) + std::string(body), 0755}});
    return {{"FunctionName", name},
            {"Runtime", "provided.al2023"},
            {"Role", "arn:aws:iam::000000000000:role/r"},
            {"Handler", "bootstrap"},
            {"Code", Json{{"ZipFile", base::to_base64(zip)}}}};
  }
  Answer create(const std::string& name, std::string_view body = kTellPid) {
    return send("POST", "/2015-03-31/functions", creation(name, body).dump());
  }
  Answer invoke(const std::string& name, std::string_view event, http::Headers headers = {}) {
    return send("POST", "/2015-03-31/functions/" + name + "/invocations", event, std::move(headers));
  }
};

void with_api(const std::function<void(Api&)>& body) {
  loop::on_loop([&](loop::Loop& loop) {
    Api api(loop);
    body(api);
  });
}

constexpr std::string_view kEcho = R"py(
while True:
  request, event = take()
  say('saw', event.decode())
  reply(request, event)
)py";

TEST(LambdaApi, CreatesAFunctionFromAZipAndInvokesIt) {
  with_api([](Api& api) {
    const Answer created = api.create("echo", kEcho);
    EXPECT_EQ(created.status, 201) << created.text;
    const Json shown = created.json();
    EXPECT_EQ(shown.text("FunctionArn"), "arn:aws:lambda:us-east-1:000000000000:function:echo");
    EXPECT_EQ(shown.text("State"), "Active");
    EXPECT_EQ(shown.at("MemorySize").as_int(), 128);
    EXPECT_EQ(shown.at("Timeout").as_int(), 3);

    const Answer answer = api.invoke("echo", R"({"day":1})", {{"X-Amz-Log-Type", "Tail"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.text, R"({"day":1})");
    EXPECT_EQ(answer.headers.get("X-Amz-Executed-Version"), "$LATEST");
    EXPECT_FALSE(answer.headers.find("X-Amz-Function-Error"));
    const auto tail = base::from_base64(answer.headers.get("X-Amz-Log-Result"));
    ASSERT_TRUE(tail);
    EXPECT_NE(tail->find("saw {\"day\":1}\n"), std::string::npos) << *tail;
    EXPECT_FALSE(api.invoke("echo", "{}").headers.find("X-Amz-Log-Result"));
  });
}

TEST(LambdaApi, InvokesWithoutWaitingAndWithoutRunning) {
  with_api([](Api& api) {
    api.create("echo", kEcho);
    const Answer dry = api.invoke("echo", "{}", {{"X-Amz-Invocation-Type", "DryRun"}});
    EXPECT_EQ(dry.status, 204);
    EXPECT_TRUE(api.functions.pids().empty());
    const Answer event = api.invoke("echo", R"("later")", {{"X-Amz-Invocation-Type", "Event"}});
    EXPECT_EQ(event.status, 202);
    EXPECT_EQ(event.text, "");
    api.await_line(R"(saw "later")");
  });
}

TEST(LambdaApi, TellsAHandlersErrorInAHeader) {
  with_api([](Api& api) {
    api.create("f", R"py(
request, event = take()
reply(request, b'{"errorType": "Oops", "errorMessage": "no"}', 'error')
take())py");
    const Answer answer = api.invoke("f", "{}");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.get("X-Amz-Function-Error"), "Unhandled");
    EXPECT_EQ(answer.json().text("errorType"), "Oops");
  });
}

TEST(LambdaApi, ShowsAFunctionAndItsConcurrency) {
  with_api([](Api& api) {
    api.create("f");
    const std::string path = "/2015-03-31/functions/f";
    const Json got = api.send("GET", path).json();
    EXPECT_EQ(got.at("Configuration").dump(), api.send("GET", path + "/configuration").text);
    EXPECT_FALSE(got.contains("Concurrency"));
    const std::string concurrency = "/2017-10-31/functions/f/concurrency";
    EXPECT_EQ(api.send("PUT", concurrency, R"({"ReservedConcurrentExecutions":5})").text,
              R"({"ReservedConcurrentExecutions":5})");
    EXPECT_EQ(api.send("GET", "/2019-09-30/functions/f/concurrency").text, R"({"ReservedConcurrentExecutions":5})");
    EXPECT_EQ(api.send("GET", path).json().at("Concurrency").dump(), R"({"ReservedConcurrentExecutions":5})");
    EXPECT_EQ(api.send("DELETE", concurrency).status, 204);
    EXPECT_EQ(api.send("GET", "/2019-09-30/functions/f/concurrency").text, "{}");
    EXPECT_EQ(
        api.send("GET", "/2017-03-31/tags/" + base::percent_encode("arn:aws:lambda:us-east-1:000000000000:function:f"))
            .text,
        R"({"Tags":{}})");
  });
}

TEST(LambdaApi, ChangesConfigurationAndCode) {
  with_api([](Api& api) {
    api.create("f", kEcho);
    EXPECT_EQ(api.invoke("f", "1").text, "1");
    const Answer changed = api.send("PUT", "/2015-03-31/functions/f/configuration",
                                    R"({"Timeout":9,"MemorySize":256,"Environment":{"Variables":{"A":"b"}}})");
    EXPECT_EQ(changed.status, 200) << changed.text;
    EXPECT_EQ(changed.json().at("Timeout").as_int(), 9);
    EXPECT_EQ(changed.json().at("Environment").dump(), R"({"Variables":{"A":"b"}})");
    const std::string zip = make_zip({{"bootstrap", std::string(kRuntime) + R"py(
while True:
  request, event = take()
  reply(request, os.environ['A'].encode())
)py",
                                       0755}});
    const Answer code = api.send("PUT", "/2015-03-31/functions/f/code", Json{{"ZipFile", base::to_base64(zip)}}.dump());
    EXPECT_EQ(code.status, 200) << code.text;
    EXPECT_NE(code.json().text("CodeSha256"), changed.json().text("CodeSha256"));
    EXPECT_EQ(api.invoke("f", "1").text, "b");
    EXPECT_EQ(api.send("DELETE", "/2015-03-31/functions/f").status, 204);
    EXPECT_EQ(api.send("GET", "/2015-03-31/functions/f").status, 404);
    EXPECT_TRUE(api.functions.pids().empty());
  });
}

TEST(LambdaApi, ListsFunctionsPageByPage) {
  with_api([](Api& api) {
    for (const char* name : {"c", "a", "b"}) api.create(name);
    std::string names, marker;
    do {
      const Json page =
          api.send("GET", "/2015-03-31/functions", {}, {}, "MaxItems=2" + (marker.empty() ? "" : "&Marker=" + marker))
              .json();
      for (const Json& function : page.at("Functions").elements()) names += function.text("FunctionName");
      marker = page.text("NextMarker");
      names += ' ';
    } while (!marker.empty());
    EXPECT_EQ(names, "ab c ");
  });
}

struct Refusal {
  std::string name = {}, method = {}, path = {}, body = {};
  int status = 400;
  std::string error = {}, message = {};
  http::Headers headers = {};
};

class LambdaApiRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(LambdaApiRefusal, HasStatusTypeAndSentence) {
  with_api([](Api& api) {
    api.create("f");
    const Refusal& row = GetParam();
    // "create {…}": a creation that is right, and this besides.
    std::string body = row.body;
    if (body.starts_with("create ")) {
      Json creation = api.creation("g", kTellPid);
      const Json besides = Json::parse(body.substr(7));
      for (const auto& [name, value] : besides.members()) creation.set(name, value);
      body = creation.dump();
    }
    const Answer answer = api.send(row.method, row.path, body, row.headers);
    EXPECT_EQ(answer.status, row.status) << answer.text;
    EXPECT_EQ(answer.headers.get("x-amzn-ErrorType"), row.error);
    const Json said = answer.json();
    EXPECT_TRUE(said.text("Message").starts_with(row.message)) << answer.text;
    EXPECT_EQ(said.text("Type"), "User");
  });
}

INSTANTIATE_TEST_SUITE_P(
    Requests, LambdaApiRefusal,
    testing::Values(
        Refusal{"no_such_function", "GET", "/2015-03-31/functions/none", "", 404, "ResourceNotFoundException",
                "Function not found: arn:aws:lambda:us-east-1:000000000000:function:none"},
        Refusal{"no_such_qualifier", "POST", "/2015-03-31/functions/f:prod/invocations", "{}", 404,
                "ResourceNotFoundException",
                "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:prod"},
        Refusal{"a_name_that_is_none", "GET", "/2015-03-31/functions/a%20b", "", 400, "ValidationException",
                "1 validation error detected: Value 'a b' at 'functionName'"},
        Refusal{"an_event_that_is_not_json", "POST", "/2015-03-31/functions/f/invocations", "{", 400,
                "InvalidRequestContentException", "Could not parse request body into json"},
        Refusal{"an_event_that_is_too_large", "POST", "/2015-03-31/functions/f/invocations",
                "\"" + std::string(6'291'456, 'x') + "\"", 413, "RequestTooLargeException",
                "Request must be smaller than 6291456 bytes for the Invoke operation"},
        Refusal{"an_asynchronous_event_that_is_too_large",
                "POST",
                "/2015-03-31/functions/f/invocations",
                "\"" + std::string(1'048'576, 'x') + "\"",
                413,
                "RequestTooLargeException",
                "Request must be smaller than 1048576 bytes for the Invoke operation",
                {{"X-Amz-Invocation-Type", "Event"}}},
        Refusal{"an_invocation_type_that_is_none",
                "POST",
                "/2015-03-31/functions/f/invocations",
                "{}",
                400,
                "InvalidParameterValueException",
                "X-Amz-Invocation-Type is 'Now'",
                {{"X-Amz-Invocation-Type", "Now"}}},
        Refusal{"the_same_name_again", "POST", "/2015-03-31/functions", R"(create {"FunctionName": "f"})", 409,
                "ResourceConflictException", "Function already exist: f"},
        Refusal{"a_runtime_that_is_not_custom", "POST", "/2015-03-31/functions", R"(create {"Runtime": "python3.12"})",
                400, "InvalidParameterValueException", "Runtime is python3.12"},
        Refusal{"an_image", "POST", "/2015-03-31/functions", R"(create {"PackageType": "Image"})", 400,
                "InvalidParameterValueException", "PackageType must be Zip"},
        Refusal{"another_machine", "POST", "/2015-03-31/functions", R"(create {"Architectures": ["arm64"]})", 400,
                "InvalidParameterValueException", "Architectures must be x86_64"},
        Refusal{"a_version", "POST", "/2015-03-31/functions", R"(create {"Publish": true})", 400,
                "InvalidParameterValueException", "Publish must be false"},
        Refusal{"too_little_memory", "POST", "/2015-03-31/functions", R"(create {"MemorySize": 64})", 400,
                "InvalidParameterValueException", "MemorySize is 64"},
        Refusal{"more_memory_than_an_integer_holds", "POST", "/2015-03-31/functions",
                R"(create {"MemorySize": 4294967424})", 400, "InvalidParameterValueException",
                "MemorySize is 4294967424: out of range"},
        Refusal{"too_much_time", "POST", "/2015-03-31/functions", R"(create {"Timeout": 901})", 400,
                "InvalidParameterValueException", "Timeout is 901"},
        Refusal{"a_field_that_is_not_supported", "POST", "/2015-03-31/functions", R"(create {"VpcConfig": {}})", 400,
                "InvalidParameterValueException", "VpcConfig is not supported here"},
        Refusal{"code_that_is_nowhere", "POST", "/2015-03-31/functions", R"(create {"Code": {}})", 400,
                "InvalidParameterValueException", "Please provide a source for function code"},
        Refusal{"code_that_is_no_object", "POST", "/2015-03-31/functions",
                R"(create {"Code": {"S3Bucket": "b", "S3Key": "k"}})", 400, "InvalidParameterValueException",
                "Error occurred while GetObject. S3 Error Code: NoSuchKey"},
        Refusal{"code_in_an_image", "POST", "/2015-03-31/functions", R"(create {"Code": {"ImageUri": "i"}})", 400,
                "InvalidParameterValueException", "ImageUri is not supported here"},
        Refusal{"a_url_that_is_not_there", "GET", "/2021-10-31/functions/f/url", "", 404, "ResourceNotFoundException",
                "The resource you requested does not exist"},
        Refusal{"a_policy_that_is_not_there", "GET", "/2015-03-31/functions/f/policy", "", 404,
                "ResourceNotFoundException", "The resource you requested does not exist"},
        Refusal{"a_url_of_another_kind", "POST", "/2021-10-31/functions/f/url", R"({"AuthType": "SOME"})", 400,
                "InvalidParameterValueException", "AuthType is 'SOME'; it must be AWS_IAM or NONE"},
        Refusal{"code_that_is_no_zip", "POST", "/2015-03-31/functions", R"(create {"Code": {"ZipFile": "aGVsbG8="}})",
                400, "InvalidParameterValueException", "Could not unzip uploaded file"},
        Refusal{"a_field_of_the_wrong_kind", "POST", "/2015-03-31/functions", R"(create {"Role": 1})", 400,
                "SerializationException", "Role: number cannot be read as"},
        Refusal{"a_negative_concurrency", "PUT", "/2017-10-31/functions/f/concurrency",
                R"({"ReservedConcurrentExecutions":-1})", 400, "InvalidParameterValueException",
                "ReservedConcurrentExecutions must be"},
        Refusal{"an_operation_that_is_none", "PATCH", "/2015-03-31/functions/f", "", 405, "MethodNotAllowedException",
                "The method is not allowed"}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace lambda_service
