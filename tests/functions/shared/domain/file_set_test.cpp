#include "domain/file_set.h"

#include <gtest/gtest.h>

namespace domain {

using base::Json;

// E047
TEST(FileSet, ItsManifestSurvivesJson) {
  const Manifest manifest{.set_id = "abc",
                          .attempt = 2,
                          .bucket = "data",
                          .ids = "str",
                          .created_at = base::from_epoch_millis(1'795'233'060'123),
                          .files = {{.kind = "orders",
                                     .key = "orders/\u00E4.csv",
                                     .etag = "e",
                                     .size = 5'000'000'000,
                                     .last_modified = base::from_epoch_millis(1'795'233'000'001)}}};
  const Manifest read = parse_manifest(Json::parse(to_json(manifest).dump()));
  EXPECT_EQ(read.files, manifest.files);
  EXPECT_EQ(read.created_at, manifest.created_at);
  EXPECT_EQ(to_json(read), to_json(manifest));
  EXPECT_EQ(
      to_json(reference_to(manifest)).dump(),
      R"({"setId":"abc","attempt":2,"bucket":"data","manifest":"processing/abc-2/manifest.json","ids":"str","files":[0]})");
  EXPECT_EQ(result_key("abc", 2, 7), "processing/abc-2/7.json");
}

TEST(FileSet, MayLeaveOutTheFilesButNothingElse) {
  Json json = to_json(FileSet{.set_id = "a", .bucket = "b", .manifest = "m", .files = {0, 1}});
  EXPECT_EQ(parse_file_set(json).files, (std::vector<int>{0, 1}));
  json.erase("files");
  EXPECT_TRUE(parse_file_set(json).files.empty());
  for (const char* name : {"setId", "attempt", "bucket", "manifest", "ids"}) {
    Json without = json;
    without.erase(name);
    EXPECT_THROW(parse_file_set(without), base::JsonError) << name;
  }
  json.set("ids", "uuid");
  EXPECT_THROW(parse_file_set(json), base::JsonError);
}

}  // namespace domain
