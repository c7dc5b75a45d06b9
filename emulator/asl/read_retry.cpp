#include <algorithm>

#include "emulator/asl/definition_reader.h"

// Retriers and Catchers. (States Language, "Errors")

namespace asl {
namespace read_retry_detail {

constexpr std::int64_t kMaxAttempts = 99'999'999;
constexpr double kMaxDelay = 31'622'400;  // Developer Guide: greater than 0, less than this many seconds

// States.ALL must stand alone, and in the last one.
void check_errors(const DefinitionReader& in, const std::vector<std::string>& errors, bool is_last) {
  const bool has_all = std::ranges::find(errors, "States.ALL") != errors.end();
  if (has_all && errors.size() > 1) {
    in.complain("ErrorEquals", "States.ALL must appear alone");
  } else if (has_all && !is_last) {
    in.complain("ErrorEquals", "States.ALL can only be in the last element");
  }
}

std::size_t count(const DefinitionReader& in, std::string_view field) {
  const Json* list = in.object().find(field);
  return list == nullptr ? 0 : list->size();
}

}  // namespace read_retry_detail

std::vector<Retrier> read_retriers(const DefinitionReader& in) {
  std::vector<Retrier> retriers;
  const std::size_t count = read_retry_detail::count(in, "Retry");
  std::size_t index = 0;
  in.each("Retry", [&](const DefinitionReader& reader) {
    reader.require({"ErrorEquals"});
    reader.allow_only({{"ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds",
                        "JitterStrategy", "Comment"}});
    Retrier retrier{.errors = reader.texts("ErrorEquals")};
    retrier.interval_seconds =
        double(reader.integer("IntervalSeconds", 1, read_retry_detail::kMaxAttempts).value_or(1));
    retrier.max_attempts = reader.integer("MaxAttempts", 0, read_retry_detail::kMaxAttempts).value_or(3);
    retrier.backoff_rate = reader.number("BackoffRate", 1).value_or(2);
    retrier.max_delay_seconds = reader.number("MaxDelaySeconds", 1);
    if (retrier.max_delay_seconds && *retrier.max_delay_seconds >= read_retry_detail::kMaxDelay) {
      reader.complain("MaxDelaySeconds", "Value must be less than 31622400");
    }
    if (const auto strategy = reader.text("JitterStrategy"); reader.object().contains("JitterStrategy")) {
      retrier.full_jitter = strategy == "FULL";
      if (strategy != "FULL" && strategy != "NONE") {
        reader.complain("JitterStrategy", "The field 'JitterStrategy' should have one of these values: [FULL, NONE]");
      }
    }
    read_retry_detail::check_errors(reader, retrier.errors, ++index == count);
    retriers.push_back(std::move(retrier));
  });
  return retriers;
}

std::vector<Catcher> read_catchers(const DefinitionReader& in) {
  std::vector<Catcher> catchers;
  const std::size_t count = read_retry_detail::count(in, "Catch");
  std::size_t index = 0;
  in.each("Catch", [&](const DefinitionReader& reader) {
    reader.require({"ErrorEquals", "Next"});
    reader.allow_only({{"ErrorEquals", "Next", "ResultPath", "Assign", "Comment"}});
    Catcher catcher{.errors = reader.texts("ErrorEquals"),
                    .result_path = reader.reference_path("ResultPath"),
                    .assign = reader.assign(),
                    .next = reader.target("Next")};
    read_retry_detail::check_errors(reader, catcher.errors, ++index == count);
    catchers.push_back(std::move(catcher));
  });
  return catchers;
}

}  // namespace asl
