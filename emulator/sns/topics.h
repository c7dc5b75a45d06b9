#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/delivery/deliveries.h"
#include "emulator/loop/loop.h"
#include "emulator/sns/publication.h"
#include "emulator/sns/topic.h"
#include "emulator/store/store.h"

namespace sns {

// Topics and their subscriptions, by ARN. A message that was published is on its way to every subscriber, durably, when
// publish() returns. Whatever names a topic that does not exist throws topic_not_found().
class Topics {
 public:
  Topics(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries);

  // Makes it, or brings what is there up to the description. For the template. A subscription is found again by its
  // topic, protocol and endpoint.
  void ensure(const TopicDescription& topic);
  void ensure(const SubscriptionDescription& subscription);

  // One that is there already must have the same settings, and is left as it is; by how it differs, the fault says.
  void create(const TopicDescription& topic);
  void configure(const TopicDescription& topic);  // of a topic that exists
  void remove(const std::string& arn);            // with its subscriptions; also one that does not exist
  const TopicDescription* find(std::string_view arn) const;
  const TopicDescription& get(std::string_view arn) const;
  std::vector<const TopicDescription*> list(std::string_view account, std::string_view region) const;  // by ARN

  // The subscription's ARN: that of an equal one which is there already. Throws invalid_parameter() where there is one
  // for this endpoint with other attributes.
  std::string subscribe(const SubscriptionDescription& subscription);
  void configure(const Subscription& subscription);                  // of one that exists
  void unsubscribe(const std::string& arn);                          // also one that does not exist
  const Subscription& get_subscription(std::string_view arn) const;  // throws subscription_not_found()
  std::vector<const Subscription*> subscriptions(std::string_view account, std::string_view region) const;
  std::vector<const Subscription*> subscriptions_of(std::string_view topic_arn) const;  // by ARN

  // Sends to every subscription whose filter lets it through. Answers the message's id.
  std::string publish(const std::string& topic_arn, Publication publication);

  // Told of each publication, before it is on its way.
  void set_observer(std::function<void(const Publication&)> observer) { observer_ = std::move(observer); }

  // What `main` registers: payload becomes the message; attributes.subject its subject, attributes.messageAttributes
  // {name: text} its attributes.
  delivery::Target delivery_target();

 private:
  void save(const TopicDescription& topic);
  void save(const Subscription& subscription);
  const Subscription* find_like(const SubscriptionDescription& subscription) const;
  delivery::Outcome deliver(const delivery::Message& message);

  loop::Loop& loop_;
  store::Store& store_;
  delivery::Deliveries& deliveries_;
  store::Space topic_space_ = {}, subscription_space_ = {};
  std::function<void(const Publication&)> observer_ = {};
  std::map<std::string, TopicDescription, std::less<>> topics_ = {};     // by ARN
  std::map<std::string, Subscription, std::less<>> subscriptions_ = {};  // by ARN, which begins with its topic's
};

}  // namespace sns
