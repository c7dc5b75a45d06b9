#include <gtest/gtest.h>

#include "emulator/store/fixture.h"

namespace store {

namespace {
std::string keys_of(const std::vector<Entry>& entries) {
  std::string keys;
  for (const auto& [key, value] : entries) keys += key + " ";
  return keys;
}

// Every test runs on disk and in memory: what a caller sees is the same.
class Records : public Fixture, public testing::TestWithParam<bool> {
 protected:
  Records() {
    if (GetParam()) options.directory.clear();
  }
};
}  // namespace

INSTANTIATE_TEST_SUITE_P(Where, Records, testing::Values(false, true),
                         [](const testing::TestParamInfo<bool>& where) { return where.param ? "memory" : "disk"; });

TEST_P(Records, ATransactionShowsNothingBeforeItsCommitAndAllAfterIt) {
  with_store([](Store& store) {
    const Space orders = store.space("orders");
    const Space queues = store.space("queues");
    Transaction transaction(store);
    transaction.put(orders, "a", "1");
    transaction.put(queues, "a", "2");
    transaction.put(orders, "b", "3");
    transaction.erase(orders, "b");
    EXPECT_EQ(store.get(orders, "a"), std::nullopt);
    transaction.commit();
    EXPECT_EQ(store.get(orders, "a"), "1");
    EXPECT_EQ(store.get(queues, "a"), "2");
    EXPECT_EQ(store.get(orders, "b"), std::nullopt);
  });
}

TEST_P(Records, TheLastValueWins) {
  with_store([](Store& store) {
    const Space space = store.space("s");
    put(store, space, "k", "old");
    put(store, space, "k", "");
    EXPECT_EQ(store.get(space, "k"), "");
    EXPECT_EQ(store.count(space, ""), 1u);
  });
}

TEST_P(Records, KeysAndValuesAreBytes) {
  with_store([](Store& store) {
    const Space space = store.space("s");
    const std::string keys[] = {"", std::string("\0", 1), std::string("a\0b", 3), "a\xff", "a\xff\xff", "\xff\xff"};
    for (const std::string& key : keys) put(store, space, key, key + std::string("\0v", 2));
    std::vector<Entry> expected;
    for (const std::string& key : keys) {
      EXPECT_EQ(store.get(space, key), key + std::string("\0v", 2));
      expected.emplace_back(key, key + std::string("\0v", 2));  // written down in their order
    }
    EXPECT_EQ(store.scan(space, "", "", 100), expected);
    EXPECT_EQ(store.count(space, "a"), 3u);
    EXPECT_EQ(store.count(space, "\xff"), 1u);
  });
}

TEST_P(Records, AScanGoesFromItsLowerEndUpToItsUpperEndEitherWay) {
  struct Case {
    const char *from, *to;
    std::size_t limit;
    Order order;
    const char* expected;
  };
  const Case cases[] = {
      {"", "", 10, Order::kAscending, "a b ba c d "},
      {"", "", 10, Order::kDescending, "d c ba b a "},
      {"b", "d", 10, Order::kAscending, "b ba c "},
      {"b", "d", 10, Order::kDescending, "c ba b "},
      {"b", "d", 2, Order::kAscending, "b ba "},
      {"b", "d", 2, Order::kDescending, "c ba "},
      {"bb", "", 10, Order::kAscending, "c d "},
      {"bb", "", 10, Order::kDescending, "d c "},
      {"c", "b", 10, Order::kAscending, ""},
      {"", "", 0, Order::kAscending, ""},
      {"", "", SIZE_MAX, Order::kDescending, "d c ba b a "},
  };
  with_store([&](Store& store) {
    const Space before = store.space("before");
    const Space space = store.space("s");
    const Space after = store.space("after");
    for (const char* key : {"d", "b", "a", "c", "ba"}) {
      put(store, space, key, "v");
      put(store, before, key, "not this");
      put(store, after, key, "nor this");
    }
    for (const Case& row : cases) {
      EXPECT_EQ(keys_of(store.scan(space, row.from, row.to, row.limit, row.order)), row.expected)
          << "from '" << row.from << "' to '" << row.to << "' limit " << row.limit;
    }
  });
}

TEST_P(Records, EachVisitsEveryKeyOnceWhileTheVisitorReadsAndWrites) {
  with_store([](Store& store) {
    const Space space = store.space("s");
    Transaction fill(store);
    for (int i = 1000; i < 3000; ++i) fill.put(space, "k" + std::to_string(i), std::to_string(i));
    fill.put(space, "other", "");
    fill.commit();
    int visits = 0;
    store.each(space, "k", [&](std::string_view key, std::string_view value) {
      ++visits;
      EXPECT_EQ(store.get(space, key), value);
      EXPECT_EQ(store.scan(space, key, "", 1).at(0).first, key);
      if (visits % 100 == 0) {
        Transaction transaction(store);
        transaction.erase(space, std::string(key));
        transaction.put(space, "a" + std::string(key), "behind");
        transaction.commit();
      }
      return true;
    });
    EXPECT_EQ(visits, 2000);
    EXPECT_EQ(store.count(space, "k"), 1980u);

    visits = 0;
    store.each(space, "k", [&](auto, auto) { return ++visits < 3; });
    EXPECT_EQ(visits, 3);
  });
}

TEST_P(Records, ASpaceIsFoundAgainByItsName) {
  with_store([](Store& store) {
    put(store, store.space("one"), "k", "1");
    put(store, store.space("two"), "k", "2");
    EXPECT_EQ(store.get(store.space("one"), "k"), "1");
    EXPECT_EQ(store.get(store.space("two"), "k"), "2");
  });
}

TEST_P(Records, BlobsComeBackAndGoWithTheirLastRecord) {
  with_store([](Store& store) {
    std::string body;
    while (body.size() < 1'300'000) body += "piece " + std::to_string(body.size());  // more than two writes of a writer
    BlobWriter writer(store);
    for (std::size_t at = 0; at < body.size(); at += 70'001) writer.write(std::string_view(body).substr(at, 70'001));
    EXPECT_EQ(writer.size(), body.size());
    const std::string id = writer.finish();
    const std::string empty = write_blob(store, "");

    Transaction keep(store);
    keep.keep_blob(id);
    keep.keep_blob(id);
    keep.keep_blob(empty);
    keep.commit();
    EXPECT_EQ(read_file(store.blob_path(id)), body);
    EXPECT_EQ(read_file(store.blob_path(empty)), "");
    EXPECT_EQ(store.check(), std::vector<std::string>());

    Transaction drop(store);
    drop.drop_blob(id);
    drop.drop_blob(empty);
    drop.keep_blob(empty);  // moved from one record to another
    drop.commit();
    EXPECT_EQ(store.check(), std::vector<std::string>()) << "one record still keeps each of them";

    Transaction last(store);
    last.drop_blob(id);
    last.commit();
    const int descriptor = store.open_blob(empty);
    EXPECT_GE(descriptor, 0);
    close(descriptor);
  });
}

