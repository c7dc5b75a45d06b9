// vendor_state CONTRACTS CORPUS SCHEDULE SEED: plays a delivery schedule through the pure parts of the vendor flow
// (contracts, statements, state) and prints the end state as JSON. The first body under an id wins; what is accepted is
// normalized in an order that SEED draws, some of it twice, some of it while another writer is at the same entity.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <random>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "contracts/envelope.h"
#include "contracts/normalizer.h"
#include "functions/normalize/statements.h"
#include "support/state_store.h"

namespace {

using base::Json;

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Accepted {
  std::string vendor = {}, id = {}, contract = {}, received_at = {}, sha256 = {}, body = {};
};

struct Intake {
  std::vector<Accepted> accepted = {};
  std::vector<std::string> conflicts = {};
};

// Deliveries phase by phase, each phase in an order of its own.
Intake take_in(const std::string& schedule, const std::string& corpus, std::mt19937& chance) {
  std::map<std::int64_t, std::vector<Json>> phases;
  for (const std::string_view line : base::split(base::trim(schedule), '\n')) {
    Json delivery = Json::parse(line);
    if (delivery.contains("n")) phases[delivery.at("phase").as_int()].push_back(std::move(delivery));
  }
  Intake intake;
  std::map<std::pair<std::string, std::string>, std::string> known;  // fingerprints
  for (auto& [phase, deliveries] : phases) {
    std::shuffle(deliveries.begin(), deliveries.end(), chance);
    for (const Json& delivery : deliveries) {
      const Json& body = delivery.at("body");
      Accepted event{.vendor = delivery.text("vendor"),
                     .id = delivery.text("id"),
                     .contract = delivery.text("contract"),
                     .received_at = delivery.text("receivedAt"),
                     .body = body.contains("text") ? body.text("text") : read_file(corpus + "/" + body.text("file"))};
      event.sha256 = base::to_hex(base::sha256(event.body));
      const auto [first, is_new] = known.try_emplace({event.vendor, event.id}, event.sha256);
      if (is_new) {
        intake.accepted.push_back(std::move(event));
      } else if (first->second != event.sha256) {
        intake.conflicts.push_back(event.vendor + "|" + event.id + "|" + event.sha256);
      }
    }
  }
  return intake;
}

struct Write {
  domain::Entity entity = {};
  std::vector<domain::LogEntry> entries = {};
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return std::cerr << "usage: vendor_state CONTRACTS CORPUS SCHEDULE SEED\n", 2;
  std::mt19937 chance(static_cast<unsigned>(*base::parse_int(arguments[4])));
  const auto contracts = contracts::Contracts::load(arguments[1]);
  contracts::Normalizer normalizer(contracts);
  const Intake intake = take_in(read_file(arguments[3]), arguments[2], chance);

  std::map<std::pair<std::string, std::string>, Json> quarantine;
  std::set<std::string> names;
  std::vector<Write> writes;
  for (const Accepted& event : intake.accepted) {
    names.insert(event.vendor + "|" + event.id);
    const auto outcome = normalizer.normalize(event.body, event.contract, event.received_at);
    if (outcome.is_violation()) {
      Json violations = Json::array();
      for (const auto& violation : outcome.violations) violations.push_back(to_json(violation));
      quarantine[{event.vendor, event.id}] = {
          {"vendor", event.vendor}, {"id", event.id}, {"violations", std::move(violations)}};
      continue;
    }
    const Json envelope = contracts::make_envelope(outcome,
                                                   {.vendor_id = event.vendor,
                                                    .external_event_id = event.id,
                                                    .received_at = event.received_at,
                                                    .ingest_id = "00000000-0000-4000-8000-000000000000",
                                                    .raw_sha256 = event.sha256},
                                                   contracts.schemas());
    for (const auto& [entity, entries] : normalize::statements_of(envelope, "key")) {
      writes.insert(writes.end(), 1 + chance() % 2, Write{entity, entries});
    }
  }
  std::shuffle(writes.begin(), writes.end(), chance);
  support::StateStore store;
  for (std::size_t i = 0; i < writes.size(); ++i) {
    const Write& other = writes[chance() % writes.size()];  // at work at the same time
    bool done = false;
    store.apply(writes[i].entity, writes[i].entries, [&] {
      if (!std::exchange(done, true)) store.apply(other.entity, other.entries);
    });
  }

  Json orders = Json::object(), inventory = Json::object(), set_aside = Json::array(), accepted = Json::array(),
       conflicts = Json::array();
  for (const auto& [entity, state] : store.states()) {
    std::vector<std::string> parts = entity.parts;
    parts.insert(parts.begin(), entity.vendor_id);
    const std::string key = base::join(parts, "|");
    if (const auto* order = std::get_if<domain::OrderRegisters>(&state)) {
      orders.set(key, order->order());
    } else {
      const auto& figure = std::get<domain::StockFigure>(state);
      inventory.set(
          key, {{"quantity", figure.quantity()}, {"base", figure.has_base()}, {"effectiveAt", figure.effective_at()}});
    }
  }
  for (auto& [name, note] : quarantine) set_aside.push_back(std::move(note));
  for (const std::string& name : names) accepted.push_back(name);
  for (const std::string& name : std::set<std::string>(intake.conflicts.begin(), intake.conflicts.end()))
    conflicts.push_back(name);
  std::cout << Json{{"accepted", std::move(accepted)},
                    {"conflicts", std::move(conflicts)},
                    {"quarantine", std::move(set_aside)},
                    {"orders", std::move(orders)},
                    {"inventory", std::move(inventory)}}
                   .dump()
            << "\n";
  return 0;
}
