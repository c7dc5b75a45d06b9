#pragma once

#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "emulator/protocol/endpoint.h"

// The query protocol (SQS of old, SNS, STS): a form goes in (`Action=Publish&Version=2010-03-31&…`), as the body of a
// POST or as the query of a GET, and XML comes out. Operations see neither: a form becomes the JSON object that the
// same operation gets by the JSON protocol, and its answer becomes XML, both by one table of what is a list or a map.

namespace protocol {

// How one member lies in a form and in an answer. What no row names is text or a structure.
struct QueryShape {
  enum class Kind {
    kFlatList,    // AttributeName.1=All                    <Message>…</Message><Message>…</Message>
    kMemberList,  // Tags.member.1.Key=team                 <Topics><member>…</member></Topics>
    kFlatMap,     // Attribute.1.Name=…&Attribute.1.Value=… <Attribute><Name/><Value/></Attribute>
    kEntryMap,    // Attributes.entry.1.key=…               <Attributes><entry><key/><value/></entry></Attributes>
    kTimestamp,   // of answers only: seconds since 1970    <Timestamp>2026-11-21T17:00:00.000Z</Timestamp>
  };
  std::string_view member = {};  // what operations call it
  Kind kind = Kind::kMemberList;
  std::string_view element = {};  // of the flat kinds: what each is called on the wire
  std::string_view key = "key";   // of maps
  std::string_view value = "value";
  std::string_view operation = {};  // where this row holds for one operation only; such rows come first
  bool only_in_answers = false;     // what is called so in a form is something else: QueueUrl
};

struct QueryProtocol {
  std::string_view service = {};        // "sns"
  std::string_view version = {};        // "2010-03-31"
  std::string_view xml_namespace = {};  // "http://sns.amazonaws.com/doc/2010-03-31/"
  const FieldFaults* faults = nullptr;
  std::span<const QueryShape> shapes = {};
  // The field that a path other than "/" stands for: SQS's older clients call the queue's own URL.
  std::string_view path_member = {};
  std::string_view denied_code = "AccessDenied";  // what the service calls IAM's denial
  std::size_t max_body = 16 << 20;
};

class QueryEndpoint : public Endpoint {
 public:
  // `service` outlives the endpoint; `operations` is its operations.h.
  template <class Service>
  QueryEndpoint(const QueryProtocol& protocol, Service& service,
                std::span<const Operation<std::type_identity_t<Service>>* const> operations)
      : protocol_(protocol), operations_(service, operations) {}
  std::string_view service() const override { return protocol_.service; }

 protected:
  http::Response serve(http::Request& request, Call& call) const override;
  http::Response write(const Fault& fault, const Call& call) const override;

 private:
  QueryProtocol protocol_ = {};
  OperationList operations_;
};

// Throws the Fault of a form whose names contradict each other or nest too deeply.
base::Json parse_query_fields(const http::Query& form, std::span<const QueryShape> shapes, std::string_view operation);

// The members of `answer` as XML elements, one behind the other. A list that no row describes fails a CHECK.
std::string query_xml(const base::Json& answer, std::span<const QueryShape> shapes, std::string_view operation);

}  // namespace protocol
