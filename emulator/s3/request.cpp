#include "emulator/s3/request.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "emulator/s3/errors.h"

namespace s3 {

std::size_t count_parameter(const Request& request, std::string_view name, std::size_t otherwise, std::size_t most) {
  const std::string* text = request.parameter(name);
  if (!text || text->empty()) return otherwise;
  const auto number = base::parse_int(*text);
  if (!number) {
    throw invalid_argument(fmt::format("Provided {} not an integer or within integer range", name), name, *text);
  }
  if (*number < 0 || *number > std::numeric_limits<std::int32_t>::max()) {
    throw invalid_argument(fmt::format("Argument {} must be an integer between 0 and 2147483647", name), name, *text);
  }
  return std::min(static_cast<std::size_t>(*number), most);
}

bool wants_url_encoding(const Request& request) {
  const std::string* type = request.parameter("encoding-type");
  if (!type || type->empty()) return false;
  if (*type != "url") throw invalid_argument("Invalid Encoding Method specified in Request", "encoding-type", *type);
  return true;
}

}  // namespace s3
