#include "emulator/cloudwatch/metric.h"

#include <gtest/gtest.h>

namespace cloudwatch {
namespace metric_test {

std::vector<std::string> read(std::string_view line) {
  std::vector<std::string> samples;
  for (const Sample& sample : parse_embedded_metrics(line, "000000000000", "us-east-1")) {
    std::string text = sample.id.name_space + " " + sample.id.name;
    for (const auto& [name, value] : sample.id.dimensions) text += " " + name + "=" + value;
    samples.push_back(fmt::format("{}: {} of {} from {} to {} {} at {}", text, sample.values.sum, sample.values.count,
                                  sample.values.minimum, sample.values.maximum, sample.unit,
                                  base::to_epoch_millis(sample.time)));
  }
  return samples;
}

using Lines = std::vector<std::string>;

TEST(EmbeddedMetrics, EachMetricCountsUnderEachSetOfDimensions) {
  EXPECT_EQ(read(R"({"_aws":{"Timestamp":1000,"CloudWatchMetrics":[
                {"Namespace":"N","Dimensions":[["F","G"],[]],"Metrics":[{"Name":"A","Unit":"Count"},{"Name":"B"}]}]},
                "F":"f","G":"g","A":3,"B":[1,2.5,-1]})"),
            (Lines{"N A F=f G=g: 3 of 1 from 3 to 3 Count at 1000", "N A: 3 of 1 from 3 to 3 Count at 1000",
                   "N B F=f G=g: 2.5 of 3 from -1 to 2.5 None at 1000", "N B: 2.5 of 3 from -1 to 2.5 None at 1000"}));
}

TEST(EmbeddedMetrics, WhatIsNotWholeIsLeftOutAsCloudWatchDoes) {
  const auto with = [](std::string_view metrics, std::string_view members) {
    return read(fmt::format(R"({{"_aws":{{"Timestamp":1,"CloudWatchMetrics":[{}]}},{}}})", metrics, members));
  };
  constexpr std::string_view kOne = R"({"Namespace":"N","Dimensions":[["F"]],"Metrics":[{"Name":"A"}]})";
  EXPECT_EQ(with(kOne, R"("F":"f","A":1)").size(), 1u);
  EXPECT_EQ(with(kOne, R"("F":"f")"), Lines());
  EXPECT_EQ(with(kOne, R"("F":"f","A":"1")"), Lines());
  EXPECT_EQ(with(kOne, R"("F":"f","A":[])"), Lines());
  EXPECT_EQ(with(kOne, R"("F":"f","A":[1,"2"])"), Lines());
  EXPECT_EQ(with(kOne, R"("F":1,"A":1)"), Lines());
  EXPECT_EQ(with(R"({"Namespace":"N","Dimensions":[[1]],"Metrics":[{"Name":"A"}]})", R"("A":1)"), Lines());
  EXPECT_EQ(with(R"("text")", R"("A":1)"), Lines());
}

TEST(EmbeddedMetrics, OtherLinesAreNone) {
  for (const char* line : {"", "START RequestId: x", R"({"message":"_aws"})", R"(not JSON "_aws")", R"(["_aws"])",
                           R"({"_aws":1})", R"({"_aws":{"Timestamp":"1"}})", R"({"_aws":{"Timestamp":1}})"}) {
    EXPECT_EQ(read(line), Lines()) << line;
  }
}

TEST(Statistics, OfManyValues) {
  Statistics all;
  for (const double value : {4.0, -2.0, 1.0}) all.add(Statistics::of(value));
  all.add(Statistics::of(2, 3));
  EXPECT_EQ(all.get("SampleCount"), 6);
  EXPECT_EQ(all.get("Sum"), 9);
  EXPECT_EQ(all.get("Average"), 1.5);
  EXPECT_EQ(all.get("Minimum"), -2);
  EXPECT_EQ(all.get("Maximum"), 4);
  EXPECT_TRUE(is_statistic("Sum"));
  EXPECT_FALSE(is_statistic("p99"));
}

}  // namespace metric_test
}  // namespace cloudwatch
