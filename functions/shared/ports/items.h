#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "ports/cloud.h"

// What several ports ask DynamoDB for in the same way.

namespace ports {

// Those of the keys (an array) that are there, in no order, as they are now; a hundred a request.
void get_items(Cloud& cloud, const std::string& table, base::Json keys,
               const std::function<void(const base::Json& item)>& see);

// The items of a Query or a Scan, page after page, until `see` gives false.
void read_pages(Cloud& cloud, std::string_view operation, base::Json request,
                const std::function<bool(const base::Json& item)>& see);

}  // namespace ports
