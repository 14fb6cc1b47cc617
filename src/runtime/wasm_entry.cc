// wasm_entry.cc - the one export of the sandbox, and the few symbols that the C++ library would ask of an operating
// system. Compiled for wasm32 only.
#ifdef __wasm__

#include <cstdlib>
#include <new>

#include "runtime/run.h"

// There is no heap but that of the run: nothing may allocate.
auto operator new(std::size_t) -> void* { __builtin_trap(); }
auto operator new[](std::size_t) -> void* { __builtin_trap(); }
void operator delete(void*) noexcept {}
void operator delete[](void*) noexcept {}
void operator delete(void*, std::size_t) noexcept {}
void operator delete[](void*, std::size_t) noexcept {}

extern "C" {

void abort() { __builtin_trap(); }

// Made by the linker; does nothing here, for nothing global has a constructor. That it is called tells the linker not
// to wrap the export into a program's start and end.
void __wasm_call_ctors();

// Image and input lie one after the other from __heap_base on; the heap begins where they end.
[[clang::export_name("run")]] auto run(const std::uint8_t* image, std::uint32_t image_length, const std::uint8_t* input,
                                       std::uint32_t input_length) -> bytelogic::runtime::Report* {
  __wasm_call_ctors();
  const auto image_end = reinterpret_cast<std::uintptr_t>(image) + image_length;
  const auto input_end = reinterpret_cast<std::uintptr_t>(input) + input_length;
  const std::uintptr_t begin = ((image_end > input_end ? image_end : input_end) + 15) & ~std::uintptr_t{15};
  const std::uint64_t end = std::uint64_t{__builtin_wasm_memory_size(0)} * 65536;
  const std::size_t capacity = end > begin ? static_cast<std::size_t>(end - begin) : 0;
  return bytelogic::runtime::Run(image, input, reinterpret_cast<std::uint8_t*>(begin), capacity);
}

}  // extern "C"

#endif  // __wasm__
