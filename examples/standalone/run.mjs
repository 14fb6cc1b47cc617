// Runs a module that `bytelogic compile` wrote, in any JavaScript engine: node run.mjs family.wasm
//
// The module imports nothing. `bytelogic_run` returns the address of a report in its memory; the custom section
// "bytelogic" says, as JSON, what the outputs are called. docs/standalone-modules.md describes both.
import { readFileSync } from "node:fs";

const module = new WebAssembly.Module(readFileSync(process.argv[2]));
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
