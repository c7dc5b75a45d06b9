#include "emulator/http/client.h"

#include <gtest/gtest.h>

#include "tests/emulator/http/wire.h"

namespace http {
namespace {

TEST(Fetch, SendsTheRequestAndReadsTheAnswer) {
  with_server(
      [](Request& request) {
        EXPECT_EQ(request.headers.get("X-One"), "1");
        EXPECT_TRUE(request.headers.get("Host").starts_with("127.0.0.1:"));
        Response response = echo(request);
        response.status = 202;
        response.headers.add("X-Two", "2");
        return response;
      },
      [](loop::Loop& loop, Server& server) {
        const auto response = fetch(loop, "127.0.0.1", server.port(), "POST", "/a?b", {{"X-One", "1"}}, "body", soon());
        EXPECT_EQ(response.status, 202);
        EXPECT_EQ(response.headers.get("x-two"), "2");
        EXPECT_EQ(response.body, "POST /a?b [body]");
      });
}

TEST(Fetch, ReadsEveryFramingAndHead) {
  with_server(
      [](Request& request) {
        const auto write = [](BodyWriter& out) {
          for (int i = 0; i < 1000; ++i) out.write("piece ");
        };
        if (request.path == "/chunked") return Response{.body = StreamBody{.write = write}};
        if (request.path == "/length") return Response{.body = StreamBody{.length = 6000, .write = write}};
        return Response{.status = 204};
      },
      [](loop::Loop& loop, Server& server) {
        const auto get = [&](const std::string& method, const std::string& path) {
          return fetch(loop, "localhost", server.port(), method, path, {}, "", soon());
        };
        EXPECT_EQ(get("GET", "/chunked").body.size(), 6000U);
        EXPECT_EQ(get("GET", "/length").body.size(), 6000U);
        EXPECT_EQ(get("GET", "/none").status, 204);
        const auto head = get("HEAD", "/length");
        EXPECT_EQ(head.body, "");
        EXPECT_EQ(head.headers.get("Content-Length"), "6000");
      });
}

std::string error_of(loop::Loop& loop, int port, loop::Deadline deadline, std::size_t max_body = 1000) {
  try {
    fetch(loop, "127.0.0.1", port, "GET", "/x", {}, "", deadline, max_body);
    return "none";
  } catch (const ClientError& error) {
    return error.what();
  }
}

TEST(Fetch, SaysWhatWentWrong) {
  with_server([](Request&) { return Response{.body = std::string(2000, 'x')}; },
              [](loop::Loop& loop, Server& server) {
                EXPECT_NE(error_of(loop, server.port(), soon()).find("larger than 1000 bytes"), std::string::npos);
                EXPECT_EQ(error_of(loop, server.port(), soon(), 2000), "none");
                int closed_port = 0;
                {
                  const Server gone(loop, {}, echo);
                  closed_port = gone.port();
                }
                const std::string refused = error_of(loop, closed_port, soon());
                EXPECT_NE(refused.find("GET http://127.0.0.1:" + std::to_string(closed_port) + "/x: cannot connect"),
                          std::string::npos)
                    << refused;
              });
}

TEST(Fetch, GivesUpAtItsDeadline) {
  loop::Loop loop({});
  loop.spawn("test", [&] {
    loop::Signal never(loop);
    Server server(loop, {}, [&](Request&) {
      never.wait();
      return Response{};
    });
    EXPECT_NE(error_of(loop, server.port(), loop::Deadline::real_in(std::chrono::milliseconds(5))), "none");
    loop.stop();
  });
  loop.run();
}

TEST(Query, IsDecodedPairByPair) {
  EXPECT_EQ(parse_query("a=1&b=&c&&d=x+y%20z%26&a=2"),
            (Query{{"a", "1"}, {"b", ""}, {"c", ""}, {"d", "x y z&"}, {"a", "2"}}));
  EXPECT_TRUE(parse_query("").empty());
  const Query query = parse_query("list-type=2&prefix=a%2Fb");
  EXPECT_EQ(*find_parameter(query, "prefix"), "a/b");
  EXPECT_EQ(find_parameter(query, "delimiter"), nullptr);
}

TEST(Headers, CompareWithoutRegardToCaseAndKeepTheirOrder) {
  Headers headers = {{"A", "1"}, {"b", "2"}, {"a", "3"}};
  EXPECT_EQ(*headers.find("a"), "1");
  EXPECT_EQ(headers.get("B"), "2");
  headers.set("a", "4");
  headers.add("c", "5");
  EXPECT_EQ(headers.all(), (std::vector<std::pair<std::string, std::string>>{{"b", "2"}, {"a", "4"}, {"c", "5"}}));
  headers.remove("A");
  EXPECT_EQ(headers.find("a"), nullptr);
}

}  // namespace
}  // namespace http
