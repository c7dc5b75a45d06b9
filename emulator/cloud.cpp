#include "emulator/cloud.h"

#include "emulator/boot.h"
#include "emulator/control.h"
#include "emulator/parts.h"
#include "emulator/snapshot.h"

namespace emulator {

struct Cloud::Parts : emulator::Parts {
  using emulator::Parts::Parts;
};

Cloud::Cloud(loop::Loop& loop, CloudOptions options) : parts_(std::make_unique<Parts>(loop, std::move(options))) {}
Cloud::~Cloud() = default;

int Cloud::port() const { return parts_->server->port(); }
std::string Cloud::endpoint() const { return parts_->endpoint; }

void Cloud::boot(const cfn::Stack& stack) {
  boot_stack(*parts_, stack);
  parts_->event_bridge.start();
  parts_->cloud_watch.alarms.start();
  parts_->deliveries.start();
  parts_->executions.resume();
}

base::Json Cloud::snapshot() { return take_snapshot(*parts_); }

void Cloud::add_fault(const base::Json& fault) { emulator::add_fault(*parts_, fault); }

void Cloud::shut_down() {
  parts_->server->drain(loop::Deadline::real_in(std::chrono::seconds(2)));
  if (parts_->recorder) parts_->recorder->finish();
  parts_->functions->shut_down();
}

}  // namespace emulator
