#include "emulator/gateway/route_key.h"

#include <algorithm>

#include "base/text.h"

namespace gateway {

std::optional<RouteKey> RouteKey::parse(std::string_view text) {
  RouteKey key;
  key.text_ = text;
  if (text == "$default") {
    key.method_ = "ANY";
    key.path_ = text;
    return key;
  }
  const auto space = text.find(' ');
  if (space == std::string_view::npos || space + 1 >= text.size() || text[space + 1] != '/') return std::nullopt;
  key.method_ = text.substr(0, space);
  key.path_ = text.substr(space + 1);
  for (const std::string_view part : base::split(std::string_view(key.path_).substr(1), '/')) {
    if (!key.segments_.empty() && key.segments_.back().kind == Segment::Kind::kGreedy) return std::nullopt;
    if (!part.starts_with('{') || !part.ends_with('}')) {
      key.segments_.push_back({.text = std::string(part)});
    } else if (part.ends_with("+}")) {
      key.segments_.push_back({.kind = Segment::Kind::kGreedy, .text = std::string(part.substr(1, part.size() - 3))});
    } else {
      key.segments_.push_back({.kind = Segment::Kind::kLabel, .text = std::string(part.substr(1, part.size() - 2))});
    }
  }
  return key;
}

std::string RouteKey::as_resource() const {
  if (is_default()) return path_;
  return (method_ == "ANY" ? "*" : method_) + path_;
}

std::optional<PathParameters> RouteKey::match(std::string_view method, const std::vector<std::string>& segments) const {
  if (method_ != "ANY" && method_ != method) return std::nullopt;
  PathParameters parameters;
  if (is_default()) return parameters;
  const bool greedy = !segments_.empty() && segments_.back().kind == Segment::Kind::kGreedy;
  if (greedy ? segments.size() < segments_.size() : segments.size() != segments_.size()) return std::nullopt;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Segment& wanted = segments_[i];
    if (wanted.kind == Segment::Kind::kPlain) {
      if (wanted.text != segments[i]) return std::nullopt;
      continue;
    }
    std::string value = segments[i];
    if (value.empty()) return std::nullopt;
    for (std::size_t j = i + 1; wanted.kind == Segment::Kind::kGreedy && j < segments.size(); ++j) {
      value += '/' + segments[j];
    }
    parameters.emplace_back(wanted.text, std::move(value));
  }
  return parameters;
}

bool RouteKey::is_before(const RouteKey& other) const {
  if (is_default() != other.is_default()) return other.is_default();
  for (std::size_t i = 0; i < std::min(segments_.size(), other.segments_.size()); ++i) {
    if (segments_[i].kind != other.segments_[i].kind) return segments_[i].kind < other.segments_[i].kind;
  }
  return method_ != "ANY" && other.method_ == "ANY";
}

std::vector<std::string> path_segments(std::string_view encoded_path) {
  if (encoded_path.starts_with('/')) encoded_path.remove_prefix(1);
  std::vector<std::string> segments;
  for (const std::string_view part : base::split(encoded_path, '/')) segments.push_back(base::percent_decode(part));
  return segments;
}

}  // namespace gateway
