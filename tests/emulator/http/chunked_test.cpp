#include "emulator/http/chunked.h"

#include <gtest/gtest.h>

#include <ostream>

#include "emulator/http/head.h"

namespace http {
namespace {

struct Outcome {
  std::string data = {};
  bool done = false;
  bool refused = false;
  std::size_t consumed = 0;
  bool operator==(const Outcome&) const = default;
};
void PrintTo(const Outcome& outcome, std::ostream* out) {
  *out << '"' << outcome.data << "\" done " << outcome.done << " refused " << outcome.refused << " consumed "
       << outcome.consumed;
}

// What comes of it when it arrives in these pieces.
Outcome decode(const std::vector<std::string_view>& pieces) {
  ChunkDecoder decoder;
  Outcome outcome;
  try {
    for (std::string_view piece : pieces) {
      while (!piece.empty() && !decoder.done()) {
        const auto step = decoder.next(piece);
        outcome.data += step.data;
        outcome.consumed += step.consumed;
        piece.remove_prefix(step.consumed);
      }
    }
  } catch (const Refusal&) {
    return {.refused = true};  // how far it came depends on the pieces
  }
  outcome.done = decoder.done();
  return outcome;
}

struct Case {
  std::string name;
  std::string bytes;
  Outcome outcome = {};
};
void PrintTo(const Case& tested, std::ostream* out) { *out << tested.name; }

class Chunks : public testing::TestWithParam<Case> {};

TEST_P(Chunks, MeanTheSameInWhateverPiecesTheyCome) {
  const std::string_view bytes = GetParam().bytes;
  EXPECT_EQ(decode({bytes}), GetParam().outcome);
  for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(decode({bytes.substr(0, cut), bytes.substr(cut)}), GetParam().outcome) << "cut at " << cut;
  }
  std::vector<std::string_view> single;
  for (std::size_t i = 0; i < bytes.size(); ++i) single.push_back(bytes.substr(i, 1));
  EXPECT_EQ(decode(single), GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(
    Http, Chunks,
    testing::Values(
        Case{"two", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", {.data = "hello world", .done = true, .consumed = 26}},
        Case{"none", "0\r\n\r\n", {.done = true, .consumed = 5}},
        Case{"next_request_is_left", "1\r\na\r\n0\r\n\r\nGET /", {.data = "a", .done = true, .consumed = 11}},
        Case{"data_that_looks_like_an_end",
             "5\r\n0\r\n\r\n\r\n0\r\n\r\n",
             {.data = "0\r\n\r\n", .done = true, .consumed = 15}},
        Case{"trailer", "0\r\nA: b\r\nC: d\r\n\r\n", {.done = true, .consumed = 17}},
        Case{"extension", "1;x=y\r\na\r\n0;z\r\n\r\n", {.data = "a", .done = true, .consumed = 17}},
        Case{"cut_off_in_the_data", "5\r\nhel", {.data = "hel", .consumed = 6}},
        Case{"cut_off_in_the_trailer", "0\r\nA: b\r\n", {.consumed = 9}},
        Case{"data_too_long", "3\r\nhello\r\n", {.refused = true}}, Case{"bare_lf", "3\nabc\n0\n\n", {.refused = true}},
        Case{"blank_before_the_size", " 3\r\nabc\r\n", {.refused = true}},
        Case{"no_size", ";x\r\n", {.refused = true}}),
    [](const auto& tested) { return tested.param.name; });

TEST(Chunks, TheTrailerIsKept) {
  ChunkDecoder decoder;
  for (const char c : std::string_view("1\r\nx\r\n0\r\nA: 1\r\nB: 2\r\n\r\n")) decoder.next({&c, 1});
  EXPECT_TRUE(decoder.done());
  EXPECT_EQ(decoder.trailer(), "A: 1\r\nB: 2\r\n");
}

}  // namespace
}  // namespace http
