#include "jsonata/jsonata.h"

namespace jsonata {

Error::Error(std::string error_code, const std::string& message)
    : std::runtime_error(message), code(std::move(error_code)) {}

}  // namespace jsonata
