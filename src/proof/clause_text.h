// clause_text.h - stretches of the source on one line, as they were written or with values in the place of variables.
//
//   WrittenText(source, range)                 // `WHERE $age >= 18`
//   ReadText(source, range, variables)         // `20 >= 18`
//
// Used by describe.cc and why_not.cc.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/source_range.h"

namespace bytelogic::proof {

// By name as it stands in the source, `$` included: what to write instead.
using Substitution = std::map<std::string, std::string, std::less<>>;

// White space and comments become single spaces.
auto WrittenText(std::string_view source, SourceRange range) -> std::string;
auto ReadText(std::string_view source, SourceRange range, const Substitution& variables) -> std::string;

}  // namespace bytelogic::proof
