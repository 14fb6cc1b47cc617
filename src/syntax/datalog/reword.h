// reword.h - messages of later phases in the words of the dialect.
//
//   "write TO_NUMBER(...) where the symbol is one"      =>  "write to_number(...) where the symbol is one"
//
// The phases behind the Ast speak of ByteLogic's forms. ParseDatalog hands this function to the Diagnostics, so that
// what they report about a Datalog program names its forms, and no fix puts ByteLogic's into it.
#pragma once

#include "diagnostics/diagnostics.h"

namespace bytelogic::syntax::datalog {

void Reword(PendingDiagnostic& diagnostic);

}  // namespace bytelogic::syntax::datalog
