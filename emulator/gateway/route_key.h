#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gateway {

// What a path's {labels} stand for, in the order of the path.
using PathParameters = std::vector<std::pair<std::string, std::string>>;

// "POST /v1/orders/{id}", "ANY /{proxy+}", "$default": which requests a route is for.
class RouteKey {
 public:
  static std::optional<RouteKey> parse(std::string_view text);

  const std::string& text() const { return text_; }
  const std::string& path() const { return path_; }  // "/v1/orders/{id}"; "$default"
  std::string as_resource() const;                   // "POST/v1/orders/{id}", "*/files": as ARNs have it
  bool is_default() const { return path_ == "$default"; }

  // The path's parameters where the request fits; `segments` are those of a decoded path.
  std::optional<PathParameters> match(std::string_view method, const std::vector<std::string>& segments) const;

  // Whether this is the more particular of two that fit the same request: at the first segment that differs a plain one
  // is before {label} and that before {label+}; then a method is before ANY; $default is last.
  // Source: API Gateway Developer Guide, "Create routes for HTTP APIs".
  bool is_before(const RouteKey& other) const;

 private:
  struct Segment {
    enum class Kind { kPlain, kLabel, kGreedy } kind = Kind::kPlain;
    std::string text = {};
  };
  std::string text_ = {};
  std::string method_ = {};
  std::string path_ = {};
  std::vector<Segment> segments_ = {};
};

// "/a/b%2Fc" → {"a", "b/c"}: split as it came, then decoded.
std::vector<std::string> path_segments(std::string_view encoded_path);

}  // namespace gateway
