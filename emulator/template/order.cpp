#include "emulator/template/order.h"

#include <algorithm>

namespace cfn {
namespace {

// A depth-first walk: a resource is placed when everything that it waits for has been placed.
class Walk {
 public:
  explicit Walk(const Dependencies& dependencies) : dependencies_(dependencies) {}

  void visit(const std::string& id) {
    if (const auto open = std::ranges::find(path_, id); open != path_.end()) {
      order_.circles.emplace_back(open, path_.end());
      return;
    }
    if (!visited_.insert(id).second) return;
    path_.push_back(id);
    if (const auto waits_for = dependencies_.find(id); waits_for != dependencies_.end()) {
      for (const std::string& other : waits_for->second) visit(other);
    }
    path_.pop_back();
    order_.ids.push_back(id);
  }

  Order take() { return std::move(order_); }

 private:
  const Dependencies& dependencies_;
  std::vector<std::string> path_ = {};
  std::set<std::string> visited_ = {};
  Order order_ = {};
};

}  // namespace

Order order_by_dependencies(const std::vector<std::string>& ids, const Dependencies& dependencies) {
  Walk walk(dependencies);
  for (const std::string& id : ids) walk.visit(id);
  return walk.take();
}

}  // namespace cfn
