#include "emulator/asl/definition_reader.h"

namespace asl {
namespace read_map_detail {

void refuse_distributed(const DefinitionReader& in) {
  in.complain("ProcessorConfig", "The Map mode DISTRIBUTED is not supported yet");
}

void check_mode(const DefinitionReader& processor) {
  const Json* config = processor.object().find("ProcessorConfig");
  if (config == nullptr) {
    return;
  }
  const DefinitionReader in(*config, processor.location_of("ProcessorConfig"), processor.problems());
  in.allow_only({{"Mode", "ExecutionType"}});
  const std::string mode = in.text("Mode");
  if (mode == "DISTRIBUTED") {
    refuse_distributed(processor);
  } else if (config->contains("Mode") && mode != "INLINE") {
    in.complain("Mode", "The field 'Mode' should have one of these values: [INLINE, DISTRIBUTED]");
  } else if (config->contains("ExecutionType")) {
    in.complain("ExecutionType", "Field is not supported");
  }
}

}  // namespace read_map_detail

void read_map(const DefinitionReader& in, State& state, const ReadingContext& context) {
  const bool legacy = in.object().contains("Iterator");
  const std::string field = legacy ? "Iterator" : "ItemProcessor";
  if (legacy && in.object().contains("ItemProcessor")) {
    in.complain("Only one of the fields 'Iterator' and 'ItemProcessor' may be set");
  }
  in.require({field});
  if (const Json* processor = in.object().find(field)) {
    const DefinitionReader reader(*processor, in.location_of(field), in.problems());
    if (processor->is_object()) {
      reader.allow_only({{"StartAt", "States", "ProcessorConfig", "Comment", "QueryLanguage"}});
      read_map_detail::check_mode(reader);
      state.processor = read_flow(reader, {.type = context.type, .depth = context.depth + 1});
    } else {
      reader.complain("Expected value of type Object");
    }
  }
  state.items_path = in.path("ItemsPath");
  state.item_selector = in.payload_template("ItemSelector");
  if (state.item_selector && state.parameters) {
    in.complain("Only one of the fields 'ItemSelector' and 'Parameters' may be set");
  } else if (state.parameters) {
    state.item_selector = std::move(state.parameters);
  }
  state.parameters.reset();
  state.max_concurrency = {.value = in.integer("MaxConcurrency", 0, 1'000'000'000),
                           .path = in.path("MaxConcurrencyPath")};
}

}  // namespace asl
