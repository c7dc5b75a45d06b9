#include "emulator/sns/notification.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sns {
namespace notification_detail {

using base::Json;

constexpr const char* kSignature = "ZmVlZG1pbGwgZG9lcyBub3Qgc2lnbiBub3RpZmljYXRpb25z";  // "feedmill does not sign …"

std::string host_of(const Subscription& subscription) {
  const auto parts = base::split(subscription.arn, ':');
  return fmt::format("https://sns.{}.amazonaws.com", parts.size() > 3 ? parts[3] : "us-east-1");
}

std::string unsubscribe_url(const Subscription& subscription) {
  return fmt::format("{}/?Action=Unsubscribe&SubscriptionArn={}", host_of(subscription), subscription.arn);
}

std::string certificate_url(const Subscription& subscription) {
  return host_of(subscription) + "/SimpleNotificationService-00000000000000000000000000000000.pem";
}

Json shown_attributes(const Publication& publication) {
  Json shown = Json::object();
  for (const auto& [name, attribute] : publication.attributes) {
    shown.set(name, Json{{"Type", attribute.type}, {"Value", attribute.value}});
  }
  return shown;
}

std::string envelope(const Publication& publication, const Subscription& subscription) {
  Json shown{{"Type", "Notification"}, {"MessageId", publication.id}, {"TopicArn", publication.topic_arn}};
  if (!publication.subject.empty()) shown.set("Subject", publication.subject);
  shown.set("Message", publication.message_for("sqs"));
  shown.set("Timestamp", base::format_iso8601(publication.published));
  shown.set("SignatureVersion", "1");
  shown.set("Signature", kSignature);
  shown.set("SigningCertURL", certificate_url(subscription));
  shown.set("UnsubscribeURL", unsubscribe_url(subscription));
  if (!publication.attributes.empty()) shown.set("MessageAttributes", shown_attributes(publication));
  return shown.dump();
}

std::string lambda_event(const Publication& publication, const Subscription& subscription) {
  Json record{{"Type", "Notification"},
              {"MessageId", publication.id},
              {"TopicArn", publication.topic_arn},
              {"Subject", publication.subject.empty() ? Json() : Json(publication.subject)},
              {"Message", publication.message_for("lambda")},
              {"Timestamp", base::format_iso8601(publication.published)},
              {"SignatureVersion", "1"},
              {"Signature", kSignature},
              {"SigningCertUrl", certificate_url(subscription)},
              {"UnsubscribeUrl", unsubscribe_url(subscription)},
              {"MessageAttributes", shown_attributes(publication)}};
  return Json{{"Records", Json::array({Json{{"EventVersion", "1.0"},
                                            {"EventSubscriptionArn", subscription.arn},
                                            {"EventSource", "aws:sns"},
                                            {"Sns", std::move(record)}}})}}
      .dump();
}

// Raw, a queue gets the attributes as attributes of its own message.
Json raw_attributes(const Publication& publication) {
  Json named = Json::object();
  for (const auto& [name, attribute] : publication.attributes) {
    // SQS has no arrays: it takes the array's text under the same type name.
    const bool binary = attribute.type.starts_with("Binary");
    named.set(name, Json{{"DataType", attribute.type}, {binary ? "BinaryValue" : "StringValue", attribute.value}});
  }
  return {{"messageAttributes", std::move(named)}};
}

}  // namespace notification_detail

using namespace notification_detail;

delivery::Message notification(const Publication& publication, const Subscription& subscription) {
  const SubscriptionDescription& d = subscription.description;
  delivery::Message message{.target = d.endpoint, .source = d.topic_arn, .dead_letter = d.dead_letter_arn};
  if (d.protocol == "lambda") {
    message.payload = lambda_event(publication, subscription);
  } else if (d.raw_message_delivery) {
    message.payload = publication.message_for("sqs");
    message.attributes = raw_attributes(publication);
  } else {
    message.payload = envelope(publication, subscription);
  }
  return message;
}

}  // namespace sns
