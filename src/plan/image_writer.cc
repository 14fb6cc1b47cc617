#include "plan/image_writer.h"

#include <cstring>

#include "base/id_vector.h"

namespace bytelogic::plan {
namespace {

using namespace runtime;  // the format's structs

// Places tables one after the other, each 8-byte aligned, and copies them in once the size is known.
class ImageLayout {
 public:
  ImageLayout() { parts_.reserve(24); }

  template <typename T>
  void Add(Table& table, const T* data, std::size_t count) {
    table = {size_, static_cast<std::uint32_t>(count)};
    Place(data, count * sizeof(T));
  }

  // Bytes that are written later, by the caller, from Table::offset on.
  void Reserve(Table& table, std::size_t bytes) {
    table = {size_, static_cast<std::uint32_t>(bytes)};
    Place(nullptr, bytes);
  }

  auto Finish(ImageHeader& header) -> std::vector<std::uint8_t> {
    header.size = size_;
    std::vector<std::uint8_t> image(size_);
    std::memcpy(image.data(), &header, sizeof header);
    for (const Part& part : parts_) {
      if (part.size > 0) std::memcpy(image.data() + part.offset, part.data, part.size);
    }
    return image;
  }

 private:
  struct Part {
    std::uint32_t offset;
    const void* data;
    std::size_t size;
  };

  void Place(const void* data, std::size_t bytes) {
    if (data != nullptr) parts_.push_back({size_, data, bytes});
    size_ = static_cast<std::uint32_t>((size_ + bytes + 7) & ~std::size_t{7});
  }

  std::uint32_t size_ = sizeof(ImageHeader);
  std::vector<Part> parts_;
};

auto RelationEntries(const sema::CheckedProgram& program) -> std::vector<RelationEntry> {
  std::vector<RelationEntry> entries;
  entries.reserve(program.relations.size());
  for (const sema::Relation& relation : program.relations) {
    entries.push_back(
        {Size32(relation.columns), relation.derived ? 1U : 0U, static_cast<std::uint32_t>(relation.keep)});
  }
  return entries;
}

auto OutputEntries(const Plan& plan) -> std::vector<OutputEntry> {
  std::vector<OutputEntry> entries;
  const std::vector<sema::OutputShape>& outputs = plan.program->outputs;
  entries.reserve(outputs.size());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const std::uint32_t relation = outputs[i].is_query ? outputs[i].relation.index : kNone32;
    entries.push_back({outputs[i].is_query ? 1U : 0U, relation, plan.output_sites[i]});
  }
  return entries;
}

}  // namespace

auto WriteImage(const Plan& plan) -> std::vector<std::uint8_t> {
  const sema::CheckedProgram& program = *plan.program;
  const FlatCode flat = Flatten(plan);
  std::vector<std::uint16_t> operands = plan.operands;
  std::vector<IndexEntry> indexes;
  for (const Index& index : plan.indexes) {
    indexes.push_back({index.relation, {Size32(operands), Size32(index.columns)}});
    operands.insert(operands.end(), index.columns.begin(), index.columns.end());
  }
  std::vector<StratumEntry> strata = plan.strata;
  std::vector<std::uint32_t> stratum_relations;
  for (std::size_t i = 0; i < strata.size(); ++i) {
    strata[i].relations = {Size32(stratum_relations), static_cast<std::uint32_t>(program.strata[i].relations.size())};
    for (const sema::RelationId relation : program.strata[i].relations) stratum_relations.push_back(relation.index);
  }
  std::vector<SymbolEntry> symbols;
  symbols.reserve(plan.symbols.size());
  std::uint32_t text_size = 0;
  for (const std::string_view symbol : plan.symbols) {
    symbols.push_back({text_size, Size32(symbol)});
    text_size += Size32(symbol);
  }
  std::vector<SiteEntry> sites;
  sites.reserve(plan.sites.size());
  for (const Site& site : plan.sites) sites.push_back({site.range.offset, site.range.length});
  const std::vector<RelationEntry> relations = RelationEntries(program);
  const std::vector<OutputEntry> outputs = OutputEntries(plan);

  ImageHeader header;
  ImageLayout layout;
  const auto add = [&](Table& table, const auto& entries) { layout.Add(table, entries.data(), entries.size()); };
  add(header.relations, relations);
  add(header.indexes, indexes);
  add(header.functions, flat.functions);
  add(header.code, flat.code);
  add(header.operands, operands);
  add(header.constants, plan.constants);
  add(header.symbols, symbols);
  add(header.ints, plan.ints);
  add(header.floats, plan.floats);
  layout.Reserve(header.text, text_size);
  add(header.cells, plan.cells);
  add(header.strata, strata);
  add(header.stratum_relations, stratum_relations);
  add(header.variants, plan.variants);
  add(header.sets, plan.sets);
  add(header.aggregations, plan.aggregations);
  add(header.accumulators, plan.accumulators);
  add(header.constraints, plan.constraints);
  add(header.outputs, outputs);
  add(header.sites, sites);
  std::vector<std::uint8_t> image = layout.Finish(header);
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    std::memcpy(image.data() + header.text.offset + symbols[i].offset, plan.symbols[i].data(), symbols[i].length);
  }
  return image;
}

}  // namespace bytelogic::plan
