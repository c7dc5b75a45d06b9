#pragma once

#include <string_view>
#include <vector>

#include "emulator/dynamodb/expression.h"
#include "emulator/dynamodb/expression_placeholders.h"

namespace dynamodb {

// A ProjectionExpression: the parts of an item that are asked for.
struct Projection {
  std::vector<Path> paths = {};
};

Projection parse_projection(std::string_view expression, Placeholders& placeholders);

// The item reduced to those paths: maps keep only what is named, lists close up, paths to nothing leave no trace.
Item project(const Item& item, const std::vector<Path>& paths);

}  // namespace dynamodb
