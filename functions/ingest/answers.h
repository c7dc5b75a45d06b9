#pragma once

#include "aws/error.h"
#include "functions/ingest/acceptance.h"
#include "lambda/http.h"

namespace ingest {

// 202. A replay's is the same but for the header Idempotent-Replayed.
lambda::HttpReply answer(const Accepted& accepted);
lambda::Problem answer(const Conflict& conflict);  // 409
// 429 where a service throttles beyond what the client tries again, 503 for whatever else may pass; both with
// Retry-After. Nothing for what will not pass: a denied call, a missing table.
std::optional<lambda::Problem> find_answer(const base::Failure& failure);

}  // namespace ingest
