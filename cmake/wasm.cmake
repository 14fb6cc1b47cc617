# WebAssembly modules: reading, writing, printing. Knows nothing of ByteLogic.
bytelogic_folder(wasm)
