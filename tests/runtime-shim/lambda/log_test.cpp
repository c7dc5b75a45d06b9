#include "lambda/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include "lambda/metrics.h"

namespace lambda {

using base::Json;

std::string lines_of(const std::function<void(Log&)>& use, Level least = Level::kInfo) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  Log log(ends[1], least);
  use(log);
  close(ends[1]);
  std::string text;
  char piece[4096];
  for (ssize_t got = 0; (got = read(ends[0], piece, sizeof piece)) > 0;) text.append(piece, std::size_t(got));
  close(ends[0]);
  return text;
}

// E009
TEST(LambdaLog, WritesOneObjectALineWithTheInvocationsId) {
  const std::string text = lines_of([](Log& log) {
    log.begin("r-1", base::from_epoch_millis(1'795'233'060'123));
    log.info("the set is \"complete\"\n", {{"setId", "abc"}, {"files", 3}});
  });
  EXPECT_EQ(text, R"({"timestamp":"2026-11-21T03:51:00.123Z","level":"INFO","message":"the set is \"complete\"\n",)"
                  R"("requestId":"r-1","setId":"abc","files":3})"
                  "\n");
}

TEST(LambdaLog, DropsWhatIsLessThanItsLevel) {
  const std::string text = lines_of(
      [](Log& log) {
        log.debug("a");
        log.info("b");
        log.warn("c");
        log.error("d");
      },
      parse_level("WARN"));
  EXPECT_EQ(text.find("\"b\""), std::string::npos);
  EXPECT_NE(text.find("\"c\""), std::string::npos);
  EXPECT_NE(text.find("\"d\""), std::string::npos);
  EXPECT_EQ(parse_level("nonsense"), Level::kInfo);
}

// E009
TEST(LambdaMetrics, SpeakTheEmbeddedMetricFormat) {
  Metrics metrics("aggregate");
  metrics.count("FilesArchived");
  metrics.count("FilesArchived", 2);
  metrics.milliseconds("Took", 1.5);
  const Json line = metrics.take(base::from_epoch_millis(1000), "r-1");
  EXPECT_EQ(line.dump(),
            R"({"_aws":{"Timestamp":1000,"CloudWatchMetrics":[{"Namespace":"Feedmill","Dimensions":[["FunctionName"]],)"
            R"("Metrics":[{"Name":"FilesArchived","Unit":"Count"},{"Name":"Took","Unit":"Milliseconds"}]}]},)"
            R"("FunctionName":"aggregate","requestId":"r-1","FilesArchived":3,"Took":1.5})");
  EXPECT_TRUE(metrics.empty());
}

// E120
TEST(LambdaMetrics, RefusalsAreOneMetricOfAllFunctions) {
  Metrics metrics("normalize");
  metrics.note_failure("ThrottlingException");
  EXPECT_TRUE(metrics.empty());
  metrics.count("EventsFailed");
  metrics.note_failure("AccessDeniedException");
  metrics.note_failure("InvalidSignatureException");
  EXPECT_EQ(metrics.take(base::from_epoch_millis(1000), "r-1").dump(),
            R"({"_aws":{"Timestamp":1000,"CloudWatchMetrics":[{"Namespace":"Feedmill","Dimensions":[["FunctionName"]],)"
            R"("Metrics":[{"Name":"EventsFailed","Unit":"Count"}]},{"Namespace":"Feedmill","Dimensions":[[]],)"
            R"("Metrics":[{"Name":"AuthFailures","Unit":"Count"}]}]},)"
            R"("FunctionName":"normalize","requestId":"r-1","EventsFailed":1,"AuthFailures":2})");
}

}  // namespace lambda
