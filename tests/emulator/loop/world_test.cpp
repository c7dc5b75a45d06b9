#include "emulator/loop/world.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

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
    const std::string uuid = world.uuid();
    std::string shape = uuid;
    for (char& c : shape) {
      if (std::string_view("0123456789abcdef").find(c) != std::string_view::npos) c = 'x';
    }
    EXPECT_EQ(shape, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
    EXPECT_EQ(uuid[14], '4');
    EXPECT_NE(std::string_view("89ab").find(uuid[19]), std::string_view::npos);
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
