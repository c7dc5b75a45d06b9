#include "base/time.h"

#include <gtest/gtest.h>

namespace base {

TEST(Time, SpellsAnInstantInEveryFormThatTheWireKnows) {
  const TimePoint time = from_epoch_millis(1'795'233'060'123);
  EXPECT_EQ(format_iso8601(time), "2026-11-21T03:51:00.123Z");
  EXPECT_EQ(format_iso8601(time, Precision::kSeconds), "2026-11-21T03:51:00Z");
  EXPECT_EQ(format_http_date(time), "Sat, 21 Nov 2026 03:51:00 GMT");
  EXPECT_EQ(format_amz_date(time), "20261121T035100Z");
  EXPECT_EQ(parse_iso8601("2026-11-21T04:51:00.123+01:00"), time);
  EXPECT_EQ(parse_http_date("Sat, 21 Nov 2026 03:51:00 GMT"), from_epoch_seconds(1'795'233'060));
  EXPECT_EQ(parse_amz_date("20261121T035100Z"), from_epoch_seconds(1'795'233'060));
}

TEST(Time, RefusesWhatIsNoInstant) {
  for (const char* text : {"2026-02-30T00:00:00Z", "2026-11-21", "2026-11-21T03:51:00", "2026-11-21T24:00:00Z", "x"}) {
    EXPECT_FALSE(parse_iso8601(text)) << text;
  }
}

}  // namespace base
