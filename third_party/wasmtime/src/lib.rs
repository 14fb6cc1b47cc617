// Re-exports Wasmtime's C API, so that its `extern "C"` functions end up in the static library.
pub use wasmtime_c_api::*;
