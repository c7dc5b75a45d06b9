#include "emulator/states/machines.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "emulator/states/errors.h"

namespace states {
namespace machine_record {

using base::Json;

std::string encode(const StateMachine& m) {
  Json tags = Json::object();
  for (const auto& [name, value] : m.tags) tags.set(name, value);
  return Json{{"account", m.account},
              {"region", m.region},
              {"name", m.name},
              {"arn", m.arn},
              {"definition", m.definition},
              {"role", m.role},
              {"created", base::to_epoch_millis(m.created)},
              {"updated", base::to_epoch_millis(m.updated)},
              {"revision", m.revision},
              {"tags", tags}}
      .dump();
}

StateMachine decode(std::string_view text) {
  const Json j = Json::parse(text);
  StateMachine m{.account = j.at("account").as_string(),
                 .region = j.at("region").as_string(),
                 .name = j.at("name").as_string(),
                 .arn = j.at("arn").as_string(),
                 .definition = j.at("definition").as_string(),
                 .role = j.at("role").as_string(),
                 .created = base::from_epoch_millis(j.at("created").as_int()),
                 .updated = base::from_epoch_millis(j.at("updated").as_int()),
                 .revision = j.at("revision").as_string()};
  for (const auto& [name, value] : j.at("tags").members()) m.tags.emplace_back(name, value.as_string());
  m.machine = std::make_shared<const asl::Machine>(asl::parse_machine(m.definition));
  return m;
}

}  // namespace machine_record

void check_name(std::string_view name) {
  constexpr std::string_view kForbidden = " \t\r\n<>{}[]?*\"#%\\^|~`$&,;:/";
  if (name.empty() || base::count_code_points(name) > 80 || name.find_first_of(kForbidden) != std::string_view::npos ||
      std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; })) {
    throw invalid_name(name);
  }
}

Machines::Machines(loop::Loop& loop, store::Store& store)
    : loop_(loop), store_(store), space_(store.space("states/machine")) {
  store_.each(space_, "", [&](std::string_view key, std::string_view value) {
    machines_[std::string(key)] = std::make_shared<const StateMachine>(machine_record::decode(value));
    return true;
  });
}

std::shared_ptr<const StateMachine> Machines::put(StateMachine m) {
  check_name(m.name);
  m.arn = fmt::format("arn:aws:states:{}:{}:stateMachine:{}", m.region, m.account, m.name);
  try {
    m.machine = std::make_shared<const asl::Machine>(asl::parse_machine(m.definition));
  } catch (const asl::InvalidDefinition& error) {
    throw invalid_definition(error.what());
  }
  const auto before = find(m.arn);
  if (before && before->definition == m.definition && before->role == m.role) return before;
  m.created = before ? before->created : loop_.now();
  m.updated = loop_.now();
  m.revision = before ? loop_.world().uuid() : "";
  return save(std::move(m));
}

std::shared_ptr<const StateMachine> Machines::update(StateMachine m) {
  const auto made = put(std::move(m));
  if (!made->revision.empty()) return made;
  StateMachine revised = *made;
  revised.revision = loop_.world().uuid();
  return save(std::move(revised));
}

std::shared_ptr<const StateMachine> Machines::save(StateMachine m) {
  store::Transaction transaction(store_);
  transaction.put(space_, m.arn, machine_record::encode(m));
  transaction.commit();
  auto shared = std::make_shared<const StateMachine>(std::move(m));
  machines_[shared->arn] = shared;
  return shared;
}

void Machines::set_tags(const std::string& arn, std::vector<std::pair<std::string, std::string>> tags) {
  StateMachine machine = *get(arn);
  machine.tags = std::move(tags);
  save(std::move(machine));
}

void Machines::remove(const std::string& arn) {
  store::Transaction transaction(store_);
  transaction.erase(space_, arn);
  transaction.commit();
  machines_.erase(arn);
}

std::shared_ptr<const StateMachine> Machines::find(const std::string& arn) const {
  const auto found = machines_.find(arn);
  return found == machines_.end() ? nullptr : found->second;
}

std::shared_ptr<const StateMachine> Machines::get(const std::string& arn) const {
  if (!arn.starts_with("arn:aws:states:")) throw invalid_arn(arn);
  auto found = find(arn);
  if (!found) throw state_machine_does_not_exist(arn);
  return found;
}

std::vector<std::shared_ptr<const StateMachine>> Machines::list(const protocol::Call& call) const {
  std::vector<std::shared_ptr<const StateMachine>> result;
  for (const auto& [arn, machine] : machines_) {
    if (machine->account == call.account && machine->region == call.region) result.push_back(machine);
  }
  std::ranges::stable_sort(result, {}, [](const auto& machine) { return machine->created; });
  return result;
}

}  // namespace states
