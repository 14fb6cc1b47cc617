#include "sema/foreign_function.h"

#include <algorithm>
#include <iterator>

namespace bytelogic::sema {
namespace {

constexpr std::string_view kSubstr = "write SUBSTR(s, start, length); positions count from 0";
constexpr std::string_view kIndexOf = "write INDEX_OF(s, part), which counts from 0 and gives -1 where there is none";
constexpr std::string_view kRounding = "write FLOOR(x) to round down, CEIL(x) up, ROUND(x) to the nearest";
constexpr std::string_view kChoice = "a choice is IF ... THEN ... ELSE ... END";
constexpr std::string_view kNoChance =
    "there are no random numbers and no clock: a program always gives the same answer";

constexpr ForeignFunction kFunctions[] = {
    {"LEN", "LENGTH", {}},
    {"STRLEN", "LENGTH", {}},
    {"LOWERCASE", "LOWER", {}},
    {"TOLOWER", "LOWER", {}},
    {"TO_LOWER", "LOWER", {}},
    {"LCASE", "LOWER", {}},
    {"UPPERCASE", "UPPER", {}},
    {"TOUPPER", "UPPER", {}},
    {"TO_UPPER", "UPPER", {}},
    {"UCASE", "UPPER", {}},
    {"CEILING", "CEIL", {}},
    {"POWER", "POW", {}},
    {"LN", "LOG", {}},
    {"CONCATENATE", "CONCAT", {}},
    {"STR", "TO_SYMBOL", {}},
    {"STRING", "TO_SYMBOL", {}},
    {"TOSTRING", "TO_SYMBOL", {}},
    {"TO_STRING", "TO_SYMBOL", {}},
    {"NUMBER", "TO_NUMBER", {}},
    {"PARSE_NUMBER", "TO_NUMBER", {}},
    {"SUBSTRING", {}, kSubstr},
    {"MID", {}, kSubstr},
    {"SLICE", {}, kSubstr},
    {"LEFT", {}, kSubstr},
    {"RIGHT", {}, kSubstr},
    {"FIND", {}, kIndexOf},
    {"INSTR", {}, kIndexOf},
    {"POSITION", {}, kIndexOf},
    {"STRPOS", {}, kIndexOf},
    {"INT", {}, kRounding},
    {"INTEGER", {}, kRounding},
    {"TO_INT", {}, kRounding},
    {"TRUNC", {}, kRounding},
    {"TRUNCATE", {}, kRounding},
    {"IF", {}, kChoice},
    {"IIF", {}, kChoice},
    {"COALESCE", {}, kChoice},
    {"RANDOM", {}, kNoChance},
    {"RAND", {}, kNoChance},
    {"NOW", {}, kNoChance},
    {"TODAY", {}, kNoChance},
    {"LOG2", {}, "write LOG(x) / LOG(2)"},
    {"MOD", {}, "write MOD between its operands: 7 MOD 2"},
    {"DIV", {}, "write DIV between its operands: 7 DIV 2"},
};

}  // namespace

auto FindForeignFunction(std::string_view name) -> const ForeignFunction* {
  const auto found = std::ranges::find(kFunctions, name, &ForeignFunction::name);
  return found == std::end(kFunctions) ? nullptr : &*found;
}

}  // namespace bytelogic::sema
