#include <gtest/gtest.h>

#include <ostream>

#include "tests/emulator/http/wire.h"

// Which bytes are a request, and which are not: RFC 9112, row by row.

namespace http {
namespace {

struct Case {
  std::string name;
  std::string bytes;
  int status = 200;
  std::string body = {};  // of the answer; empty: whatever it says
};
void PrintTo(const Case& tested, std::ostream* out) { *out << tested.name; }
std::string name_of(const testing::TestParamInfo<Case>& info) { return info.param.name; }

class Accepted : public testing::TestWithParam<Case> {};
TEST_P(Accepted, IsAnswered) {
  const std::string response = answer_to(echo, GetParam().bytes);
  EXPECT_EQ(status_of(response), 200) << response;
  EXPECT_EQ(body_of(response), GetParam().body);
}

INSTANTIATE_TEST_SUITE_P(
    Request, Accepted,
    testing::Values(
        Case{"plain", "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET /a?b=c []"},
        Case{"empty_lines_before_it", "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET / []"},
        Case{"with_length", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", 200, "POST / [hello]"},
        Case{"length_zero", "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", 200, "PUT / []"},
        Case{"chunked",
             "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
             200, "POST / [hello world]"},
        Case{"chunked_in_capitals",
             "POST / HTTP/1.1\r\nHost: x\r\nTRANSFER-ENCODING: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n", 200,
             "POST / [0123456789]"},
        Case{"chunk_extensions_are_skipped",
             "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2;a=\"b\"\r\nhi\r\n000;c\r\n\r\n", 200,
             "POST / [hi]"},
        Case{"trailer_fields_are_skipped",
             "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\nY: 2\r\n\r\n",
             200, "POST / [hi]"},
        Case{"absolute_form", "GET http://x:80/a/b?c HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET /a/b?c []"},
        Case{"absolute_form_without_path", "GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET / []"},
        Case{"absolute_form_with_query_only", "GET http://x?q HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET /?q []"},
        Case{"asterisk_form", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 200, "OPTIONS * []"},
        Case{"escapes_stay", "GET /a%2Fb?c=%20 HTTP/1.1\r\nHost: x\r\n\r\n", 200, "GET /a%2Fb?c=%20 []"},
        Case{"empty_host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 200, "GET / []"},
        Case{"host_of_ipv6", "GET / HTTP/1.1\r\nHost: [::1]:4566\r\n\r\n", 200, "GET / []"},
        Case{"version_1_0_without_host", "GET / HTTP/1.0\r\n\r\n", 200, "GET / []"},
        Case{"later_minor_version", "GET / HTTP/1.7\r\nHost: x\r\n\r\n", 200, "GET / []"},
        Case{"upgrade_is_not_taken_up",
             "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n", 200,
             "GET / []"}),
    name_of);

class Refused : public testing::TestWithParam<Case> {};
// The status, a sentence, and the end of the connection: what follows on it could not be trusted.
TEST_P(Refused, IsAnsweredAndTheConnectionCloses) {
  with_server([](Request& request) { return echo(request); },
              [&](loop::Loop& loop, Server& server) {
                Wire wire(loop, server.port());
                wire.send(GetParam().bytes);
                wire.send("GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
                wire.finish_sending();
                const std::string response = wire.read_to_end();
                EXPECT_EQ(status_of(response), GetParam().status) << response;
                EXPECT_TRUE(has_field(response, "Connection: close")) << response;
                EXPECT_TRUE(has_field(response, "Content-Type: text/plain")) << response;
                EXPECT_FALSE(body_of(response).empty());
                EXPECT_EQ(response.find("smuggled"), std::string::npos) << response;
                EXPECT_FALSE(wire.reset());
              });
}

const std::string kPost = "POST / HTTP/1.1\r\nHost: x\r\n";
const std::string kChunked = kPost + "Transfer-Encoding: chunked\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Framing, Refused,  // RFC 9112 §6
    testing::Values(
        Case{"length_and_chunked", kPost + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Case{"chunked_and_length", kPost + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
        Case{"two_different_lengths", kPost + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
        Case{"two_equal_lengths", kPost + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400},
        Case{"list_of_lengths", kPost + "Content-Length: 5, 5\r\n\r\nhello", 400},
        Case{"signed_length", kPost + "Content-Length: +5\r\n\r\nhello", 400},
        Case{"negative_length", kPost + "Content-Length: -5\r\n\r\nhello", 400},
        Case{"hexadecimal_length", kPost + "Content-Length: 0x5\r\n\r\nhello", 400},
        Case{"empty_length", kPost + "Content-Length:\r\n\r\nhello", 400},
        Case{"length_beyond_64_bits", kPost + "Content-Length: 18446744073709551621\r\n\r\nhello", 400},
        Case{"length_with_a_blank_inside", kPost + "Content-Length: 1 5\r\n\r\nhello", 400},
        Case{"unknown_coding_before_chunked", kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
        Case{"chunked_not_last", kPost + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400},
        Case{"chunked_twice", kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        Case{"identity", kPost + "Transfer-Encoding: identity\r\n\r\n", 400},
        Case{"nearly_chunked", kPost + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
        Case{"quoted_chunked", kPost + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400},
        Case{"chunked_behind_a_vertical_tab", kPost + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n", 400},
        Case{"empty_coding", kPost + "Transfer-Encoding:\r\n\r\n0\r\n\r\n", 400},
        Case{"chunked_in_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Chunks, Refused,  // RFC 9112 §7.1
    testing::Values(Case{"size_is_no_number", kChunked + "xyz\r\nhello\r\n0\r\n\r\n", 400},
                    Case{"size_with_0x", kChunked + "0x5\r\nhello\r\n0\r\n\r\n", 400},
                    Case{"size_is_missing", kChunked + "\r\nhello\r\n0\r\n\r\n", 400},
                    Case{"size_is_negative", kChunked + "-5\r\nhello\r\n0\r\n\r\n", 400},
                    Case{"size_overflows", kChunked + "FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n", 400},
                    Case{"size_ends_with_bare_lf", kChunked + "5\nhello\r\n0\r\n\r\n", 400},
                    Case{"extension_ends_with_bare_lf", kChunked + "5;a\nhello\r\n0\r\n\r\n", 400},
                    Case{"cr_without_lf_behind_the_size", kChunked + "5\rXhello\r\n0\r\n\r\n", 400},
                    Case{"data_longer_than_the_size", kChunked + "3\r\nhello\r\n0\r\n\r\n", 400},
                    Case{"data_ends_with_bare_lf", kChunked + "5\r\nhello\n0\r\n\r\n", 400},
                    Case{"trailer_ends_with_bare_lf", kChunked + "0\r\nA: b\n\r\n", 400},
                    Case{"endless_extension", kChunked + "5;" + std::string(20000, 'a') + "\r\nhello\r\n0\r\n\r\n",
                         400}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Header, Refused,  // RFC 9112 §2.2, §3.2, §5
    testing::Values(Case{"no_host", "GET / HTTP/1.1\r\n\r\n", 400},
                    Case{"two_hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400},
                    Case{"host_with_a_path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", 400},
                    Case{"host_with_a_blank", "GET / HTTP/1.1\r\nHost: x y\r\n\r\n", 400},
                    Case{"bare_lf", "GET / HTTP/1.1\nHost: x\n\n", 400},
                    Case{"bare_lf_behind_a_field", "GET / HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n", 400},
                    Case{"bare_cr_in_a_value", "GET / HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n", 400},
                    Case{"nul_in_a_value", "GET / HTTP/1.1\r\nHost: x\r\nA: b" + std::string(1, '\0') + "\r\n\r\n",
                         400},
                    Case{"folded_field", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400},
                    Case{"blank_before_the_first_field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", 400},
                    Case{"blank_before_the_colon", kPost + "Content-Length : 5\r\n\r\nhello", 400},
                    Case{"blank_in_a_name", kPost + "Content Length: 5\r\n\r\nhello", 400},
                    Case{"empty_name", "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400},
                    Case{"no_colon", "GET / HTTP/1.1\r\nHost: x\r\nabc\r\n\r\n", 400},
                    Case{"unknown_expectation", kPost + "Expect: miracles\r\n\r\n", 417}),
    name_of);

INSTANTIATE_TEST_SUITE_P(RequestLine, Refused,  // RFC 9112 §3, RFC 9110 §2.5, §9.1
                         testing::Values(Case{"unknown_method", "BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n", 501},
                                         Case{"connect", "CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n", 501},
                                         Case{"version_2", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
                                         Case{"version_0_9", "GET /\r\n\r\n", 505},
                                         Case{"no_version_number", "GET / HTTP/x.y\r\nHost: x\r\n\r\n", 400},
                                         Case{"not_http", "\x16\x03\x01 hello of TLS", 400},
                                         Case{"blank_in_the_target", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400},
                                         Case{"target_is_no_path", "GET abc HTTP/1.1\r\nHost: x\r\n\r\n", 400}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(
    Limits, Refused,
    testing::Values(Case{"long_target", "GET /" + std::string(70000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
                    Case{"endless_target", "GET /" + std::string(70000, 'a'), 414},
                    Case{"long_field", "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(70000, 'a') + "\r\n\r\n", 431},
                    Case{"many_fields",
                         [] {
                           std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n";
                           for (int i = 0; i < 200; ++i) bytes += "A: b\r\n";
                           return bytes + "\r\n";
                         }(),
                         431}),
    name_of);

TEST(Request, HasExactlyAsManyFieldsAsTheLimitAllows) {
  std::string bytes = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 199; ++i) bytes += "A: b\r\n";
  EXPECT_EQ(status_of(answer_to(echo, bytes + "\r\n")), 200);
}

TEST(Request, CarriesWhatTheHandlerAsksFor) {
  answer_to(
      [](Request& request) {
        EXPECT_EQ(request.method, "PUT");
        EXPECT_EQ(request.target, "http://x/p%20q?r=s");
        EXPECT_EQ(request.path, "/p%20q");
        EXPECT_EQ(request.query, "r=s");
        EXPECT_EQ(request.headers.get("x-One"), "1");
        EXPECT_EQ(request.headers.get("X-Padded"), "in  side");
        EXPECT_EQ(request.headers.get("X-Empty", "absent"), "");
        EXPECT_EQ(request.headers.get("X-Absent", "absent"), "absent");
        EXPECT_EQ(request.content_length, 2U);
        EXPECT_TRUE(request.peer.starts_with("127.0.0.1:"));
        return echo(request);
      },
      "PUT http://x/p%20q?r=s HTTP/1.1\r\nHost: x\r\nX-ONE:1\r\nX-Padded: \t in  side \t\r\nX-Empty: \r\n"
      "Content-Length: 2\r\n\r\nhi");
}

}  // namespace
}  // namespace http
