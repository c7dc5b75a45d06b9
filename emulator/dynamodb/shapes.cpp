// The shapes that many operations share.

#include "emulator/dynamodb/shape.h"

namespace dynamodb {

constinit const Shape kText = {.kind = Shape::Kind::kString};
constinit const Shape kTruth = {.kind = Shape::Kind::kBoolean};
constinit const Shape kInt = {.kind = Shape::Kind::kInteger};
constinit const Shape kPositiveInt = {.kind = Shape::Kind::kInteger, .min = 1};
constinit const Shape kTableName = {.kind = Shape::Kind::kString, .min = 3, .max = 255, .is_resource_name = true};
constinit const Shape kPlainTableName = {.kind = Shape::Kind::kString, .is_resource_name = true, .names_table = true};
constinit const Shape kIndexName = {.kind = Shape::Kind::kString, .min = 3, .max = 255, .is_resource_name = true};
constinit const Shape kReturnConsumedCapacity = {.kind = Shape::Kind::kString, .choices = "[INDEXES, TOTAL, NONE]"};
constinit const Shape kReturnItemCollectionMetrics = {.kind = Shape::Kind::kString, .choices = "[SIZE, NONE]"};
constinit const Shape kReturnValues = {.kind = Shape::Kind::kString,
                                       .choices = "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"};
constinit const Shape kReturnValuesOnFailure = {.kind = Shape::Kind::kString, .choices = "[ALL_OLD, NONE]"};
constinit const Shape kConditionalOperator = {.kind = Shape::Kind::kString, .choices = "[OR, AND]"};
constinit const Shape kSelect = {.kind = Shape::Kind::kString,
                                 .choices = "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]"};
constinit const Shape kAttributesToGet = {.kind = Shape::Kind::kList, .element = &kText, .min = 1, .max = 255};
constinit const Shape kNames = {.kind = Shape::Kind::kMap, .java_name = "java.lang.String", .element = &kText};

namespace shapes_detail {
constinit const Shape kBlob = {.kind = Shape::Kind::kBlob};
constinit const Shape kTexts = {.kind = Shape::Kind::kList, .element = &kText};
constinit const Shape kBlobs = {.kind = Shape::Kind::kList, .element = &kBlob};
constinit const Shape kValueList = {.kind = Shape::Kind::kList, .element = &kAnyValue};
constexpr Member kValueMembers[] = {{"S", &kText},      {"N", &kText},   {"B", &kBlob},   {"BOOL", &kTruth},
                                    {"NULL", &kTruth},  {"SS", &kTexts}, {"NS", &kTexts}, {"BS", &kBlobs},
                                    {"L", &kValueList}, {"M", &kValues}};
constinit const Shape kComparison = {
    .kind = Shape::Kind::kString,
    .choices = "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]"};
constexpr Member kExpectedMembers[] = {{"AttributeValueList", &kValueList},
                                       {"ComparisonOperator", &kComparison},
                                       {"Exists", &kTruth},
                                       {"Value", &kAnyValue}};
constinit const Shape kExpectedValue = {
    .kind = Shape::Kind::kStructure, .java_name = "ExpectedAttributeValue", .members = kExpectedMembers};
constexpr Member kConditionMembers[] = {{"AttributeValueList", &kValueList},
                                        {"ComparisonOperator", &kComparison, Need::kNotNull}};
constinit const Shape kCondition = {
    .kind = Shape::Kind::kStructure, .java_name = "Condition", .members = kConditionMembers};
}  // namespace shapes_detail

constinit const Shape kAnyValue = {
    .kind = Shape::Kind::kStructure, .java_name = "AttributeValue", .members = shapes_detail::kValueMembers};
constinit const Shape kValues = {.kind = Shape::Kind::kMap, .java_name = "AttributeValue", .element = &kAnyValue};
constinit const Shape kExpected = {
    .kind = Shape::Kind::kMap, .java_name = "ExpectedAttributeValue", .element = &shapes_detail::kExpectedValue};
constinit const Shape kConditions = {
    .kind = Shape::Kind::kMap, .java_name = "Condition", .element = &shapes_detail::kCondition};

}  // namespace dynamodb
