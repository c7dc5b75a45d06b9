#include "emulator/store/checkpoints.h"

#include <gtest/gtest.h>

#include "emulator/store/fixture.h"

namespace store {

// How long the log gets depends on how fast the disk is beside the writer, so the test waits for the beginning anew and
// not for a length.
TEST(Checkpoints, TheLogBeginsAgainUnderWritingThatNeverPauses) {
  Fixture fixture;
  fixture.with_store([&](Store& store) {
    const Space space = store.space("s");
    constexpr std::uintmax_t kMegabyte = 1 << 20;
    constexpr std::uintmax_t kGivesUpAt = 2048 * kMegabyte;
    std::uintmax_t written = 0;
    std::uintmax_t log = 0;
    for (int i = 0; written <= log; ++i) {  // with nothing taken out, the log is longer than what was written
      // Another letter each time: SQLite leaves a page alone that would not change.
      put(store, space, std::to_string(i % 20), std::string(kMegabyte, static_cast<char>('a' + i % 26)));
      log = std::filesystem::file_size(fixture.directory / "store.db-wal");
      written += kMegabyte;
      ASSERT_LT(written, kGivesUpAt) << "the log only grows";
    }
    EXPECT_EQ(store.check(), std::vector<std::string>());
  });
}

}  // namespace store
