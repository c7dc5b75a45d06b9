#include "aws/error.h"

#include <fmt/format.h>

#include "aws/retry.h"

namespace aws {
namespace error_detail {

std::string name_of(const Error::What& what) {
  return retry::classify(what.status, what.code) == retry::Fault::kFinal ? what.code : "Unavailable";
}

std::string sentence(const Error::What& what) {
  const std::string answered = what.status == 0 ? "" : fmt::format(" ({})", what.status);
  return fmt::format("{} {}: {}{}: {}", what.service, what.operation, what.code, answered, what.message);
}

}  // namespace error_detail

Error::Error(What what)
    : Failure(error_detail::name_of(what), error_detail::sentence(what)), what_happened(std::move(what)) {}

}  // namespace aws
