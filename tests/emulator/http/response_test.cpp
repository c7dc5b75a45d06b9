#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

#include "tests/emulator/http/wire.h"

// How each kind of response looks on the wire.

namespace http {
namespace {

const std::string kGet = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string kHead = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n";
const std::string kGet10 = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

std::string response_of(const Response& response, const std::string& request) {
  return answer_to([&](Request&) { return response; }, request);
}

TEST(Response, IsExactlyThisOnTheWire) {
  EXPECT_EQ(
      response_of({.status = 201, .headers = {{"ETag", "\"1\""}}, .body = "hello"}, kGet),
      "HTTP/1.1 201 Created\r\nETag: \"1\"\r\nDate: Tue, 14 Nov 2023 22:13:20 GMT\r\nContent-Length: 5\r\n\r\nhello");
}

TEST(Response, ToHeadHasTheHeaderOfGetAndNoBody) {
  EXPECT_TRUE(has_field(response_of({.body = "hello"}, kHead), "Content-Length: 5"));
  EXPECT_EQ(body_of(response_of({.body = "hello"}, kHead + kHead)).find("hello"), std::string::npos);
  const Response of_object = {.headers = {{"Content-Length", "123456"}}};
  EXPECT_TRUE(has_field(response_of(of_object, kHead), "Content-Length: 123456"));
  EXPECT_TRUE(has_field(response_of(of_object, kGet), "Content-Length: 0"));  // a GET's length is what is sent
}

TEST(Response, ToHeadDoesNotRunAStream) {
  bool ran = false;
  const Response streamed = {.body = StreamBody{.length = 7, .write = [&](BodyWriter&) { ran = true; }}};
  const auto response = response_of(streamed, kHead);
  EXPECT_TRUE(has_field(response, "Content-Length: 7"));
  EXPECT_EQ(body_of(response), "");
  EXPECT_FALSE(ran);
}

TEST(Response, WithoutContentHasNoLength) {  // RFC 9110 §8.6
  for (const int status : {204, 304}) {
    const auto response = response_of({.status = status, .body = "not sent"}, kGet);
    EXPECT_EQ(response.find("Content-Length"), std::string::npos);
    EXPECT_EQ(body_of(response), "");
  }
}

TEST(Response, KeepsADateOfTheHandlersOwn) {
  const auto response = response_of({.headers = {{"date", "then"}}}, kGet);
  EXPECT_TRUE(has_field(response, "date: then"));
  EXPECT_EQ(response.find("2023"), std::string::npos);
}

TEST(Response, NoValueCanWriteAFieldOfItsOwn) {
  const auto response = response_of({.headers = {{"X", "a\r\nSet-Cookie: b"}}}, kGet);
  EXPECT_TRUE(has_field(response, "X: a  Set-Cookie: b"));
}

TEST(Response, LargeOnesAreWhole) {
  const std::string large(5'000'000, 'y');
  EXPECT_TRUE(body_of(response_of({.body = large}, kGet)) == large);
}

StreamBody three_pieces(std::optional<std::uint64_t> length) {
  return {.length = length, .write = [](BodyWriter& out) {
            out.write("one ");
            out.write("");  // nothing, and in particular not the end
            out.write("two ");
            out.write("three");
          }};
}

TEST(StreamedResponse, IsChunkedWithoutALength) {
  const auto response = response_of({.body = three_pieces({})}, kGet);
  EXPECT_TRUE(has_field(response, "Transfer-Encoding: chunked"));
  EXPECT_EQ(response.find("Content-Length"), std::string::npos);
  EXPECT_EQ(body_of(response), "4\r\none \r\n4\r\ntwo \r\n5\r\nthree\r\n0\r\n\r\n");
}

TEST(StreamedResponse, IsPlainWithALength) {
  const auto response = response_of({.body = three_pieces(13)}, kGet);
  EXPECT_TRUE(has_field(response, "Content-Length: 13"));
  EXPECT_EQ(body_of(response), "one two three");
}

TEST(StreamedResponse, EndsWithTheConnectionForA1_0Client) {
  const auto response = response_of({.body = three_pieces({})}, kGet10);
  EXPECT_TRUE(has_field(response, "Connection: close"));
  EXPECT_EQ(response.find("chunked"), std::string::npos);
  EXPECT_EQ(body_of(response), "one two three");
}

TEST(StreamedResponse, EachPieceGoesAtOnce) {
  loop::Signal* next = nullptr;
  with_server(
      [&](Request&) {
        return Response{.body = StreamBody{.write = [&](BodyWriter& out) {
                          out.write("first");
                          next->wait();
                          out.write("second");
                        }}};
      },
      [&](loop::Loop& loop, Server& server) {
        loop::Signal signal(loop);
        next = &signal;
        Wire wire(loop, server.port());
        wire.send(kGet);
        EXPECT_TRUE(wire.read_until("first\r\n").ends_with("5\r\nfirst\r\n"));
        signal.notify_one();
        EXPECT_EQ(wire.read_until("0\r\n\r\n"), "6\r\nsecond\r\n0\r\n\r\n");
      });
}

struct Broken {
  std::string name;
  StreamBody body;
};
void PrintTo(const Broken& broken, std::ostream* out) { *out << broken.name; }
class BrokenStream : public testing::TestWithParam<Broken> {};

TEST_P(BrokenStream, IsBrokenOffSoThatTheClientSeesIt) {
  testing::internal::CaptureStderr();
  with_server([](Request&) { return Response{.body = GetParam().body}; },
              [](loop::Loop& loop, Server& server) {
                Wire wire(loop, server.port());
                wire.send(kGet);
                const auto response = wire.read_to_end();
                EXPECT_EQ(response.find("0\r\n\r\n"), std::string::npos);
                EXPECT_TRUE(wire.reset());
              });
  EXPECT_NE(testing::internal::GetCapturedStderr().find("answering GET / failed"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(StreamedResponse, BrokenStream,
                         testing::Values(Broken{"exception",
                                                {.write =
                                                     [](BodyWriter& out) {
                                                       out.write("some");
                                                       throw std::runtime_error("source ran dry");
                                                     }}},
                                         Broken{"shorter_than_said", three_pieces(14)},
                                         Broken{"longer_than_said", three_pieces(12)}),
                         [](const auto& tested) { return tested.param.name; });

TEST(StreamedResponse, TellsTheWriterThatTheClientHasGone) {
  bool told = false;
  with_server(
      [&](Request&) {
        return Response{.body = StreamBody{.write = [&](BodyWriter& out) {
                          try {
                            for (;;) out.write(std::string(100'000, 'x'));
                          } catch (const BodyError&) {
                            told = true;
                            throw;
                          }
                        }}};
      },
      [&](loop::Loop& loop, Server& server) {
        Wire wire(loop, server.port());
        wire.send(kGet);
        wire.read_until("xxx");
        wire.close_now();
        while (!told) loop.yield();
      });
  EXPECT_TRUE(told);
}

TEST(StreamedResponse, WaitsForASlowClientAndForASlowClientOnly) {
  with_server(
      [&](Request& request) {
        if (request.path == "/quick") return Response{.body = "quick"};
        return Response{.body = StreamBody{.length = 20'000'000, .write = [&](BodyWriter& out) {
                                             for (int i = 0; i < 200; ++i) out.write(std::string(100'000, 'x'));
                                           }}};
      },
      [&](loop::Loop& loop, Server& server) {
        Wire slow(loop, server.port()), quick(loop, server.port());
        slow.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        slow.read_until("\r\n\r\n");
        quick.send("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
        EXPECT_EQ(body_of(quick.read_until("quick")), "quick");
        EXPECT_EQ(slow.read_to_end().size(), 20'000'000U);
      });
}

int file_of(const std::string& text) {
  std::FILE* file = std::tmpfile();
  std::fputs(text.c_str(), file);
  std::fflush(file);
  const int descriptor = dup(fileno(file));
  std::fclose(file);
  return descriptor;
}

TEST(FileResponse, SendsThePartAskedForAndClosesTheFile) {
  int descriptor = -1;
  const auto response = answer_to(
      [&](Request&) {
        descriptor = file_of("0123456789");
        return Response{.body = FileBody{.descriptor = descriptor, .offset = 2, .length = 5}};
      },
      kGet);
  EXPECT_TRUE(has_field(response, "Content-Length: 5"));
  EXPECT_EQ(body_of(response), "23456");
  EXPECT_EQ(fcntl(descriptor, F_GETFD), -1);
}

TEST(FileResponse, IsWholeWhenLarge) {
  const std::string large(4'000'000, 'z');
  const auto response = answer_to(
      [&](Request&) { return Response{.body = FileBody{.descriptor = file_of(large), .length = large.size()}}; }, kGet);
  EXPECT_TRUE(body_of(response) == large);
}

TEST(FileResponse, ToHeadClosesTheFileToo) {
  int descriptor = -1;
  const auto response = answer_to(
      [&](Request&) {
        descriptor = file_of("0123456789");
        return Response{.body = FileBody{.descriptor = descriptor, .length = 10}};
      },
      kHead);
  EXPECT_TRUE(has_field(response, "Content-Length: 10"));
  EXPECT_EQ(body_of(response), "");
  EXPECT_EQ(fcntl(descriptor, F_GETFD), -1);
}

TEST(FileResponse, IsBrokenOffWhenTheFileIsShorterThanSaid) {
  testing::internal::CaptureStderr();
  with_server([](Request&) { return Response{.body = FileBody{.descriptor = file_of("0123"), .length = 10}}; },
              [](loop::Loop& loop, Server& server) {
                Wire wire(loop, server.port());
                wire.send(kGet);
                wire.read_to_end();
                EXPECT_TRUE(wire.reset());
              });
  EXPECT_NE(testing::internal::GetCapturedStderr().find("shorter"), std::string::npos);
}

}  // namespace
}  // namespace http
