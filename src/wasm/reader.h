// reader.h - bytes to Module. Checks the structure; that the code is valid is left to the engine that compiles it.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "wasm/module.h"

namespace bytelogic::wasm {

// The module refers to `bytes`. Fails, saying why, where they are no module, or one with imports, several tables' worth
// of element kinds, or other things that the runtime of ByteLogic never has. Takes hostile input.
auto ReadModule(Bytes bytes) -> tl::expected<Module, std::string>;

}  // namespace bytelogic::wasm
