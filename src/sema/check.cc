#include "sema/check.h"

#include "diagnostics/limit_message.h"
#include "diagnostics/messages.h"
#include "sema/bare_atoms.h"
#include "sema/binding.h"
#include "sema/body.h"
#include "sema/context.h"
#include "sema/declare.h"
#include "sema/effects.h"
#include "sema/finish.h"
#include "sema/infer.h"
#include "sema/strata.h"

namespace bytelogic::sema {
namespace {

// Most programs fit these without growing any of the vectors.
void Reserve(const syntax::Ast& ast, CheckedProgram& program) {
  const std::size_t statements = ast.statements.size();
  program.exprs.reserve(ast.exprs.size());
  program.operand_pool.reserve(ast.exprs.size());
  program.terms.reserve(ast.exprs.size());
  program.statements.reserve(statements);
  program.statement_pool.reserve(statements);
  program.clauses.reserve(statements);
  program.constants.reserve(16);
}

auto SizeOf(const CheckedProgram& code) -> std::size_t { return code.statements.size() + code.exprs.size(); }

// Adds the bodies of all CALCs, called or not, to the templates.
void ResolveCalcs(Context& context) {
  if (context.calcs.empty()) return;
  context.templates = std::make_unique<CheckedProgram>();
  context.templates->functions.resize(context.calcs.size());
  for (std::uint32_t index = 0; index < context.calcs.size(); ++index) {
    const std::size_t before = SizeOf(*context.templates);
    BodyResolver(context, *context.templates).ResolveCalc({index});
    context.calcs[index].size = SizeOf(*context.templates) - before;
  }
}

void BindRules(Context& context) {
  RuleBinder binder(context);
  for (const syntax::StatementId id : context.ast.List(context.ast.program)) {
    const syntax::StatementKind kind = context.ast[id].kind;
    if (kind == syntax::StatementKind::kRule || kind == syntax::StatementKind::kConstraint)
      binder.Bind(context.ast[id]);
  }
}

// W103: a rule is named after a relation that nothing derives, probably because its EMIT has another name.
void CheckRuleNames(Context& context) {
  for (const Rule& rule : context.program.rules) {
    const std::uint32_t relation = context.relation_names.Find(rule.name);
    if (relation == NameTable::kNone || context.program.relations[relation].derived) continue;
    const std::size_t name = rule.name.data() - context.ast.source.data();
    context.diagnostics.Report(messages::kEmitsElsewhere({rule.name}),
                               {static_cast<std::uint32_t>(name), Size32(rule.name)},
                               messages::kEmitOrRename({rule.name}));
  }
}

auto CheckAll(const syntax::Ast& ast, std::span<const HostRelation> host, const Limits& limits,
              Diagnostics& diagnostics) -> std::optional<CheckedProgram> {
  std::optional<CheckedProgram> made(std::in_place);
  CheckedProgram& program = *made;
  Context context(ast, limits, diagnostics, program);
  Reserve(ast, program);

  if (!Declare(context, host)) return std::nullopt;
  BindRules(context);
  program.functions.emplace_back();
  BodyResolver(context, program).ResolveActions();
  ResolveCalcs(context);
  const bool has_uses = !context.rule_uses.empty() || !context.constraint_uses.empty();
  const Effects effects = has_uses ? FindEffects(context) : Effects{};
  CheckEffects(context, effects);
  MarkConstraints(context, effects);

  Inference inference(context);
  if (inference.Run()) Finisher(context, inference).Run();
  Stratify(context, effects);
  if (diagnostics.has_errors()) {
    made.reset();
    return made;  // what else may be odd follows from that
  }
  CheckRuleNames(context);
  WarnOfBareAtoms(context);
  if (program.outputs.empty() && program.constraints.empty()) {
    diagnostics.ReportGlobal(messages::kNoOutput(), messages::kAsk());
  }
  return made;
}

}  // namespace

auto Check(const syntax::Ast& ast, std::span<const HostRelation> host, const Limits& limits, Diagnostics& diagnostics)
    -> std::optional<CheckedProgram> {
  return Metered(diagnostics, [&] { return CheckAll(ast, host, limits, diagnostics); });
}

}  // namespace bytelogic::sema
