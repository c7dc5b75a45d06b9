#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "aws/sigv4.h"

namespace aws {

// A service as a client sees it. Those that the functions call; another one is one line more.
struct Service {
  std::string_view name = {};               // in the endpoint and in the signature
  std::string_view endpoint_variable = {};  // AWS_ENDPOINT_URL_…
  std::string_view target_prefix = {};      // X-Amz-Target of the JSON protocols
  std::string_view json_version = {};
};
inline constexpr Service kS3{"s3", "AWS_ENDPOINT_URL_S3", "", ""};
inline constexpr Service kDynamoDb{"dynamodb", "AWS_ENDPOINT_URL_DYNAMODB", "DynamoDB_20120810", "1.0"};
inline constexpr Service kSqs{"sqs", "AWS_ENDPOINT_URL_SQS", "AmazonSQS", "1.0"};
inline constexpr Service kStepFunctions{"states", "AWS_ENDPOINT_URL_SFN", "AWSStepFunctions", "1.0"};
inline constexpr Service kEventBridge{"events", "AWS_ENDPOINT_URL_EVENTBRIDGE", "AWSEvents", "1.1"};

// Who signs, where the services are: from the standard environment variables, as AWS's own SDKs read them.
struct Config {
  using Lookup = std::function<std::optional<std::string>(std::string_view name)>;

  sigv4::Credentials credentials = {};  // AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN
  std::string region = {};              // AWS_REGION, else AWS_DEFAULT_REGION
  Lookup lookup = {};                   // for AWS_ENDPOINT_URL_<SERVICE> and AWS_ENDPOINT_URL, which win over AWS's own

  // Throws Failure "BadEnvironment" naming all that is missing.
  static Config from_environment();
  static Config from(Lookup lookup);

  struct Endpoint {
    std::string url = {};  // "http://127.0.0.1:4566", no '/' at the end
    bool given = false;    // by a variable: S3 then speaks path-style
  };
  Endpoint endpoint(const Service& service) const;
};

}  // namespace aws
