#include "standalone/standalone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"
#include "diagnostics/diagnostics.h"
#include "engine/embedded_runtime.h"
#include "engine/run_input.h"
#include "runtime/image.h"
#include "sema/types.h"
#include "standalone/module_checksum.h"
#include "standalone/module_limits.h"
#include "wasm/append.h"
#include "wasm/constant.h"
#include "wasm/encoder.h"
#include "wasm/reader.h"
#include "wasm/wat_printer.h"

namespace bytelogic::standalone {
namespace {

using Json = nlohmann::ordered_json;
using engine::AlignAddress;
using engine::Compiled;
using engine::ConstraintShape;
using engine::ProgramShape;
using runtime::RunInput;

constexpr std::string_view kSectionName = "bytelogic";
constexpr int kFormatVersion = 3;
// Versions before this one had no checksum.
constexpr int kFirstChecked = 2;

// Modules of ByteLogic are the runtime, an image and metadata. What is larger is not looked at.
constexpr std::size_t kMaxModuleBytes = 8ULL << 20;
// Of the metadata. A program of 100,000 bytes has some 50,000.
constexpr std::size_t kMaxMetadataValues = 600'000;

// Writing.

auto RelationsJson(const ProgramShape& shape) -> Json {
  Json list = Json::array();
  for (const sema::Relation& relation : shape.relations) {
    Json columns = Json::array();
    for (const sema::Column& column : relation.columns) {
      columns.push_back({{"name", column.name}, {"type", sema::NameOf(column.type)}});
    }
    list.push_back({{"name", relation.name}, {"columns", std::move(columns)}});
  }
  return list;
}

auto OutputsJson(const ProgramShape& shape) -> Json {
  Json list = Json::array();
  for (const sema::OutputShape& output : shape.outputs) {
    Json json{{"kind", output.is_query ? "query" : "result"}, {"text", output.text}};
    if (output.is_query) {
      json["relation"] = output.relation.index;
      json["columns"] = output.columns;
    }
    list.push_back(std::move(json));
  }
  return list;
}

auto ConstraintsJson(const ProgramShape& shape) -> Json {
  Json list = Json::array();
  for (const ConstraintShape& constraint : shape.constraints) {
    list.push_back({{"name", constraint.name}, {"variables", constraint.variables}});
  }
  return list;
}

// Line, column, length, and in bytes offset and length; where more is known of the operation also what that is.
auto SitesJson(const ProgramShape& shape, std::string_view source) -> Json {
  Json list = Json::array();
  const Places places(source);
  for (const Site& site : shape.sites) {
    const SourceRange range = site.range;
    const LineColumn place = places.At(range.offset);
    Json json = Json::array({place.line, place.column, places.LengthOf(range), range.offset, range.length});
    if (site.operation != Operation::kOther) {
      for (const std::uint32_t field :
           {static_cast<std::uint32_t>(site.operation), static_cast<std::uint32_t>(site.function), site.first.offset,
            site.first.length, static_cast<std::uint32_t>(site.first_form), site.second.offset, site.second.length,
            static_cast<std::uint32_t>(site.second_form), site.relation}) {
        json.push_back(field);
      }
    }
    list.push_back(std::move(json));
  }
  return list;
}

struct Addresses {
  std::uint32_t image;
  std::uint32_t input;
};

// Both after what the runtime has itself; its heap begins where they end.
auto AddressesOf(const wasm::Module& runtime, std::size_t image_size) -> Addresses {
  const std::optional<std::int32_t> heap_base = wasm::ConstantOfExport(runtime, "__heap_base");
  BL_CHECK(heap_base.has_value());
  const std::uint64_t image = AlignAddress(static_cast<std::uint32_t>(*heap_base));
  return {static_cast<std::uint32_t>(image), static_cast<std::uint32_t>(AlignAddress(image + image_size))};
}

// The runtime with `image` and `input` as data, and what calls it with them.
auto Combine(std::vector<std::uint8_t> image, std::vector<std::uint8_t> input, std::optional<std::uint32_t> max_pages,
             std::vector<std::uint8_t> metadata) -> wasm::Module {
  auto read = wasm::ReadModule(engine::RuntimeWasm());
  BL_CHECK(read.has_value());
  wasm::Module module = std::move(*read);
  const Addresses at = AddressesOf(module, image.size());
  const std::uint32_t arguments[] = {at.image, static_cast<std::uint32_t>(image.size()), at.input,
                                     static_cast<std::uint32_t>(input.size())};
  wasm::AppendData(module, at.image, std::move(image));
  wasm::AppendData(module, at.input, std::move(input));
  module.memories[0].maximum = max_pages;
  BL_CHECK(wasm::AppendCall(module, kStandaloneRun, "run", arguments));
  wasm::SetCustomSection(module, kSectionName, std::move(metadata));
  return module;
}

auto NameOf(Dialect dialect) -> std::string_view { return dialect == Dialect::kDatalog ? "datalog" : "bytelogic"; }

auto BuildModule(const Compiled& compiled, const Limits& limits) -> wasm::Module {
  const auto runtime = wasm::ReadModule(engine::RuntimeWasm());
  BL_CHECK(runtime.has_value());
  const Addresses at = AddressesOf(*runtime, compiled.image.size());
  const ProgramShape shape = compiled.Shape();
  const Json metadata{{"version", kFormatVersion},
                      {"source", compiled.source},
                      {"dialect", NameOf(shape.dialect)},
                      {"image", {{"address", at.image}, {"size", compiled.image.size()}}},
                      {"input", {{"address", at.input}, {"size", sizeof(RunInput)}}},
                      {"relations", RelationsJson(shape)},
                      {"outputs", OutputsJson(shape)},
                      {"constraints", ConstraintsJson(shape)},
                      {"sites", SitesJson(shape, compiled.source)}};
  const std::string text = metadata.dump(-1, ' ', false, Json::error_handler_t::replace);
  RunInput input = engine::MakeRunInput(limits, limits.memory_bytes);
  input.size = sizeof(RunInput);
  std::vector<std::uint8_t> input_bytes(sizeof(input));
  std::memcpy(input_bytes.data(), &input, sizeof(input));
  wasm::Module module = Combine(compiled.image, std::move(input_bytes), std::nullopt, {text.begin(), text.end()});
  wasm::LimitMemory(module, std::uint64_t{at.input} + sizeof(input) + limits.memory_bytes + engine::kMemorySlack);
  return module;
}

// Reading.

// As many values as the JSON text `text` has, or a few more: each takes some dozens of bytes once it is parsed.
auto CountValues(wasm::Bytes text) -> std::size_t {
  bool in_string = false;
  std::size_t count = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<char>(text[i]);
    if (in_string && byte == '\\') {
      ++i;
    } else if (byte == '"') {
      in_string = !in_string;
    } else if (!in_string && (byte == ',' || byte == '[' || byte == '{')) {
      ++count;
    }
  }
  return count;
}

// Why metadata of this version cannot be read; empty where they can.
auto VersionProblem(const Json& json) -> std::optional<std::string> {
  const auto version = json.is_object() ? json.find("version") : json.end();
  if (version == json.end() || !version->is_number_unsigned()) return std::nullopt;  // the reader says so
  const auto number = version->get<std::uint64_t>();
  if (number == kFormatVersion) return std::nullopt;
  if (number < kFirstChecked) return "an older version of ByteLogic made it, before modules had a checksum";
  return fmt::format("another version of ByteLogic made it: its format is {}, and this one reads {}", number,
                     kFormatVersion);
}

// Reads the metadata; the first thing that does not fit ends it.
class MetadataReader {
 public:
  explicit MetadataReader(StandaloneModule& module) : module_(module) {}

