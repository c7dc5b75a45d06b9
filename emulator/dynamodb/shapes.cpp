// The shapes that many operations share.

#include "emulator/dynamodb/shape.h"

namespace dynamodb {

using Kind = Shape::Kind;

constinit const Shape kText = {.kind = Kind::kString};
constinit const Shape kTruth = {.kind = Kind::kBoolean};
constinit const Shape kInt = {.kind = Kind::kInteger};
constinit const Shape kPositiveInt = {.kind = Kind::kInteger, .min = 1};
constinit const Shape kTableName = {.kind = Kind::kString, .min = 3, .max = 255, .is_resource_name = true};
constinit const Shape kPlainTableName = {.kind = Kind::kString, .is_resource_name = true, .names_table = true};
constinit const Shape kIndexName = {.kind = Kind::kString, .min = 3, .max = 255, .is_resource_name = true};
constinit const Shape kReturnConsumedCapacity = {.kind = Kind::kString, .choices = "[INDEXES, TOTAL, NONE]"};
constinit const Shape kReturnItemCollectionMetrics = {.kind = Kind::kString, .choices = "[SIZE, NONE]"};
constinit const Shape kReturnValues = {.kind = Kind::kString,
                                       .choices = "[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]"};
constinit const Shape kReturnValuesOnFailure = {.kind = Kind::kString, .choices = "[ALL_OLD, NONE]"};
constinit const Shape kConditionalOperator = {.kind = Kind::kString, .choices = "[OR, AND]"};
constinit const Shape kSelect = {.kind = Kind::kString,
                                 .choices = "[SPECIFIC_ATTRIBUTES, COUNT, ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES]"};
constinit const Shape kAttributesToGet = {.kind = Kind::kList, .element = &kText, .min = 1, .max = 255};
constinit const Shape kNames = {.kind = Kind::kMap, .java_name = "java.lang.String", .element = &kText};

namespace shapes_detail {
constinit const Shape kBlob = {.kind = Kind::kBlob};
constinit const Shape kTexts = {.kind = Kind::kList, .element = &kText};
constinit const Shape kBlobs = {.kind = Kind::kList, .element = &kBlob};
constinit const Shape kValueList = {.kind = Kind::kList, .element = &kAnyValue};
constexpr Member kValueMembers[] = {{"S", &kText},      {"N", &kText},   {"B", &kBlob},   {"BOOL", &kTruth},
                                    {"NULL", &kTruth},  {"SS", &kTexts}, {"NS", &kTexts}, {"BS", &kBlobs},
                                    {"L", &kValueList}, {"M", &kValues}};
constinit const Shape kComparison = {
    .kind = Kind::kString,
    .choices = "[IN, NULL, BETWEEN, LT, NOT_CONTAINS, EQ, GT, NOT_NULL, NE, LE, BEGINS_WITH, GE, CONTAINS]"};
constexpr Member kExpectedMembers[] = {{"AttributeValueList", &kValueList},
                                       {"ComparisonOperator", &kComparison},
                                       {"Exists", &kTruth},
                                       {"Value", &kAnyValue}};
constinit const Shape kExpectedValue = {
    .kind = Kind::kStructure, .java_name = "ExpectedAttributeValue", .members = kExpectedMembers};
constexpr Member kConditionMembers[] = {{"AttributeValueList", &kValueList},
                                        {"ComparisonOperator", &kComparison, Need::kNotNull}};
constinit const Shape kCondition = {.kind = Kind::kStructure, .java_name = "Condition", .members = kConditionMembers};
}  // namespace shapes_detail

constinit const Shape kAnyValue = {
    .kind = Kind::kStructure, .java_name = "AttributeValue", .members = shapes_detail::kValueMembers};
constinit const Shape kValues = {.kind = Kind::kMap, .java_name = "AttributeValue", .element = &kAnyValue};
constinit const Shape kExpected = {
    .kind = Kind::kMap, .java_name = "ExpectedAttributeValue", .element = &shapes_detail::kExpectedValue};
constinit const Shape kConditions = {
    .kind = Kind::kMap, .java_name = "Condition", .element = &shapes_detail::kCondition};

}  // namespace dynamodb
