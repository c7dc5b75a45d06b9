#pragma once

#include <string>
#include <string_view>

#include "emulator/protocol/rest.h"

namespace lambda_service {

// One page of a list that is sorted by name or id: MaxItems and Marker of the request, NextMarker of the answer. A
// marker is the key of the last element of the page before.
class MarkerPage {
 public:
  // `member`: what the answer calls the list. Throws invalid_parameter().
  MarkerPage(const protocol::RestCall& call, std::string_view member, std::int64_t most);
  bool is_behind(std::string_view key) const { return key > marker_; }
  // False: the page is full and says where the next one begins.
  bool add(const std::string& key, base::Json shown);
  base::Json answer() const;

 private:
  std::string member_ = {};
  std::int64_t limit_ = 0;
  std::string marker_ = {}, last_ = {}, next_ = {};
  base::Json shown_ = base::Json::array();
};

}  // namespace lambda_service
