#include "emulator/loop/world.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>

namespace loop {
namespace {

TEST(World, RepeatsItselfWithItsSeed) {
  const auto life = [](std::uint64_t seed) {
    World world(seed);
    return world.uuid() + world.hex(9) + world.alphanumeric(20) + world.bytes(11) + std::to_string(world.below(1000));
  };
  EXPECT_EQ(life(42), life(42));
  EXPECT_NE(life(42), life(43));
}

// The first outputs of the published algorithm for seed 1234567, so that a recorded trace stays valid.
TEST(World, IsSplitmix64) {
  World world(1234567);
  EXPECT_EQ(world.next(), 6457827717110365317U);
  EXPECT_EQ(world.next(), 3203168211198807973U);
}

TEST(World, WritesUuidsOfVersionFour) {
  World world(1);
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(std::regex_match(world.uuid(),
                                 std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
  }
}

TEST(World, BelowReachesEveryAnswerAndNoOther) {
  World world(7);
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(world.below(10));
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_EQ(*seen.rbegin(), 9U);
  EXPECT_EQ(world.below(1), 0U);
}

TEST(World, GivesTheLengthsAskedFor) {
  World world(3);
  for (std::size_t count = 0; count < 40; ++count) {
    EXPECT_EQ(world.bytes(count).size(), count);
    EXPECT_EQ(world.hex(count).size(), count);
    EXPECT_EQ(world.alphanumeric(count).size(), count);
  }
}

TEST(World, SeedsFromTheSystemDiffer) { EXPECT_NE(World::random_seed(), World::random_seed()); }

}  // namespace
}  // namespace loop
