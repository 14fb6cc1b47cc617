// json_text.h - JSON as text in which everything can be seen: invisible characters (base/invisible.h) are escaped.
//
//   DumpJson({{"symbol", "a\u202Eb"}})      // {"symbol":"a\u202eb"}
//
// Used by json.cc and by proof/.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace bytelogic::result {

// On one line. Never throws, whatever the bytes of its strings are.
auto DumpJson(const nlohmann::ordered_json& json) -> std::string;

}  // namespace bytelogic::result
