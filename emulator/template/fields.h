#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/template/node.h"
#include "emulator/template/problem.h"

namespace cfn {

struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

// Reads the members of one map and remembers which were asked for: at the end of its life it reports every member that
// nobody asked for, and names those that could have been. So what is supported is said once, by the code that reads it.
//
// Wrong kinds and values are reported and read as absent; what is unknown (see Node) is read as absent in silence.
class Fields {
 public:
  Fields(const Node& map, Problems& problems);
  ~Fields();
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  const Node& node() const { return node_; }
  Problems& problems() { return problems_; }
  void problem(std::string message) { problems_.add(node_, std::move(message)); }

  const Node* find(std::string_view name);     // null where absent, or unknown
  const Node* require(std::string_view name);  // the same, and reports where it is absent

  std::optional<std::string> find_text(std::string_view name);
  std::string text(std::string_view name, std::string_view otherwise = "");
  std::string require_text(std::string_view name);
  std::string one_of(std::string_view name, std::initializer_list<std::string_view> allowed,
                     std::string_view otherwise);
  std::optional<std::int64_t> find_integer(std::string_view name, Range range);
  std::int64_t integer(std::string_view name, Range range, std::int64_t otherwise);
  double number(std::string_view name, double otherwise);
  bool flag(std::string_view name, bool otherwise);
  std::vector<std::string> texts(std::string_view name);  // a list of strings, or one string
  base::Json json(std::string_view name);                 // a map, or text that holds one; null where absent

  using Read = std::function<void(Fields&)>;
  bool object(std::string_view name, const Read& read);   // false where absent
  void objects(std::string_view name, const Read& read);  // each map of a list
  void entries(std::string_view name, const std::function<void(const std::string&, const Node&)>& read);  // of a map

 private:
  const Node& node_;
  Problems& problems_;
  std::vector<std::string> asked_ = {};
};

// The text of a scalar; reports and gives nothing where it is none.
std::optional<std::string> find_scalar(const Node& node, Problems& problems);

std::string list_of(const std::vector<std::string>& names);  // "A, B and C"

}  // namespace cfn
