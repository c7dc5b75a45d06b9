#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <stdexcept>

#include "emulator/http/client.h"
#include "tests/emulator/http/wire.h"

// What a connection does with one request after another.

namespace http {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
Response hello(Request&) { return {.headers = {{"Content-Type", "text/plain"}}, .body = "hello"}; }

TEST(Connection, StaysForTheNextRequest) {
  with_server(echo, [](loop::Loop& loop, Server& server) {
    Wire wire(loop, server.port());
    for (int i = 0; i < 3; ++i) {
      const std::string path = "/" + std::to_string(i);
      wire.send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi");
      const std::string response = wire.read_until("[hi]");
      EXPECT_EQ(body_of(response), "POST " + path + " [hi]");
      EXPECT_FALSE(has_field(response, "Connection: close"));
    }
  });
}

TEST(Connection, AnswersPipelinedRequestsInTheirOrder) {
  const std::string response =
      answer_to(echo,
                "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                "POST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ndef\r\n0\r\n\r\n"
                "GET /3 HTTP/1.1\r\nHost: x\r\n\r\n");
  const auto first = response.find("POST /1 [abc]"), second = response.find("POST /2 [def]"),
             third = response.find("GET /3 []");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_NE(third, std::string::npos);
}

TEST(Connection, UnderstandsASlowClientThatSendsByteByByte) {
  with_server(echo, [](loop::Loop& loop, Server& server) {
    Wire wire(loop, server.port());
    const std::string bytes =
        "POST /slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\nA: b\r\n\r\n";
    for (const char byte : bytes) {
      wire.send({&byte, 1});
      for (int i = 0; i < 4; ++i) loop.yield();
    }
    EXPECT_EQ(body_of(wire.read_until("]")), "POST /slow [hello!]");
  });
}

TEST(Connection, OneThatIsSlowHoldsUpNoOther) {
  with_server(echo, [](loop::Loop& loop, Server& server) {
    Wire slow(loop, server.port()), quick(loop, server.port());
    slow.send("GET /slow HTT");
    quick.send("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(body_of(quick.read_until("]")), "GET /quick []");
    slow.send("P/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(body_of(slow.read_until("]")), "GET /slow []");
  });
}

struct Closing {
  std::string name;
  std::string bytes;
  bool closes = false;
  std::string field = {};
};
void PrintTo(const Closing& tested, std::ostream* out) { *out << tested.name; }
class Persistence : public testing::TestWithParam<Closing> {};

TEST_P(Persistence, IsAsTheRequestAsks) {  // RFC 9112 §9.3
  with_server(hello, [](loop::Loop& loop, Server& server) {
    Wire wire(loop, server.port());
    wire.send(GetParam().bytes);
    const std::string response = wire.read_until("hello");
    EXPECT_EQ(has_field(response, "Connection: close"), GetParam().closes);
    if (!GetParam().field.empty()) {
      EXPECT_TRUE(has_field(response, GetParam().field)) << response;
    }
    if (GetParam().closes) {
      EXPECT_TRUE(wire.closed());
    } else {
      wire.send(kGet);
      EXPECT_EQ(status_of(wire.read_until("hello")), 200);
    }
  });
}

INSTANTIATE_TEST_SUITE_P(
    Connection, Persistence,
    testing::Values(Closing{"version_1_1", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", false},
                    Closing{"version_1_1_close", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", true},
                    Closing{"close_in_a_list", "GET / HTTP/1.1\r\nHost: x\r\nConnection: foo, Close\r\n\r\n", true},
                    Closing{"version_1_0", "GET / HTTP/1.0\r\n\r\n", true},
                    Closing{"version_1_0_keep_alive", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", false,
                            "Connection: keep-alive"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Connection, ClosesWhenTheHandlerSaysSo) {
  const auto response = answer_to([](Request&) { return Response{.body = "bye", .close = true}; }, kGet + kGet);
  EXPECT_TRUE(has_field(response, "Connection: close"));
  EXPECT_EQ(body_of(response), "bye");
}

TEST(Connection, ReadsOverABodyThatTheHandlerLeft) {
  const auto response = answer_to(
      hello, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc" +
                 std::string("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n") +
                 "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  std::size_t answers = 0;
  for (auto at = response.find("200 OK"); at != std::string::npos; at = response.find("200 OK", at + 1)) ++answers;
  EXPECT_EQ(answers, 3U);
}

TEST(Connection, ClosesInsteadOfReadingOverALargeBody) {
  with_server(hello, [](loop::Loop& loop, Server& server) {
    Wire wire(loop, server.port());
    wire.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\nabc");
    const std::string response = wire.read_until("hello");
    EXPECT_TRUE(has_field(response, "Connection: close"));
    wire.finish_sending();
    EXPECT_TRUE(wire.closed());
    EXPECT_FALSE(wire.reset());
  });
}

// --- Expect: 100-continue (RFC 9110 §10.1.1)

const std::string kExpecting = "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";

TEST(Connection, SaysContinueWhenTheHandlerFirstReadsTheBody) {
  with_server(echo, [](loop::Loop& loop, Server& server) {
    Wire wire(loop, server.port());
    wire.send(kExpecting);
    EXPECT_EQ(wire.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    wire.send("hello");
    EXPECT_EQ(body_of(wire.read_until("]")), "PUT / [hello]");
    wire.send(kGet);  // the connection is as good as before
    EXPECT_EQ(status_of(wire.read_until("]")), 200);
  });
}

// botocore takes an answer without one for the end of the connection's use, and hangs in its next request.
TEST(Connection, SaysContinueForAnEmptyBodyToo) {
  with_server(echo, [](loop::Loop& loop, Server& server) {
    Wire wire(loop, server.port());
    wire.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(wire.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_EQ(body_of(wire.read_until("]")), "PUT / []");
    wire.send(kGet);
    EXPECT_EQ(status_of(wire.read_until("]")), 200);
  });
}

TEST(Connection, DoesNotSayContinueWhenTheHandlerAnswersWithoutTheBody) {
  with_server([](Request&) { return Response{.status = 403, .body = "no"}; },
              [](loop::Loop& loop, Server& server) {
                Wire wire(loop, server.port());
                wire.send(kExpecting);
                const std::string response = wire.read_until("no");
                EXPECT_EQ(status_of(response), 403);
                EXPECT_TRUE(has_field(response, "Connection: close"));  // a body may follow or not
                wire.finish_sending();
                EXPECT_TRUE(wire.closed());
              });
}

TEST(Connection, DoesNotSayContinueWhenTheBodyIsThereAlready) {
  const auto response = answer_to(echo, kExpecting + "hello");
  EXPECT_EQ(status_of(response), 200);
  EXPECT_EQ(body_of(response), "PUT / [hello]");
}

// --- Time and size

TEST(Connection, AnswersAHeaderThatDoesNotComeInTime) {
  with_server(echo,
              [](loop::Loop& loop, Server& server) {
                Wire wire(loop, server.port());
                wire.send("GET / HT");
                EXPECT_EQ(status_of(wire.read_to_end()), 408);
              },
              {.header_timeout = std::chrono::milliseconds(5)});
}

TEST(Connection, ClosesSilentlyWhenNoRequestComes) {
  with_server(echo,
              [](loop::Loop& loop, Server& server) {
                Wire wire(loop, server.port());
                EXPECT_EQ(wire.read_to_end(), "");
                EXPECT_TRUE(wire.closed());
              },
              {.idle_timeout = std::chrono::milliseconds(5)});
}

TEST(Connection, AnswersABodyThatStops) {
  with_server(echo,
              [](loop::Loop& loop, Server& server) {
                Wire wire(loop, server.port());
                wire.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel");
                EXPECT_EQ(status_of(wire.read_to_end()), 408);
              },
              {.idle_timeout = std::chrono::milliseconds(5)});
}

TEST(Connection, TellsTheHandlerWhenThePeerBreaksOffInTheMiddleOfABody) {
  bool told = false;
  with_server(
      [&](Request& request) {
        try {
          return echo(request);
        } catch (const BodyError&) {
          told = true;
          throw;
        }
      },
      [](loop::Loop& loop, Server& server) {
        Wire wire(loop, server.port());
        wire.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel");
        wire.finish_sending();
        EXPECT_EQ(wire.read_to_end(), "");
      });
  EXPECT_TRUE(told);
}

TEST(Connection, AnswersABodyBeyondTheHandlersLimit) {
  const auto limited = [](Request& request) { return Response{.body = request.body->read_all(4)}; };
  const std::string head = "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: ";
  EXPECT_EQ(body_of(answer_to(limited, head + "4\r\n\r\nfour")), "four");
  EXPECT_EQ(status_of(answer_to(limited, head + "5\r\n\r\nfive!")), 413);
}

TEST(Connection, CarriesLargeBodiesBothWays) {
  const std::string large(3'000'000, 'x');
  with_server(
      [&](Request& request) { return Response{.body = request.body->read_all(10'000'000)}; },
      [&](loop::Loop& loop, Server& server) {
        Wire wire(loop, server.port());
        loop::Fiber sender = loop.spawn("sender", [&] {
          wire.send("PUT / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3000000\r\n\r\n" + large);
        });
        EXPECT_TRUE(sender.join(soon()));
        EXPECT_TRUE(body_of(wire.read_to_end()) == large);
      });
}

TEST(Connection, AnExceptionOutOfTheHandlerIsABugAndAnswers500) {
  testing::internal::CaptureStderr();
  const auto response = answer_to([](Request&) -> Response { throw std::runtime_error("secret detail"); }, kGet);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("answering GET / failed: secret detail"), std::string::npos);
  EXPECT_EQ(status_of(response), 500);
  EXPECT_EQ(response.find("secret"), std::string::npos);
}

// --- The server's own life

TEST(Server, DrainWaitsForAnswersAndTakesNoNewConnections) {
  loop::Signal* go = nullptr;
  with_server(
      [&](Request&) {
        go->wait();
        return Response{.body = "answered"};
      },
      [&](loop::Loop& loop, Server& server) {
        loop::Signal signal(loop);
        go = &signal;
        Wire idle(loop, server.port()), busy(loop, server.port());
        busy.send(kGet);
        while (signal.waiting() == 0) loop.yield();
        server.drain(loop::Deadline::real_in(std::chrono::milliseconds(1)));
        EXPECT_TRUE(idle.closed());
        EXPECT_THROW(fetch(loop, "127.0.0.1", server.port(), "GET", "/", {}, "", soon()), ClientError);
        signal.notify_all();
        server.drain(soon());
        const std::string response = busy.read_to_end();
        EXPECT_EQ(body_of(response), "answered");
        EXPECT_TRUE(has_field(response, "Connection: close"));
      });
}

TEST(Server, GoingAwayBreaksItsConnectionsOff) {
  bool cancelled = false;
  loop::Loop loop({});
  loop.spawn("test", [&] {
    loop::Signal never(loop);
    auto server = std::make_unique<Server>(loop, Server::Options{}, [&](Request&) -> Response {
      try {
        never.wait();
      } catch (const loop::Cancelled&) {
        cancelled = true;
        throw;
      }
      return {};
    });
    Wire idle(loop, server->port()), busy(loop, server->port());
    busy.send(kGet);
    while (never.waiting() == 0) loop.yield();
    server.reset();
    EXPECT_TRUE(cancelled);
    EXPECT_TRUE(idle.closed());
    EXPECT_TRUE(busy.closed());
    loop.stop();
  });
  loop.run();
}

TEST(Server, MayOutliveTheLoopsRun) {
  loop::Loop loop({});
  Server server(loop, {}, hello);
  loop.spawn("test", [&] {
    Wire wire(loop, server.port());
    wire.send(kGet);
    EXPECT_EQ(status_of(wire.read_until("hello")), 200);
    loop.stop();
  });
  loop.run();
}

TEST(Server, MayBeMadeWithoutTheLoopEverRunning) {
  loop::Loop loop({});
  const Server server(loop, {}, hello);
  EXPECT_GT(server.port(), 0);
}

TEST(Server, SaysWhyItCannotListen) {
  with_server(hello, [](loop::Loop& loop, Server& server) {
    const auto error_of = [&](const Server::Options& options) {
      try {
        Server second(loop, options, hello);
        return std::error_code();
      } catch (const std::system_error& error) {
        return error.code();
      }
    };
    EXPECT_EQ(error_of({.port = server.port()}), std::errc::address_in_use);
    EXPECT_EQ(error_of({.address = "192.0.2.1"}), std::errc::address_not_available);
    EXPECT_EQ(error_of({.address = "no address"}), std::errc::invalid_argument);
  });
}

}  // namespace
}  // namespace http
