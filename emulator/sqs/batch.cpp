#include "emulator/sqs/batch.h"

#include <algorithm>
#include <set>

#include "emulator/sqs/errors.h"

namespace sqs {
namespace batch_detail {

constexpr std::size_t kMostEntries = 10;

bool is_entry_id(std::string_view id) {
  return !id.empty() && id.size() <= 80 && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace batch_detail

std::vector<BatchResult> parse_batch(const protocol::Fields& in,
                                     const std::function<void(const protocol::Fields& entry)>& read) {
  const base::Json* entries = in.find("Entries");
  if (!entries || entries->empty()) throw empty_batch_request();
  if (entries->size() > batch_detail::kMostEntries) throw too_many_entries(entries->size());
  std::set<std::string> ids;
  in.each("Entries", [&](const protocol::Fields& entry) {
    const std::string id = entry.string("Id");
    if (!batch_detail::is_entry_id(id)) throw invalid_batch_entry_id();
    if (!ids.insert(id).second) throw ids_not_distinct(id);
  });
  std::vector<BatchResult> results;
  in.each("Entries", [&](const protocol::Fields& entry) {
    BatchResult& result = results.emplace_back(BatchResult{.id = entry.string("Id")});
    try {
      read(entry);
    } catch (const Fault& fault) {
      result.fault = fault;
    }
  });
  return results;
}

base::Json describe(const std::vector<BatchResult>& results) {
  base::Json successful = base::Json::array(), failed = base::Json::array();
  for (const BatchResult& result : results) {
    if (!result.fault) {
      base::Json entry{{"Id", result.id}};
      for (const auto& [name, value] : result.members.members()) entry.set(name, value);
      successful.push_back(std::move(entry));
      continue;
    }
    failed.push_back({{"Id", result.id},
                      {"SenderFault", result.fault->is_senders()},
                      {"Code", result.fault->query_code.empty() ? result.fault->code : result.fault->query_code},
                      {"Message", result.fault->message}});
  }
  base::Json answer{{"Successful", std::move(successful)}};
  if (!failed.empty()) answer.set("Failed", std::move(failed));
  return answer;
}

}  // namespace sqs
