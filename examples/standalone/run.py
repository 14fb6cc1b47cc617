"""Runs a module that `bytelogic compile` wrote: python3 run.py family.wasm

The module imports nothing, so every WebAssembly engine will do; this one is `pip install wasmtime`. `bytelogic_run`
returns the address of a report in the module's memory; the custom section "bytelogic" says, as JSON, what the outputs
are called. docs/standalone-modules.md describes both.
"""

import json
import struct
import sys


def custom_section(module, name):
    """The content of a custom section; `module` is the bytes of a WebAssembly module."""

    def number(at):  # LEB128
        value = shift = 0
        while True:
            byte = module[at]
            value |= (byte & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if byte < 0x80:
                return value, at

    at = 8
    while at < len(module):
        kind = module[at]
        size, at = number(at + 1)
        end = at + size
        if kind == 0:
            length, at = number(at)
            if module[at : at + length] == name:
                return module[at + length : end]
        at = end
    raise ValueError("not a module of ByteLogic")


def xxh64(data):
    """XXH64 of bytes, with seed 0 (`pip install xxhash` has a faster one)."""
    p1, p2, p3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
    p4, p5, mask = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5, (1 << 64) - 1

    def rotate(value, bits):
        return (value << bits | value >> (64 - bits)) & mask

    def round64(total, lane):
        return rotate((total + lane * p2) & mask, 31) * p1 & mask

    at, value = 0, p5
    if len(data) >= 32:
        sums = [(p1 + p2) & mask, p2, 0, -p1 & mask]
        while at + 32 <= len(data):
            sums = list(map(round64, sums, struct.unpack_from("<4Q", data, at)))
            at += 32
        value = sum(map(rotate, sums, (1, 7, 12, 18))) & mask
        for each in sums:
            value = ((value ^ round64(0, each)) * p1 + p4) & mask
    value = (value + len(data)) & mask
    while at + 8 <= len(data):
        value = (rotate(value ^ round64(0, struct.unpack_from("<Q", data, at)[0]), 27) * p1 + p4) & mask
        at += 8
    if at + 4 <= len(data):
        value = (rotate(value ^ struct.unpack_from("<I", data, at)[0] * p1 & mask, 23) * p2 + p3) & mask
        at += 4
    for byte in data[at:]:
        value = rotate(value ^ byte * p5 & mask, 11) * p1 & mask
    value = (value ^ value >> 33) * p2 & mask
    value = (value ^ value >> 29) * p3 & mask
    return value ^ value >> 32


def is_intact(module):
    """Is the checksum, the last section, that of all bytes before it?"""
    size = 29  # of the section "bytelogic_checksum"; its last eight bytes are the hash
    return module[-26:-8] == b"bytelogic_checksum" and xxh64(module[:-size]).to_bytes(8, "little") == module[-8:]


def read_value(memory, at):
    """One value at `at`, and the address behind it."""
    tag, length = struct.unpack_from("<II", memory, at)
    if tag == 0:
        return struct.unpack_from("<q", memory, at + 8)[0], at + 16
    if tag == 1:
        return struct.unpack_from("<d", memory, at + 8)[0], at + 16
    text = bytes(memory[at + 16 : at + 16 + length]).decode()
    return text, at + 16 + (length + 7) // 8 * 8


def decode(memory, report, about):
    """The answers as lines of text; raises where the run failed."""
    code, site = struct.unpack_from("<II", memory, report)
    if code != 0:
        place = about["sites"][site] if site < len(about["sites"]) else None
        raise RuntimeError(f"R{code} at {place[0]}:{place[1]}" if place else f"R{code}")
    (at,) = struct.unpack_from("<Q", memory, report + 40)
    (count,) = struct.unpack_from("<I", memory, report + 56)
    lines = []
    for _ in range(count):
        output, kind, row_count, column_count = struct.unpack_from("<IIII", memory, at)
        at += 16
        total = 0  # of all witnesses, of which at most 10 follow
        if kind == 3:
            total, at = read_value(memory, at)
        rows = []
        for _ in range(0 if kind == 1 else row_count):
            row = []
            for _ in range(column_count):
                value, at = read_value(memory, at)
                row.append(str(value))
            rows.append(row)
        if kind == 3:
            constraint = about["constraints"][output]
            witness = " ".join(f"${name}={value}" for name, value in zip(constraint["variables"], rows[0]))
            more = f" (and {total - 1} more)" if total > 1 else ""
            lines.append(f"constraint {constraint['name']} violated{':' if witness else ''} {witness}".rstrip() + more)
            continue
        answer = str(row_count == 1).lower() if kind == 1 else ", ".join(map(" ".join, rows)) or "none"
        lines.append(f"{about['outputs'][output]['text']}: {answer}")
    return lines


def main():
    import wasmtime

    with open(sys.argv[1], "rb") as file:
        module = file.read()
    if not is_intact(module):
        sys.exit("the module was damaged, or changed after `bytelogic compile` wrote it")
    about = json.loads(custom_section(module, b"bytelogic"))
    store = wasmtime.Store()
    instance = wasmtime.Instance(store, wasmtime.Module(store.engine, module), [])
    exports = instance.exports(store)
    report = exports["bytelogic_run"](store) & 0xFFFFFFFF
    memory = exports["memory"].read(store)
    print("\n".join(decode(memory, report, about)))


if __name__ == "__main__":
    main()
