#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

// Path: a JSONPath as the States Language writes them: `$.a[0]` of the state's data, `$$.State.Name` of the context
// object, `$name.a` of a variable.
//
// The dialect is Jayway's, which AWS runs: names by dot or bracket, unions, indexes (negative from the end), slices,
// wildcards, recursive descent, filters, and `.length()` at the end. A path without the plural ones is definite and
// names one value; any other selects a list, which may be empty.

namespace asl {

using base::Json;

// What an expression can see: the data that `$` names, and behind functions what is made only when asked for.
struct Scope {
  const Json& data;
  std::function<const Json&()> context = {};                        // `$$`
  std::function<const Json*(std::string_view)> find_variable = {};  // `$name`
  std::function<std::uint64_t()> random = {};                       // next of the execution's random numbers
};

struct PathFilter;

struct PathStep {
  enum class Kind { kNames, kIndexes, kWildcard, kSlice, kDescend, kFilter, kLength };
  Kind kind = Kind::kNames;
  std::vector<std::string> names = {};
  std::vector<std::int64_t> indexes = {};
  std::optional<std::int64_t> from = {}, to = {}, by = {};
  std::shared_ptr<const PathFilter> filter = {};
};

class Path {
 public:
  static std::optional<Path> parse(std::string_view text);

  const std::string& text() const { return text_; }
  bool is_definite() const;
  // Only names and indexes below `$`: what ResultPath accepts.
  bool is_reference() const;
  const std::vector<PathStep>& steps() const { return steps_; }
  // The variable's name; empty for `$` and `$$`.
  const std::string& variable() const { return variable_; }

  // The value that it names, or the list that it selects. Nothing where a definite path leads nowhere.
  std::optional<Json> find(const Scope& scope) const;
  // Why `find` found nothing, in Jayway's words: "Missing property in path $['a']".
  std::string explain_missing(const Scope& scope) const;

 private:
  enum class Root { kData, kContext, kVariable };
  const Json* root(const Scope& scope) const;

  std::string text_ = {};
  Root root_ = Root::kData;
  std::string variable_ = {};
  std::vector<PathStep> steps_ = {};
};

namespace path_detail {
// Reads steps from `text` on from `position` as far as they go; false where one is malformed.
bool parse_steps(std::string_view text, std::size_t& position, std::vector<PathStep>& steps);
std::shared_ptr<const PathFilter> parse_filter(std::string_view text);
bool matches(const PathFilter& filter, const Json& candidate, const Json& root);
std::vector<const Json*> select(const Json& from, const Json& root, const std::vector<PathStep>& steps);
bool is_plural(const PathStep& step);
}  // namespace path_detail

}  // namespace asl
