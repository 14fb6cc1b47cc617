// Runs a module that `bytelogic compile` wrote, in any JavaScript engine: node run.mjs family.wasm
//
// The module imports nothing. `bytelogic_run` returns the address of a report in its memory; the custom section
// "bytelogic" says, as JSON, what the outputs are called. docs/standalone-modules.md describes both.
import { readFileSync } from "node:fs";

// XXH64 of bytes, with seed 0.
function xxh64(bytes) {
  const primes = [0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n];
  const [p1, p2, p3, p4, p5] = primes;
  const u64 = (value) => BigInt.asUintN(64, value);
  const rotate = (value, bits) => u64((value << bits) | (value >> (64n - bits)));
  const round = (sum, lane) => u64(rotate(u64(sum + lane * p2), 31n) * p1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const lane = (at) => view.getBigUint64(at, true);
  let at = 0;
  let hash = p5;
  if (bytes.length >= 32) {
    let sums = [u64(p1 + p2), p2, 0n, u64(-p1)];
    for (; at + 32 <= bytes.length; at += 32) sums = sums.map((sum, i) => round(sum, lane(at + 8 * i)));
    hash = u64(sums.reduce((sum, value, i) => sum + rotate(value, [1n, 7n, 12n, 18n][i]), 0n));
    for (const sum of sums) hash = u64((hash ^ round(0n, sum)) * p1 + p4);
  }
  hash = u64(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) hash = u64(rotate(hash ^ round(0n, lane(at)), 27n) * p1 + p4);
  for (; at + 4 <= bytes.length; at += 4) hash = u64(rotate(hash ^ u64(BigInt(view.getUint32(at, true)) * p1), 23n) * p2 + p3);
  for (; at < bytes.length; ++at) hash = u64(rotate(hash ^ u64(BigInt(bytes[at]) * p5), 11n) * p1);
  hash = u64((hash ^ (hash >> 33n)) * p2);
  hash = u64((hash ^ (hash >> 29n)) * p3);
  return hash ^ (hash >> 32n);
}

// Is the checksum, the last section, that of all bytes before it?
function isIntact(bytes) {
  const size = 29; // of the section "bytelogic_checksum"; its last eight bytes are the hash
  if (bytes.length < size || new TextDecoder("latin1").decode(bytes.subarray(-26, -8)) !== "bytelogic_checksum") return false;
  return xxh64(bytes.subarray(0, -size)) === new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(bytes.length - 8, true);
}

const bytes = readFileSync(process.argv[2]);
if (!isIntact(bytes)) {
  console.log("the module was damaged, or changed after `bytelogic compile` wrote it");
  process.exit(1);
}

const module = new WebAssembly.Module(bytes);
const [section] = WebAssembly.Module.customSections(module, "bytelogic");
const about = JSON.parse(new TextDecoder().decode(section));
const { memory, bytelogic_run } = new WebAssembly.Instance(module).exports;

const report = bytelogic_run() >>> 0;
const view = new DataView(memory.buffer); // only now: the run may have grown the memory
const u32 = (address) => view.getUint32(address, true);
const u64 = (address) => Number(view.getBigUint64(address, true));

// One value at `address`, and the address behind it.
function readValue(address) {
  const [tag, length] = [u32(address), u32(address + 4)];
  if (tag === 0) return [view.getBigInt64(address + 8, true), address + 16];
  if (tag === 1) return [view.getFloat64(address + 8, true), address + 16];
  const text = new TextDecoder().decode(new Uint8Array(memory.buffer, address + 16, length));
  return [text, address + 16 + Math.ceil(length / 8) * 8];
}

const code = u32(report);
if (code !== 0) {
  const site = about.sites[u32(report + 4)]; // none where the whole run is meant
  console.log(site ? `R${code} at ${site[0]}:${site[1]}` : `R${code}`);
  process.exit(code >= 300 ? 3 : 1);
}

const [kRows, kTruth, kViolation] = [0, 1, 3];
let address = u64(report + 40);
for (let i = 0; i < u32(report + 56); ++i) {
  const [output, kind, rowCount, columnCount] = [0, 4, 8, 12].map((offset) => u32(address + offset));
  address += 16;
  let count = 0n; // of all witnesses, of which at most 10 follow
  if (kind === kViolation) [count, address] = readValue(address);
  const rows = [];
  for (let row = 0; kind !== kTruth && row < rowCount; ++row) {
    const values = [];
    for (let column = 0; column < columnCount; ++column) {
      const [value, next] = readValue(address);
      values.push(value);
      address = next;
    }
    rows.push(values);
  }
  if (kind === kViolation) {
    const { name, variables } = about.constraints[output];
    const witness = variables.map((variable, column) => ` $${variable}=${rows[0][column]}`).join("");
    console.log(`constraint ${name} violated${witness && ":"}${witness}${count > 1n ? ` (and ${count - 1n} more)` : ""}`);
    continue;
  }
  const answer = kind === kTruth ? rowCount === 1 : kind === kRows ? rows.map((row) => row.join(" ")).join(", ") || "none" : rows[0];
  console.log(`${about.outputs[output].text}: ${answer}`);
}
