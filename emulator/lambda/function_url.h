#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/time.h"
#include "emulator/http/cors.h"
#include "emulator/store/store.h"

namespace lambda_service {

// An HTTP address of a function's own. (Lambda Developer Guide, "Creating and managing Lambda function URLs")
struct FunctionUrl {
  std::string function_arn = {};
  std::string id = {};           // the first label of its host
  bool needs_signature = false;  // AuthType AWS_IAM, not NONE
  bool streams = false;          // InvokeMode RESPONSE_STREAM, not BUFFERED
  std::optional<http::CorsPolicy> cors = {};
  base::TimePoint created = {};
  base::TimePoint modified = {};
  // The template describes it: it is made anew at every boot and not kept.
  bool described = false;
};

// FunctionUrlConfig as the API answers it; `endpoint` is what the caller reached us by.
base::Json describe(const FunctionUrl& url, std::string_view endpoint);

// The URLs of all functions, at most one each.
class FunctionUrls {
 public:
  explicit FunctionUrls(store::Store& store);

  void put(FunctionUrl url);
  void remove(const std::string& function_arn);
  const FunctionUrl* find(std::string_view function_arn) const;
  const FunctionUrl* find_by_id(std::string_view id) const;

 private:
  store::Store& store_;
  store::Space space_ = {};
  std::map<std::string, FunctionUrl, std::less<>> urls_ = {};  // by function ARN
};

}  // namespace lambda_service
