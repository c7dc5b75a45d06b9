#include "emulator/lambda/marker_page.h"

#include <algorithm>

#include "base/text.h"
#include "emulator/lambda/errors.h"

namespace lambda_service {

MarkerPage::MarkerPage(const protocol::RestCall& call, std::string_view member, std::int64_t most)
    : member_(member), marker_(call.parameter("Marker")) {
  const auto limit = base::parse_int(call.parameter("MaxItems", std::to_string(most)));
  if (!limit || *limit < 1) throw invalid_parameter("MaxItems must be a number from 1 up");
  limit_ = std::min(*limit, most);
}

bool MarkerPage::add(const std::string& key, base::Json shown) {
  if (static_cast<std::int64_t>(shown_.size()) == limit_) {
    next_ = last_;
    return false;
  }
  shown_.push_back(std::move(shown));
  last_ = key;
  return true;
}

base::Json MarkerPage::answer() const {
  base::Json answer = {{member_, shown_}};
  if (!next_.empty()) answer.set("NextMarker", next_);
  return answer;
}

}  // namespace lambda_service
