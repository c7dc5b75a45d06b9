#include <algorithm>
#include <set>

#include "base/text.h"
#include "emulator/loop/world.h"
#include "tests/emulator/s3/service.h"

namespace s3 {
namespace {

// What a listing should say, from all keys in order, as S3's documents describe it.
struct Expected {
  std::vector<std::string> items = {};  // keys and common prefixes, in order
  bool truncated = false;
};

Expected naive(const std::set<std::string>& keys, const ListQuery& query) {
  Expected expected;
  for (const std::string& key : keys) {
    if (!key.starts_with(query.prefix) || key <= query.after) continue;
    const auto at = query.delimiter.empty() ? std::string::npos : key.find(query.delimiter, query.prefix.size());
    const std::string item = at == std::string::npos ? key : key.substr(0, at + query.delimiter.size());
    if (item == query.after || (!expected.items.empty() && expected.items.back() == item)) continue;
    if (expected.items.size() == query.most) {
      expected.truncated = query.most > 0;
      break;
    }
    expected.items.push_back(item);
  }
  return expected;
}

std::vector<std::string> items_of(const Listing& listing) {
  std::vector<std::string> items = listing.prefixes;
  for (const auto& [key, object] : listing.objects) items.push_back(key);
  std::ranges::sort(items);
  return items;
}

std::string random_key(loop::World& world) {
  std::string key;
  for (std::uint64_t left = 1 + world.below(6); left > 0; --left) key += "ab/-\x7f\xc3"[world.below(6)];
  return key;
}

TEST(Listing, SaysWhatAPlainReferenceSaysOfRandomKeys) {
  with_service([](Service& service) {
    loop::World world(20260101);
    std::set<std::string> keys;
    const Bucket& bucket = service.buckets.get("data");
    const protocol::Call call;
    const Cause cause{.event = "ObjectCreated:Put", .call = call};
    while (keys.size() < 400) {
      const std::string key = random_key(world);
      if (!keys.insert(key).second) continue;
      store::Transaction transaction(service.store);
      service.buckets.objects().put(transaction, bucket, key, {.etag = "e"}, std::nullopt, cause);
      transaction.commit();
    }
    for (int round = 0; round < 600; ++round) {
      ListQuery query{.most = world.below(12)};
      if (world.below(2)) query.prefix = random_key(world).substr(0, world.below(3));
      if (world.below(3)) query.delimiter = world.below(4) ? "/" : "a-";
      if (world.below(3) == 0) query.after = random_key(world);
      // Page after page, as a client goes on.
      for (int page = 0;; ++page) {
        const Expected expected = naive(keys, query);
        const Listing listing = service.buckets.objects().list("data", query);
        ASSERT_EQ(items_of(listing), expected.items)
            << "prefix " << query.prefix << ", delimiter " << query.delimiter << ", after " << query.after << ", most "
            << query.most << ", page " << page;
        ASSERT_EQ(listing.truncated, expected.truncated);
        if (!listing.truncated) break;
        ASSERT_EQ(listing.last, expected.items.back());
        query.after = listing.last;
      }
    }
  });
}

// E012, E013, E014: what lands in the incoming folders is found under their prefixes.
TEST(ListObjectsV2, FindsIncomingFilesByPrefixAndDelimiter) {
  with_service([](Service& service) {
    for (const char* key : {"orders/a.csv", "orders/b.csv", "order_items/a.csv", "products.csv", "products/p.csv"}) {
      service.put(std::string("/data/") + key, "x");
    }
    const auto list = [&](const std::string& query) {
      return service.get("/data?list-type=2&" + query).xml("ListBucketResult");
    };
    const xml::Element top = list("delimiter=%2F");
    EXPECT_EQ(texts(top, "Contents", "Key"), (std::vector<std::string>{"products.csv"}));
    EXPECT_EQ(texts(top, "CommonPrefixes", "Prefix"),
              (std::vector<std::string>{"order_items/", "orders/", "products/"}));
    EXPECT_EQ(top.text_of("KeyCount"), "4");
    EXPECT_EQ(top.text_of("IsTruncated"), "false");
    EXPECT_EQ(texts(list("prefix=orders/"), "Contents", "Key"),
              (std::vector<std::string>{"orders/a.csv", "orders/b.csv"}));
    EXPECT_EQ(texts(list("prefix=products"), "Contents", "Key"),
              (std::vector<std::string>{"products.csv", "products/p.csv"}));
    EXPECT_EQ(texts(list("start-after=orders/a.csv"), "Contents", "Key"),
              (std::vector<std::string>{"orders/b.csv", "products.csv", "products/p.csv"}));
  });
}

TEST(ListObjectsV2, GoesOnWhereThePageBeforeEnded) {
  with_service([](Service& service) {
    for (int i = 0; i < 7; ++i) service.put("/data/key-" + std::to_string(i), "x");
    std::vector<std::string> all;
    std::string token;
    int pages = 0;
    do {
      const xml::Element page = service
                                    .get("/data?list-type=2&max-keys=3" +
                                         (token.empty() ? "" : "&continuation-token=" + base::percent_encode(token)))
                                    .xml("ListBucketResult");
      for (const std::string& key : texts(page, "Contents", "Key")) all.push_back(key);
      EXPECT_EQ(page.text_of("ContinuationToken"), token);
      token = page.text_of("NextContinuationToken");
      ++pages;
    } while (!token.empty());
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(all.size(), 7u);
  });
}

TEST(ListObjectsV2, SpellsKeysAsItIsAsked) {
  with_service([](Service& service) {
    service.put("/data/a%20b%26%2B%01%C3%A9/c", "x");
    const xml::Element url =
        service.get("/data?list-type=2&encoding-type=url&fetch-owner=true").xml("ListBucketResult");
    EXPECT_EQ(texts(url, "Contents", "Key"), (std::vector<std::string>{"a+b%26%2B%01%C3%A9/c"}));
    EXPECT_EQ(url.text_of("EncodingType"), "url");
    EXPECT_EQ(url.find("Contents")->find("Owner")->text_of("ID"), canonical_user_id("000000000000"));
    EXPECT_EQ(url.find("Contents")->text_of("ETag"), "\"9dd4e461268c8034f5c8564e155c67a6\"");
    EXPECT_EQ(url.find("Contents")->text_of("LastModified"), "2023-11-14T22:13:20.000Z");
    EXPECT_EQ(url.find("Contents")->text_of("ChecksumAlgorithm"), "CRC64NVME");
    EXPECT_EQ(service.get("/data?list-type=2&encoding-type=xml").code(), "InvalidArgument");
  });
}

TEST(ListObjectsV2, RefusesWhatItCannotRead) {
  with_service([](Service& service) {
    for (const char* query :
         {"max-keys=x", "max-keys=-1", "max-keys=99999999999", "continuation-token=***", "list-type=3"}) {
      EXPECT_EQ(
          service
              .get(std::string("/data?") + (std::string_view(query).starts_with("list") ? "" : "list-type=2&") + query)
              .code(),
          "InvalidArgument")
          << query;
    }
    service.put("/data/k", "x");
    const xml::Element none = service.get("/data?list-type=2&max-keys=0").xml("ListBucketResult");
    EXPECT_EQ(none.text_of("IsTruncated"), "false");
    EXPECT_EQ(none.text_of("KeyCount"), "0");
    EXPECT_EQ(service.get("/data?list-type=2&max-keys=5000").xml("ListBucketResult").text_of("MaxKeys"), "1000");
  });
}

TEST(ListObjects, SaysItsNextMarkerWhereThereIsADelimiter) {
  with_service([](Service& service) {
    for (const char* key : {"a/1", "a/2", "b", "c/1"}) service.put(std::string("/data/") + key, "x");
    const xml::Element first = service.get("/data?delimiter=/&max-keys=1").xml("ListBucketResult");
    EXPECT_EQ(texts(first, "CommonPrefixes", "Prefix"), (std::vector<std::string>{"a/"}));
    EXPECT_EQ(first.text_of("NextMarker"), "a/");
    const xml::Element rest = service.get("/data?delimiter=/&marker=a/").xml("ListBucketResult");
    EXPECT_EQ(texts(rest, "Contents", "Key"), (std::vector<std::string>{"b"}));
    EXPECT_EQ(texts(rest, "CommonPrefixes", "Prefix"), (std::vector<std::string>{"c/"}));
    EXPECT_EQ(service.get("/data?max-keys=1").xml("ListBucketResult").text_of("NextMarker"), "");
    EXPECT_EQ(service.get("/nowhere").code(), "NoSuchBucket");
  });
}

}  // namespace
}  // namespace s3
