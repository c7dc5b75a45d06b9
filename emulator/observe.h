#pragma once

#include <optional>
#include <string>

#include "emulator/http/message.h"
#include "emulator/protocol/call.h"
#include "emulator/replay/observed.h"

namespace emulator {

struct Parts;

inline constexpr std::size_t kLargestRecordedBody = 16 << 20;

// A handler calls under its function's role, as its function. Whoever else took a role came from outside.
bool is_from_inside(const Parts& parts, const protocol::Call& call);

// An answered request from outside, as a case may tell it. Nothing for one that only reads, that was refused, or that
// is a step on the way to another (a part of an upload). `body` is nothing where it was too large to keep.
//
// Throws replay::CannotRepeat for one that came to something which a case cannot tell.
std::optional<replay::Observed> observe(const Parts& parts, const http::Request& request, const protocol::Call& call,
                                        int status, std::optional<std::string> body);

}  // namespace emulator
