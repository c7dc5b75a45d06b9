#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/store/store.h"

// What is kept by ARN, as archives and replays are: in memory as a map, in the store as a record each.

namespace events {

template <class Record>
using Records = std::map<std::string, Record, std::less<>>;

template <class Record>
Records<Record> load_records(const store::Store& store, store::Space space, Record (*decode)(std::string_view)) {
  Records<Record> records;
  store.each(space, "", [&](std::string_view arn, std::string_view value) {
    records[std::string(arn)] = decode(value);
    return true;
  });
  return records;
}

template <class Record>
const Record* find_record(const Records<Record>& records, std::string_view arn) {
  const auto found = records.find(arn);
  return found == records.end() ? nullptr : &found->second;
}

// By name, as the ARNs of one account and region are sorted.
template <class Record>
std::vector<const Record*> records_of(const Records<Record>& records, std::string_view account,
                                      std::string_view region) {
  std::vector<const Record*> result;
  for (const auto& [arn, record] : records) {
    if (record.account == account && record.region == region) result.push_back(&record);
  }
  return result;
}

}  // namespace events
