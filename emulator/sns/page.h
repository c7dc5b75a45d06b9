#pragma once

#include "emulator/sns/operations.h"

namespace sns {

// One page of 100 of what is listed by ARN; the token is the last ARN of the page before. {"<member>": […],
// "NextToken": …}. (SNS API Reference, ListTopics)
template <class Item, class ArnOf, class Show>
base::Json page_of(const std::vector<const Item*>& items, const std::string& token, std::string_view member,
                   const ArnOf& arn_of, const Show& show) {
  constexpr std::size_t kPage = 100;
  base::Json list = base::Json::array();
  std::string last, next;
  for (const Item* item : items) {
    if (arn_of(*item) <= token) continue;
    if (list.size() == kPage) {
      next = last;
      break;
    }
    list.push_back(show(*item));
    last = arn_of(*item);
  }
  base::Json answer = base::Json::object();
  answer.set(member, std::move(list));
  if (!next.empty()) answer.set("NextToken", next);
  return answer;
}

inline base::Json page_of_subscriptions(const std::vector<const Subscription*>& items, const std::string& token) {
  return page_of(
      items, token, "Subscriptions", [](const Subscription& each) { return each.arn; },
      [](const Subscription& each) { return describe(each); });
}

}  // namespace sns
