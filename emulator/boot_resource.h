#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <string_view>

#include "emulator/protocol/fault.h"
#include "emulator/template/stack.h"

namespace emulator {

// Makes a resource of the template; what its service refuses is said with the line of the template.
template <class Make>
void boot_resource(std::string_view kind, const std::string& name, const cfn::Origin& origin, const Make& make) {
  try {
    make();
  } catch (const protocol::Fault& fault) {
    throw std::runtime_error(
        fmt::format("line {}: {} {} ({}): {}", origin.line, kind, origin.logical_id, name, fault.message));
  }
}

}  // namespace emulator