  auto Read(const Json& json) -> bool {
    if (!json.is_object() || Number(json, "version") != kFormatVersion) return false;
    const std::string* dialect = Text(json, "dialect");
    if (dialect == nullptr) return false;
    module_.dialect = *dialect == NameOf(Dialect::kDatalog) ? Dialect::kDatalog : Dialect::kByteLogic;
    const std::string* source = Text(json, "source");
    const Json* input = List(json, "input", Json::value_t::object);
    if (source == nullptr || input == nullptr) return false;
    module_.source = *source;
    const auto address = Number(*input, "address");
    if (!address || Number(*input, "size") != sizeof(RunInput)) return false;
    module_.input_address = *address;
    return ReadEach(json, "relations", [this](const Json& item) { return ReadRelation(item); }) &&
           ReadEach(json, "outputs", [this](const Json& item) { return ReadOutput(item); }) &&
           ReadEach(json, "constraints", [this](const Json& item) { return ReadConstraint(item); }) &&
           ReadEach(json, "sites", [this](const Json& item) { return ReadSite(item); });
  }

 private:
  static auto Member(const Json& json, const char* key) -> const Json* {
    if (!json.is_object()) return nullptr;
    const auto found = json.find(key);
    return found != json.end() ? &*found : nullptr;
  }
  static auto AsNumber(const Json& json) -> std::optional<std::uint32_t> {
    if (!json.is_number_unsigned()) return std::nullopt;
    const auto value = json.get<std::uint64_t>();
    if (value > UINT32_MAX) return std::nullopt;
    return static_cast<std::uint32_t>(value);
  }
  static auto Number(const Json& json, const char* key) -> std::optional<std::uint32_t> {
    const Json* member = Member(json, key);
    return member != nullptr ? AsNumber(*member) : std::nullopt;
  }
  static auto Text(const Json& json, const char* key) -> const std::string* {
    const Json* member = Member(json, key);
    return member != nullptr ? member->get_ptr<const std::string*>() : nullptr;
  }
  static auto List(const Json& json, const char* key, Json::value_t type) -> const Json* {
    const Json* member = Member(json, key);
    return member != nullptr && member->type() == type ? member : nullptr;
  }
  template <typename ReadItem>
  static auto ReadEach(const Json& json, const char* key, ReadItem read_item) -> bool {
    const Json* list = List(json, key, Json::value_t::array);
    return list != nullptr && std::all_of(list->begin(), list->end(), read_item);
  }
  auto Keep(const std::string& text) -> std::string_view { return module_.strings.emplace_back(text); }

