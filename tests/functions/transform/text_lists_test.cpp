#include "functions/transform/text_lists.h"

#include <gtest/gtest.h>

#include <random>

namespace transform {
namespace {

using Views = std::vector<std::string_view>;

TEST(TextLists, GiveBackEachListInItsOrder) {
  TextLists lists;
  lists.append(2, "b");
  lists.append(0, "x");
  lists.append(2, "a");
  lists.append(2, "");
  EXPECT_EQ(lists.get(2).views, (Views{"b", "a", ""}));
  EXPECT_EQ(lists.get(0).views, Views{"x"});
  EXPECT_EQ(lists.get(1).views, Views());
  EXPECT_EQ(lists.get(7).views, Views());
  EXPECT_EQ(lists.bytes_in_file(), 0u);
}

TEST(TextLists, GiveBackTheSameHoweverLittleStaysInMemory) {
  for (const std::size_t budget : {std::size_t{0}, std::size_t{1}, std::size_t{100}, std::size_t{5000}}) {
    SCOPED_TRACE(budget);
    std::mt19937 random(7);
    TextLists lists(budget);
    std::vector<std::vector<std::string>> expected(40);
    std::size_t bytes = 0;
    for (int i = 0; i < 5000; ++i) {
      const std::size_t list = random() % expected.size();
      expected[list].push_back(std::string(random() % 256, static_cast<char>('a' + i % 26)));
      bytes += 1 + expected[list].back().size();
      lists.append(list, expected[list].back());
    }
    EXPECT_GE(lists.bytes_in_file() + budget, bytes);
    for (std::size_t list = 0; list < expected.size(); ++list) {
      EXPECT_EQ(lists.get(list).views, Views(expected[list].begin(), expected[list].end()));
    }
  }
}

}  // namespace
}  // namespace transform
