#include "emulator/asl/path.h"

#include <algorithm>

namespace asl {
namespace path_detail {
namespace {

using Kind = PathStep::Kind;

std::size_t clamp_index(std::int64_t index, std::size_t size) {
  const auto count = static_cast<std::int64_t>(size);
  return static_cast<std::size_t>(std::clamp<std::int64_t>(index < 0 ? index + count : index, 0, count));
}

void for_each_child(const Json& value, const std::function<void(const Json&)>& visit) {
  for (const Json& element : value.elements()) {
    visit(element);
  }
  for (const auto& member : value.members()) {
    visit(member.second);
  }
}

void collect_all(const Json& value, std::vector<const Json*>& out) {
  out.push_back(&value);
  for_each_child(value, [&](const Json& child) { collect_all(child, out); });
}

void apply(const PathStep& step, const Json& value, const Json& root, std::vector<const Json*>& out) {
  switch (step.kind) {
    case Kind::kNames:
      for (const auto& name : step.names) {
        if (const Json* member = value.find(name)) {
          out.push_back(member);
        }
      }
      break;
    case Kind::kIndexes:
      for (const auto index : step.indexes) {
        const auto count = static_cast<std::int64_t>(value.elements().size());
        const auto at = index < 0 ? index + count : index;
        if (at >= 0 && at < count) {
          out.push_back(&value.elements()[static_cast<std::size_t>(at)]);
        }
      }
      break;
    case Kind::kWildcard:
      for_each_child(value, [&](const Json& child) { out.push_back(&child); });
      break;
    case Kind::kSlice: {
      const auto elements = value.elements();
      const auto to = clamp_index(step.to.value_or(static_cast<std::int64_t>(elements.size())), elements.size());
      const auto by = std::min<std::int64_t>(step.by.value_or(1), static_cast<std::int64_t>(elements.size()) + 1);
      for (auto i = clamp_index(step.from.value_or(0), elements.size()); i < to; i += static_cast<std::size_t>(by)) {
        out.push_back(&elements[i]);
      }
      break;
    }
    case Kind::kDescend:
      collect_all(value, out);
      break;
    case Kind::kFilter:
      // Jayway filters the elements of a list; of an object it asks the object itself.
      if (value.is_object()) {
        if (matches(*step.filter, value, root)) {
          out.push_back(&value);
        }
      } else {
        for (const Json& element : value.elements()) {
          if (matches(*step.filter, element, root)) {
            out.push_back(&element);
          }
        }
      }
      break;
    case Kind::kLength:
      out.push_back(&value);  // counted by who asked
      break;
  }
}

}  // namespace

std::vector<const Json*> select(const Json& from, const Json& root, const std::vector<PathStep>& steps) {
  std::vector<const Json*> found = {&from};
  for (const auto& step : steps) {
    std::vector<const Json*> next;
    for (const Json* value : found) {
      apply(step, *value, root, next);
    }
    found = std::move(next);
  }
  return found;
}

}  // namespace path_detail

bool Path::is_definite() const { return std::ranges::none_of(steps_, path_detail::is_plural); }

bool Path::is_reference() const {
  return root_ == Root::kData && is_definite() &&
         std::ranges::none_of(steps_, [](const PathStep& step) { return step.kind == PathStep::Kind::kLength; });
}

const Json* Path::root(const Scope& scope) const {
  switch (root_) {
    case Root::kData:
      return &scope.data;
    case Root::kContext:
      return scope.context ? &scope.context() : nullptr;
    case Root::kVariable:
      return scope.find_variable ? scope.find_variable(variable_) : nullptr;
  }
  return nullptr;
}

std::optional<Json> Path::find(const Scope& scope) const {
  const Json* from = root(scope);
  if (from == nullptr) {
    return std::nullopt;
  }
  const bool counts = !steps_.empty() && steps_.back().kind == PathStep::Kind::kLength;
  const auto found = path_detail::select(*from, *from, steps_);
  const bool plural = std::any_of(steps_.begin(), steps_.end(), path_detail::is_plural);
  if (counts) {
    const bool list = plural || (found.size() == 1 && (found[0]->is_array() || found[0]->is_object()));
    if (!list) {
      return std::nullopt;
    }
    return Json(plural ? found.size() : found[0]->size());
  }
  if (!plural) {
    return found.empty() ? std::nullopt : std::optional<Json>(*found[0]);
  }
  Json::Array list;
  list.reserve(found.size());
  for (const Json* value : found) {
    list.push_back(*value);
  }
  return Json(std::move(list));
}

std::string Path::explain_missing(const Scope& scope) const {
  const Json* from = root(scope);
  if (from == nullptr) {
    return "Variable '" + variable_ + "' is not defined";
  }
  // Jayway names the path as far as the first thing that is not there.
  std::string walked = "$";
  std::vector<PathStep> prefix;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const auto& step = steps_[i];
    if (step.kind == PathStep::Kind::kNames && step.names.size() == 1) {
      walked += "['" + step.names[0] + "']";
    } else if (step.kind == PathStep::Kind::kIndexes && step.indexes.size() == 1) {
      walked += "[" + std::to_string(step.indexes[0]) + "]";
    }
    prefix.push_back(step);
    if (path_detail::select(*from, *from, prefix).empty()) {
      if (step.kind == PathStep::Kind::kIndexes) {
        return "Index out of bounds when evaluating path " + walked;
      }
      return (i + 1 < steps_.size() ? "Missing property in path " : "No results for path: ") + walked;
    }
  }
  return "No results for path: " + walked;
}

}  // namespace asl