TEST_P(Records, ATransactionThatKeepsAMissingBlobChangesNothingAndTheNextOneWorks) {
  with_store([](Store& store) {
    const Space space = store.space("s");
    Transaction transaction(store);
    transaction.put(space, "k", "v");
    transaction.keep_blob("00000000000000000000000000000000");
    EXPECT_THROW(transaction.commit(), WriteError);
    EXPECT_EQ(store.get(space, "k"), std::nullopt);
    put(store, space, "k", "later");
    EXPECT_EQ(store.get(space, "k"), "later");
  });
}

TEST(Store, InMemoryItLeavesNothingBehind) {
  std::string blobs;
  Fixture fixture;
  fixture.options.directory.clear();
  fixture.with_store([&](Store& store) {
    put(store, store.space("s"), "k", "v");
    write_blob(store, "body");
    blobs = store.blob_directory();
    EXPECT_TRUE(std::filesystem::exists(blobs));
  });
  EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(blobs).parent_path()));
}

TEST(PrefixEnd, IsTheSmallestKeyBehindThePrefix) {
  EXPECT_EQ(prefix_end("ab"), "ac");
  EXPECT_EQ(prefix_end("a\x7f"), "a\x80");
  EXPECT_EQ(prefix_end("a\xff\xff"), "b");
  EXPECT_EQ(prefix_end("\xff\xff"), "");
  EXPECT_EQ(prefix_end(""), "");
}

}  // namespace store