  auto ReadRelation(const Json& json) -> bool {
    const std::string* name = Text(json, "name");
    if (name == nullptr) return false;
    sema::Relation& relation = module_.relations.emplace_back();
    relation.name = Keep(*name);
    return ReadEach(json, "columns", [&](const Json& item) {
      const std::string* column = Text(item, "name");
      if (column == nullptr) return false;
      relation.columns.emplace_back().name = Keep(*column);
      return true;
    });
  }

  auto ReadOutput(const Json& json) -> bool {
    const std::string* kind = Text(json, "kind");
    const std::string* text = Text(json, "text");
    if (kind == nullptr || text == nullptr) return false;
    sema::OutputShape& output = module_.outputs.emplace_back();
    output.text = *text;
    output.is_query = *kind == "query";
    if (!output.is_query) return *kind == "result";
    const auto relation = Number(json, "relation");
    if (!relation || *relation >= module_.relations.size()) return false;
    output.relation = sema::RelationId{*relation};
    return ReadNames(json, "columns", output.columns);
  }

  auto ReadConstraint(const Json& json) -> bool {
    const std::string* name = Text(json, "name");
    if (name == nullptr) return false;
    ConstraintShape& constraint = module_.constraints.emplace_back();
    constraint.name = Keep(*name);
    return ReadNames(json, "variables", constraint.variables);
  }

  auto ReadNames(const Json& json, const char* key, std::vector<std::string_view>& names) -> bool {
    return ReadEach(json, key, [&](const Json& item) {
      if (!item.is_string()) return false;
      names.push_back(Keep(item.get_ref<const std::string&>()));
      return true;
    });
  }

  auto ReadSite(const Json& json) -> bool {
    constexpr std::size_t kPlace = 5;  // SitesJson says what they are
    constexpr std::size_t kWhole = 14;
    if (!json.is_array() || (json.size() != kPlace && json.size() != kWhole)) return false;
    std::array<std::uint32_t, kWhole> fields{};
    for (std::size_t i = 0; i < json.size(); ++i) {
      const auto number = AsNumber(json[i]);
      if (!number) return false;
      fields[i] = *number;
    }
    Site& site = module_.sites.emplace_back();
    site.range = {fields[3], fields[4]};
    if (json.size() == kPlace) return InSource(site.range);
    const bool known = fields[5] <= static_cast<std::uint32_t>(kLastOperation) && fields[6] < std::size(kBuiltins) &&
                       fields[9] <= static_cast<std::uint32_t>(kLastForm) &&
                       fields[12] <= static_cast<std::uint32_t>(kLastForm);
    if (!known) return false;
    site.operation = static_cast<Operation>(fields[5]);
    site.function = static_cast<Builtin>(fields[6]);
    site.first = {fields[7], fields[8]};
    site.first_form = static_cast<OperandForm>(fields[9]);
    site.second = {fields[10], fields[11]};
    site.second_form = static_cast<OperandForm>(fields[12]);
    site.relation = fields[13];
    const bool reads = site.operation == Operation::kRead;
    return InSource(site.range) && InSource(site.first) && InSource(site.second) &&
           (!reads || site.relation < module_.relations.size());
  }

