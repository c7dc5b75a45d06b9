#include "emulator/sns/topics.h"

#include <fmt/format.h>

#include "base/text.h"
#include "emulator/sns/errors.h"
#include "emulator/sns/filter_policy.h"
#include "emulator/sns/notification.h"

namespace sns {

Topics::Topics(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries)
    : loop_(loop),
      store_(store),
      deliveries_(deliveries),
      topic_space_(store.space("sns/topic")),
      subscription_space_(store.space("sns/subscription")) {
  store_.each(topic_space_, "", [&](std::string_view key, std::string_view value) {
    topics_[std::string(key)] = decode_topic(value);
    return true;
  });
  store_.each(subscription_space_, "", [&](std::string_view key, std::string_view value) {
    subscriptions_[std::string(key)] = decode_subscription(value);
    return true;
  });
}

void Topics::save(const TopicDescription& topic) {
  store::Transaction transaction(store_);
  transaction.put(topic_space_, topic.arn(), encode(topic).dump());
  transaction.on_commit([&] { topics_[topic.arn()] = topic; });
  transaction.commit();
}

void Topics::save(const Subscription& subscription) {
  store::Transaction transaction(store_);
  transaction.put(subscription_space_, subscription.arn, encode(subscription).dump());
  transaction.on_commit([&] { subscriptions_[subscription.arn] = subscription; });
  transaction.commit();
}

void Topics::ensure(const TopicDescription& topic) {
  check(topic);
  const TopicDescription* there = find(topic.arn());
  if (!there || *there != topic) save(topic);
}

void Topics::ensure(const SubscriptionDescription& subscription) {
  check(subscription);
  get(subscription.topic_arn);
  if (const Subscription* there = find_like(subscription)) {
    save(Subscription{.arn = there->arn, .owner = there->owner, .description = subscription});
  } else {
    subscribe(subscription);
  }
}

void Topics::create(const TopicDescription& topic) {
  check(topic);
  const TopicDescription* there = find(topic.arn());
  if (!there) {
    save(topic);
    return;
  }
  if (!topic.tags.empty() && there->tags != topic.tags) {
    throw invalid_parameter("Tags Reason: Topic already exists with different tags");
  }
  if ((!topic.display_name.empty() && there->display_name != topic.display_name) ||
      (!topic.policy.empty() && there->policy != topic.policy)) {
    throw invalid_parameter("Attributes Reason: Topic already exists with different attributes");
  }
}

void Topics::configure(const TopicDescription& topic) {
  get(topic.arn());
  save(topic);
}

void Topics::remove(const std::string& arn) {
  if (!find(arn)) return;
  store::Transaction transaction(store_);
  transaction.erase(topic_space_, arn);
  for (const Subscription* subscription : subscriptions_of(arn))
    transaction.erase(subscription_space_, subscription->arn);
  transaction.commit();
  for (const Subscription* subscription : subscriptions_of(arn)) subscriptions_.erase(std::string(subscription->arn));
  topics_.erase(arn);
}

const TopicDescription* Topics::find(std::string_view arn) const {
  const auto found = topics_.find(arn);
  return found == topics_.end() ? nullptr : &found->second;
}

const TopicDescription& Topics::get(std::string_view arn) const {
  const TopicDescription* found = find(arn);
  if (!found) throw topic_not_found();
  return *found;
}

std::vector<const TopicDescription*> Topics::list(std::string_view account, std::string_view region) const {
  std::vector<const TopicDescription*> result;
  for (const auto& [arn, topic] : topics_) {
    if (topic.account == account && topic.region == region) result.push_back(&topic);
  }
  return result;
}

const Subscription* Topics::find_like(const SubscriptionDescription& subscription) const {
  for (const Subscription* there : subscriptions_of(subscription.topic_arn)) {
    if (there->description.protocol == subscription.protocol && there->description.endpoint == subscription.endpoint) {
      return there;
    }
  }
  return nullptr;
}

std::string Topics::subscribe(const SubscriptionDescription& subscription) {
  check(subscription);
  const TopicDescription& topic = get(subscription.topic_arn);
  Subscription made{.owner = topic.account, .description = subscription};
  if (const Subscription* there = find_like(subscription)) {
    made.arn = there->arn;
    if (!(encode(*there) == encode(made))) {
      throw invalid_parameter("Attributes Reason: Subscription already exists with different attributes");
    }
    return made.arn;
  }
  made.arn = subscription.topic_arn + ":" + loop_.world().uuid();
  save(made);
  return made.arn;
}

void Topics::configure(const Subscription& subscription) {
  get_subscription(subscription.arn);
  check(subscription.description);
  save(subscription);
}

void Topics::unsubscribe(const std::string& arn) {
  store::Transaction transaction(store_);
  transaction.erase(subscription_space_, arn);
  transaction.commit();
  subscriptions_.erase(arn);
}

const Subscription& Topics::get_subscription(std::string_view arn) const {
  const auto found = subscriptions_.find(arn);
  if (found == subscriptions_.end()) throw subscription_not_found();
  return found->second;
}

std::vector<const Subscription*> Topics::subscriptions(std::string_view account, std::string_view region) const {
  std::vector<const Subscription*> result;
  for (const TopicDescription* topic : list(account, region)) {
    for (const Subscription* subscription : subscriptions_of(topic->arn())) result.push_back(subscription);
  }
  return result;
}

std::vector<const Subscription*> Topics::subscriptions_of(std::string_view topic_arn) const {
  std::vector<const Subscription*> result;
  const std::string prefix = std::string(topic_arn) + ":";
  for (auto it = subscriptions_.lower_bound(prefix); it != subscriptions_.end() && it->first.starts_with(prefix);
       ++it) {
    result.push_back(&it->second);
  }
  return result;
}

std::string Topics::publish(const std::string& topic_arn, Publication publication) {
  get(topic_arn);
  publication.id = loop_.world().uuid();
  publication.topic_arn = topic_arn;
  publication.published = loop_.now();
  if (observer_) observer_(publication);
  store::Transaction transaction(store_);
  for (const Subscription* subscription : subscriptions_of(topic_arn)) {
    const SubscriptionDescription& d = subscription->description;
    if (!passes_filter(d.filter_policy, d.filter_policy_scope, publication)) continue;
    deliveries_.send(transaction, notification(publication, *subscription));
  }
  transaction.commit();
  return publication.id;
}

delivery::Outcome Topics::deliver(const delivery::Message& message) {
  Publication publication{.message = message.payload, .subject = message.attributes.text("subject")};
  if (const base::Json* attributes = message.attributes.find("messageAttributes")) {
    for (const auto& [name, value] : attributes->members()) {
      if (value.is_string()) publication.attributes[name] = {.type = "String", .value = value.as_string()};
    }
  }
  try {
    publish(message.target, std::move(publication));
    return delivery::taken();
  } catch (const Fault& fault) {
    return delivery::refused(fault.message + ": " + message.target);
  } catch (const store::WriteError& error) {
    return delivery::retry(error.what());
  }
}

delivery::Target Topics::delivery_target() {
  using std::chrono::seconds;
  return {.arn_prefix = "arn:aws:sns:",
          .policy = delivery::RetryPolicy{.delays = {seconds(1), seconds(5), seconds(30), seconds(300)}},
          .deliver = [this](const delivery::Message& message) { return deliver(message); }};
}

}  // namespace sns
