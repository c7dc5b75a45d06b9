#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "emulator/protocol/endpoint.h"
#include "emulator/protocol/operation.h"
#include "emulator/protocol/query.h"
#include "emulator/sqs/queues.h"

// Everything this emulator speaks of SQS, in the JSON protocol and in the query protocol of older clients.

namespace sqs {

using protocol::Call;
using protocol::Fields;
using protocol::Operation;

extern const Operation<Queues> add_permission, cancel_message_move_task, change_message_visibility,
    change_message_visibility_batch, create_queue, delete_message, delete_message_batch, delete_queue,
    get_queue_attributes, get_queue_url, list_dead_letter_source_queues, list_message_move_tasks, list_queue_tags,
    list_queues, purge_queue, receive_message, remove_permission, send_message, send_message_batch,
    set_queue_attributes, start_message_move_task, tag_queue, untag_queue;

inline constexpr const Operation<Queues>* kOperations[] = {&add_permission,
                                                           &cancel_message_move_task,
                                                           &change_message_visibility,
                                                           &change_message_visibility_batch,
                                                           &create_queue,
                                                           &delete_message,
                                                           &delete_message_batch,
                                                           &delete_queue,
                                                           &get_queue_attributes,
                                                           &get_queue_url,
                                                           &list_dead_letter_source_queues,
                                                           &list_message_move_tasks,
                                                           &list_queue_tags,
                                                           &list_queues,
                                                           &purge_queue,
                                                           &receive_message,
                                                           &remove_permission,
                                                           &send_message,
                                                           &send_message_batch,
                                                           &set_queue_attributes,
                                                           &start_message_move_task,
                                                           &tag_queue,
                                                           &untag_queue};

protocol::JsonProtocol protocol_of();
protocol::QueryProtocol query_protocol_of();

// What the operations share.

// The field QueueUrl. Its last two parts, account and name, say which queue: callers come by many host names.
std::string parse_queue_url(const Fields& in);
// "http://127.0.0.1:4566/000000000000/orders": by the address that the caller used.
std::string url_of(const QueueDescription& queue, const Call& call);
std::string arn_of(std::string_view queue_url, const Call& call);
// IAM's resource of every operation on one queue: any request that has a `queue_url`.
template <class Request>
std::string queue_resource(const Queues&, const Request& request, const Call& call) {
  return arn_of(request.queue_url, call);
}
void refuse_unknown(const Fields& in, std::initializer_list<std::string_view> known);
// Throws out_of_range().
std::optional<std::int64_t> find_in_range(const Fields& in, std::string_view name, std::int64_t least,
                                          std::int64_t most);
seconds parse_visibility(const Fields& in);  // the field VisibilityTimeout: 0 s to 12 h

}  // namespace sqs
