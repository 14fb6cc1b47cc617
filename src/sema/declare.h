// declare.h - the relations and CALCs of a program, before anything that uses them is looked at.
//
//   REL person(name: symbol, age: int)     // arity 2, two promises
//   REL parent                             // arity from its uses, else 2
//
// Reports E203 (an arity over the limit), E211 (declared twice) and R307 (too many rules or relations).
#pragma once

#include <span>

#include "sema/check.h"
#include "sema/context.h"

namespace bytelogic::sema {

// Fills relations, relation_names, sourced, calcs, calc_names. False where there are too many relations to go on.
auto Declare(Context& context, std::span<const HostRelation> host) -> bool;

}  // namespace bytelogic::sema
