// grown_shapes.cc - shapes from the productions of a grammar: each alone, each damaged, each with every other.

#include <memory>
#include <optional>
#include <random>
#include <span>
#include <utility>

#include "base/check.h"
#include "growth.h"
#include "shape.h"

namespace bytelogic::hostile {
namespace {

// What the parser allows: one level less than is refused, and one more.
constexpr std::size_t kDepths[] = {190, 1'990};

auto NameOf(Numbering numbering) -> std::string {
  switch (numbering) {
    case Numbering::kRising:
      return "rising";
    case Numbering::kSame:
      return "same";
    case Numbering::kFalling:
      return "falling";
    case Numbering::kNear:
      return "near";
    case Numbering::kLong:
      return "long";
  }
  return {};
}

auto DepthName(const Layer& layer) -> std::string {
  if (layer.depth == 1) return "";
  return layer.depth == kAsDeepAsFits ? "^" : "^" + std::to_string(layer.depth);
}

class Lister {
 public:
  Lister(const Grammar& grammar, std::vector<Shape>& shapes)
      : grammar_(std::make_shared<Grammar>(grammar)), shapes_(shapes) {}

  void AddAll() {
    for (const Production& production : grammar_->productions) AddSingle(production);
    for (const Production& outer : grammar_->productions) {
      for (const Production& inner : grammar_->productions) {
        if (outer.pairs && inner.pairs) AddPair(outer, inner);
      }
    }
  }

 private:
  void Add(ShapeGroup group, const std::string& name, std::vector<Layer> layers) {
    shapes_.push_back(
        {grammar_->name + ":" + name, group, grammar_->dialect,
         [grammar = grammar_, layers = std::move(layers)](std::size_t size) { return Grow(*grammar, layers, size); }});
  }

  // And with each damage that a hand may do.
  void AddWithDamages(const std::string& name, const std::vector<Layer>& layers) {
    Add(ShapeGroup::kSingle, name, layers);
    for (const Damage damage : kDamages) {
      shapes_.push_back({grammar_->name + ":" + name + "!" + hostile::NameOf(damage), ShapeGroup::kWrong,
                         grammar_->dialect, [grammar = grammar_, layers, damage](std::size_t size) {
                           const std::string category = MainCategory(*layers[0].production);
                           return PutIntoProgram(*grammar, category,
                                                 Damaged(GrowPart(*grammar, layers, size / 2), damage));
                         }});
    }
  }

  void AddSingle(const Production& production) {
    const std::vector<std::string> holes = HolesOf(production);
    Layer layer{.production = &production, .hole = holes.empty() ? "" : holes[0]};
    AddWithDamages(production.name, {layer});
    if (HasNumber(production)) {
      for (const Numbering numbering : {Numbering::kSame, Numbering::kFalling, Numbering::kNear, Numbering::kLong}) {
        layer.numbering = numbering;
        Add(ShapeGroup::kSingle, production.name + "~" + NameOf(numbering), {layer});
      }
    }
    for (const std::string& hole : holes) {
      if (!IsOf(production, hole)) continue;
      Layer nest{.production = &production, .hole = hole, .depth = kAsDeepAsFits};
      AddWithDamages(production.name + DepthName(nest), {nest});
      for (const std::size_t depth : kDepths) {
        nest.depth = depth;
        Add(ShapeGroup::kSingle, production.name + DepthName(nest), {nest});
      }
    }
  }

  void AddPair(const Production& outer, const Production& inner) {
    const std::string name = outer.name + "/" + inner.name;
    for (const std::string& hole : HolesOf(outer)) {
      if (!IsOf(inner, hole)) continue;
      const std::vector<std::string> inner_holes = HolesOf(inner);
      const Layer many{.production = &outer, .hole = hole};
      const Layer few{.production = &inner, .hole = inner_holes.empty() ? "" : inner_holes[0]};
      // As many within as without; much within one; a little within many.
      Add(ShapeGroup::kPair, name, {many, few});
      Layer once = many;
      once.once = true;
      Add(ShapeGroup::kPair, name + "*1", {once, few});
      // In turns, as deep as it goes.
      for (const std::string& inner_hole : inner_holes) {
        if (!IsOf(outer, inner_hole) || &outer == &inner) continue;
        AddTurns(name, outer, hole, inner, inner_hole);
      }
      // One deep, the other one repeated at the bottom of it.
      if (IsOf(outer, hole) && &outer != &inner) {
        for (const std::size_t depth : {std::size_t{190}}) {
          Layer deep = many;
          deep.depth = depth;
          deep.once = true;
          Add(ShapeGroup::kPair, name + "^" + std::to_string(depth), {deep, few});
        }
      }
    }
    // Side by side.
    const std::string category = MainCategory(outer);
    if (&outer < &inner && IsOf(inner, category)) AddNeighbours(category, outer, inner);
  }

  // A production that is the one within the other.
  void AddTurns(const std::string& name, const Production& outer, const std::string& hole, const Production& inner,
                const std::string& inner_hole) {
    auto both = std::make_shared<Production>();
    both->name = name;
    both->categories = outer.categories;
    bool filled = false;
    for (const Piece& piece : SplitText(outer.text)) {
      if (piece.is_hole && piece.text == hole && !filled) {
        both->text += inner.text;
        filled = true;
      } else {
        both->text += piece.is_hole ? "`" + piece.text + "`" : piece.text;
      }
    }
    for (const std::size_t depth : {kAsDeepAsFits, std::size_t{95}}) {
      Layer layer{.production = both.get(), .hole = inner_hole, .depth = depth};
      shapes_.push_back(
          {grammar_->name + ":" + name + "/.." + DepthName(layer), ShapeGroup::kPair, grammar_->dialect,
           [grammar = grammar_, both, layer](std::size_t size) { return Grow(*grammar, {layer}, size); }});
    }
  }

  // All of the one, and then all of the other; the second numbered like the first.
  void AddNeighbours(const std::string& category, const Production& first, const Production& second) {
    const auto grow = [grammar = grammar_, category, &first, &second](std::size_t size, bool swap) {
      const auto part = [&](const Production& production) {
        const std::vector<std::string> holes = HolesOf(production);
        return GrowPart(*grammar, {{.production = &production, .hole = holes.empty() ? "" : holes[0]}}, size / 2);
      };
      const std::string& separator = grammar->Find(category).separator;
      std::string both = part(swap ? second : first) + separator + part(swap ? first : second);
      return PutIntoProgram(*grammar, category, both);
    };
    shapes_.push_back({grammar_->name + ":" + first.name + "+" + second.name, ShapeGroup::kPair, grammar_->dialect,
                       [grow](std::size_t size) { return grow(size, false); }});
    if (MainCategory(second) != category) return;
    shapes_.push_back({grammar_->name + ":" + second.name + "+" + first.name, ShapeGroup::kPair, grammar_->dialect,
                       [grow](std::size_t size) { return grow(size, true); }});
  }

  std::shared_ptr<const Grammar> grammar_;  // kept by the shapes, whose layers point into it
  std::vector<Shape>& shapes_;
};

template <class Range>
auto Pick(const Range& range, std::mt19937_64& random) -> const auto& {
  return range[random() % range.size()];
}

}  // namespace

void AddGrownShapes(const Grammar& grammar, std::vector<Shape>& shapes) { Lister(grammar, shapes).AddAll(); }

auto ListShapes() -> std::vector<Shape> {
  std::vector<Shape> shapes;
  AddKnownShapes(shapes);
  for (const Grammar& grammar : AllGrammars()) AddGrownShapes(grammar, shapes);
  return shapes;
}

auto RandomShape(const std::vector<Grammar>& grammars, std::uint64_t seed) -> Shape {
  std::mt19937_64 random(seed);
  auto grammar = std::make_shared<const Grammar>(Pick(grammars, random));
  std::vector<Layer> layers;
  std::string name;
  const std::size_t count = 2 + random() % 4;
  std::string category;
  while (layers.size() < count) {
    std::vector<const Production*> fitting;
    for (const Production& production : grammar->productions) {
      if (category.empty() || IsOf(production, category)) fitting.push_back(&production);
    }
    BL_CHECK(!fitting.empty());
    const Production& production = *Pick(fitting, random);
    const std::vector<std::string> holes = HolesOf(production);
    if (holes.empty() && layers.empty()) continue;
    Layer layer{.production = &production};
    if (!holes.empty()) layer.hole = Pick(holes, random);
    layer.numbering = random() % 3 == 0 ? static_cast<Numbering>(random() % 4) : Numbering::kRising;
    layer.share = 0.25 + 0.25 * static_cast<double>(random() % 3);
    layer.once = random() % 4 == 0;
    if (!holes.empty() && IsOf(production, layer.hole) && random() % 3 == 0) {
      constexpr std::size_t kSome[] = {kAsDeepAsFits, 20, 190, 1'990};
      layer.depth = Pick(std::span(kSome), random);
    }
    name += (layers.empty() ? "" : "/") + production.name + DepthName(layer) + "~" + NameOf(layer.numbering) +
            (layer.once ? "*1" : "");
    layers.push_back(layer);
    if (holes.empty()) break;
    category = layer.hole;
  }
  std::optional<Damage> damage;
  if (random() % 5 == 0) damage = Pick(std::span(kDamages), random);
  if (damage) name += "!" + hostile::NameOf(*damage);
  return {grammar->name + ":" + std::to_string(seed) + ":" + name, ShapeGroup::kRandom, grammar->dialect,
          [grammar, layers, damage](std::size_t size) {
            if (!damage) return Grow(*grammar, layers, size);
            return PutIntoProgram(*grammar, MainCategory(*layers[0].production),
                                  Damaged(GrowPart(*grammar, layers, size / 2), *damage));
          }};
}

}  // namespace bytelogic::hostile