  [[nodiscard]] auto InSource(SourceRange range) const -> bool {
    return range.offset <= module_.source.size() && range.length <= module_.source.size() - range.offset;
  }

  StandaloneModule& module_;
};

// The image of `module`, which `bytes` encode but for its checksum, where the rest of it is what Combine makes; else
// nothing.
auto ImageOf(const wasm::Module& module, wasm::Bytes bytes, wasm::Bytes metadata) -> std::vector<std::uint8_t> {
  constexpr std::size_t kOwnData = 2;  // the image and the input
  if (module.data.size() < kOwnData || module.memories.empty()) return {};
  const wasm::Bytes image = module.data[module.data.size() - 2].bytes;
  const wasm::Bytes input = module.data[module.data.size() - 1].bytes;
  if (image.empty() || input.size() != sizeof(RunInput)) return {};
  const std::vector<std::uint8_t> expected =
      wasm::EncodeModule(Combine({image.begin(), image.end()}, {input.begin(), input.end()}, module.memories[0].maximum,
                                 {metadata.begin(), metadata.end()}));
  if (!std::equal(bytes.begin(), bytes.end(), expected.begin(), expected.end())) return {};
  return {image.begin(), image.end()};
}

}  // namespace

auto EmitStandaloneModule(const Compiled& compiled, const Limits& limits) -> std::vector<std::uint8_t> {
  std::vector<std::uint8_t> bytes = wasm::EncodeModule(BuildModule(compiled, limits));
  AppendChecksum(bytes);
  return bytes;
}

auto EmitStandaloneWat(const Compiled& compiled, const Limits& limits) -> std::string {
  return wasm::PrintWat(BuildModule(compiled, limits));
}

auto ReadStandaloneModule(std::span<const std::uint8_t> bytes) -> tl::expected<StandaloneModule, std::string> {
  const auto fail = [](std::string why) { return tl::unexpected<std::string>(std::move(why)); };
  if (bytes.size() > kMaxModuleBytes) return fail("it is larger than any of them");
  const auto module = wasm::ReadModule(bytes);
  if (!module) return fail(module.error());
  const wasm::CustomSection* section = module->FindCustom(kSectionName);
  if (section == nullptr) return fail("it has no section `bytelogic`");
  const ChecksumState checksum = CheckChecksum(bytes);
  if (checksum == ChecksumState::kWrong) {
    return fail("its checksum does not match: it was damaged, or changed after `bytelogic compile` wrote it");
  }
  if (CountValues(section->bytes) > kMaxMetadataValues)
    return fail("its section `bytelogic` is larger than any of them");
  const Json json = Json::parse(section->bytes.begin(), section->bytes.end(), nullptr, false);
  if (json.is_discarded()) return fail("its section `bytelogic` is malformed");
  if (auto problem = VersionProblem(json)) return fail(std::move(*problem));
  if (checksum == ChecksumState::kMissing) {
    return fail("it has no checksum at its end: it was cut short, or changed after `bytelogic compile` wrote it");
  }
  StandaloneModule result;
  if (!MetadataReader(result).Read(json)) return fail("its section `bytelogic` is malformed");
  if (module->start) return fail("it has a start function");
  result.image = ImageOf(*module, bytes.first(bytes.size() - ChecksumSize()), section->bytes);
  if (!module->memories.empty()) result.memory_bytes = std::uint64_t{module->memories[0].minimum} * wasm::kPageSize;
  if (result.image.empty()) {
    if (auto excess = FindExcess(*module)) return fail(std::move(*excess));
  }
  return result;
}

}  // namespace bytelogic::standalone
