#pragma once

#include "emulator/iam/access.h"
#include "emulator/protocol/operation.h"
#include "emulator/protocol/query.h"

// Everything this emulator speaks of STS: who am I. (Query protocol, 2011-06-15)

namespace sts {

using protocol::Call;
using protocol::Fields;
using protocol::Operation;

extern const Operation<iam::Access> get_caller_identity;

inline constexpr const Operation<iam::Access>* kOperations[] = {&get_caller_identity};

protocol::QueryProtocol query_protocol_of();

}  // namespace sts
