#include "emulator/cloudwatch/errors.h"
#include "emulator/cloudwatch/operations.h"

namespace cloudwatch {
namespace set_alarm_state_operation {

struct Request {
  std::string name = {};
  AlarmState state = {};
  static Request from(const Fields& in) {
    refuse_unknown(in, {"AlarmName", "StateValue", "StateReason", "StateReasonData"});
    Request request{.name = in.string("AlarmName"),
                    .state = AlarmState{.value = in.string("StateValue"),
                                        .reason = in.string("StateReason"),
                                        .reason_data = in.string_or("StateReasonData", "")}};
    const AlarmState& state = request.state;
    if (state.value != kOk && state.value != kAlarm && state.value != kInsufficientData) {
      throw invalid("StateValue must be OK, ALARM or INSUFFICIENT_DATA");
    }
    if (!state.reason_data.empty() && !base::Json::try_parse(state.reason_data)) {
      throw invalid_format("StateReasonData was not syntactically valid JSON");
    }
    return request;
  }
};

void run(CloudWatch& cloud_watch, const Request& request, const Call& call) {
  cloud_watch.alarms.set_state(alarm_arn(call, request.name), request.state);
}

std::string resource(const CloudWatch&, const Request& request, const Call& call) {
  return alarm_arn(call, request.name);
}

}  // namespace set_alarm_state_operation

constinit const Operation<CloudWatch> set_alarm_state =
    protocol::operation<&set_alarm_state_operation::run, &set_alarm_state_operation::resource>(
        "cloudwatch:SetAlarmState");

}  // namespace cloudwatch
