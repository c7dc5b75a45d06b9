#include "functions/aggregate/incoming.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/text.h"

namespace aggregate {

using domain::ManifestFile;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::vector<std::string> keys_of(const std::vector<ManifestFile>& files) {
  std::vector<std::string> keys;
  for (const auto& file : files) keys.push_back(file.key);
  return keys;
}

std::vector<ManifestFile> files_of(const std::vector<std::string>& keys) {
  std::vector<ManifestFile> files;
  for (const auto& key : keys) files.push_back({.key = key, .etag = "e", .size = 1});
  return files;
}

// E012 E013 E014 E046
TEST(AggregateIncoming, KnowsTheKindOfAKey) {
  struct Case {
    const char* key = "";
    std::optional<std::string_view> kind = {};
  };
  for (const Case& row :
       {Case{"orders/a.csv", "orders"}, Case{"orders/2026-11-21 part 1.CSV", "orders"}, Case{"orders/.csv", "orders"},
        Case{"order_items/a.Csv", "order_items"}, Case{"products.csv", "products"}, Case{"products.CSV", "products"},
        Case{"products/a.csv", "products"}, Case{"orders/", {}}, Case{"orders/a.txt", {}}, Case{"orders/a.csv.gz", {}},
        Case{"orders/2026/a.csv", {}}, Case{"orders.csv", {}}, Case{"Orders/a.csv", {}}, Case{"products2.csv", {}},
        Case{"products-old/a.csv", {}}, Case{"quarantine/orders/s/a.csv", {}}, Case{"csv", {}}, Case{"", {}}}) {
    EXPECT_EQ(find_kind(row.key), row.kind) << row.key;
  }
}

TEST(AggregateIncoming, OrdersTheManifestByKindThenBytewiseByKey) {
  const auto incoming =
      sort_incoming(files_of({"orders/b.csv", "order_items/a.csv", "products/a.csv", "orders/a.csv", "orders/B.csv",
                              "products.csv", "orders/\xC3\xA4.csv", "orders/a!.csv"}));
  EXPECT_EQ(keys_of(incoming.files),
            (std::vector<std::string>{"products.csv", "products/a.csv", "orders/B.csv", "orders/a!.csv", "orders/a.csv",
                                      "orders/b.csv", "orders/\xC3\xA4.csv", "order_items/a.csv"}));
  EXPECT_EQ(incoming.files[0].kind, "products");
  EXPECT_EQ(incoming.files[7].kind, "order_items");
}

TEST(AggregateIncoming, NamesWhatIsNoInputButNotTheMarksOfFolders) {
  auto objects = files_of({"orders/readme.txt", "orders/", "orders/old/", "orders/a.csv"});
  objects[1].size = 0;
  objects[2].size = 3;  // somebody's bytes under a folder's name
  EXPECT_EQ(sort_incoming(objects).ignored, (std::vector<std::string>{"orders/readme.txt", "orders/old/"}));
}

// E015
TEST(AggregateIncoming, MissesEachKindThatHasNoFile) {
  const auto missing = [](const std::vector<std::string>& keys) {
    return missing_kinds(sort_incoming(files_of(keys)).files);
  };
  EXPECT_EQ(missing({"orders/a.csv"}), (std::vector<std::string>{"products", "order_items"}));
  EXPECT_EQ(missing({"order_items/a.csv", "products.csv"}), (std::vector<std::string>{"orders"}));
  EXPECT_EQ(missing({"orders/a.csv", "order_items/a.csv", "products/"}), (std::vector<std::string>{"products"}));
  EXPECT_TRUE(missing({"orders/a.csv", "order_items/a.csv", "products/x.csv"}).empty());
  auto empty_file = files_of({"orders/a.csv", "order_items/a.csv", "products.csv"});
  empty_file[0].size = 0;  // bad, not absent
  EXPECT_TRUE(missing_kinds(sort_incoming(empty_file).files).empty());
}

TEST(AggregateIncoming, NamesASetByTheHashOfKeysEtagsAndSizes) {
  const std::vector<ManifestFile> files = {{.kind = "products", .key = "products.csv", .etag = "aa", .size = 12},
                                           {.kind = "orders", .key = "orders/a.csv", .etag = "bb", .size = 0}};
  const std::string hashed("products.csv\0aa\00012\norders/a.csv\0bb\0000\n", 37);
  EXPECT_EQ(set_id_of(files), base::to_hex(base::sha256(hashed)).substr(0, 32));
  auto touched = files;
  touched[0].last_modified += seconds(5);
  EXPECT_EQ(set_id_of(touched), set_id_of(files));  // the same bytes under the same keys
  for (int change = 0; change < 3; ++change) {
    auto other = files;
    if (change == 0) other[1].key += "x";
    if (change == 1) other[1].etag += "x";
    if (change == 2) other[1].size += 1;
    EXPECT_NE(set_id_of(other), set_id_of(files)) << change;
  }
}

TEST(AggregateIncoming, WaitsUntilNothingNewCameForTheSettleWindow) {
  auto files = files_of({"a", "b"});
  const base::TimePoint start = base::from_epoch_millis(1'000'000);
  files[0].last_modified = start;
  files[1].last_modified = start - seconds(500);
  EXPECT_EQ(settle_wait(files, start, seconds(60)), seconds(60));
  EXPECT_EQ(settle_wait(files, start + milliseconds(59'001), seconds(60)), seconds(1));
  EXPECT_EQ(settle_wait(files, start + seconds(60), seconds(60)), seconds(0));
  EXPECT_EQ(settle_wait(files, start + seconds(9999), seconds(60)), seconds(0));
  EXPECT_EQ(settle_wait(files, start, seconds(3600)), seconds(900));          // in several steps
  EXPECT_EQ(settle_wait(files, start - seconds(1), seconds(0)), seconds(0));  // arrived after `now` was read
}

}  // namespace aggregate
