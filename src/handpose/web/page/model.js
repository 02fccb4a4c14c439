/** LiteRT files, run by LiteRT.js in WebAssembly on one thread. */

import { Tensor, loadAndCompile, loadLiteRt } from "./vendor/litert.js";

// The build without relaxed SIMD: every browser runs it.
const RUNTIME = "vendor/litert_wasm_compat_internal.js";

/** Start the runtime; once for all models. */
export async function startRuntime() {
  await loadLiteRt(RUNTIME);
}

/**
 * Open a model that takes `image` (1, size, size, 3).
 *
 * Returns an asynchronous function from a crop (size * size * 3), RGB 0..255, to the outputs by their
 * names, each a Float32Array.
 */
export async function openModel({ file, input_size: size }) {
  const model = await loadAndCompile(await fetched(file), { accelerator: "wasm" });
  return async (crop) => {
    const image = new Tensor(new Float32Array(crop), [1, size, size, 3]);
    const tensors = await model.run({ image });
    const outputs = Object.entries(tensors).map(([name, tensor]) => [name, tensor.toTypedArray()]);
    // The memory of WebAssembly is not collected.
    [image, ...Object.values(tensors)].forEach((tensor) => tensor.delete());
    return Object.fromEntries(outputs);
  };
}

async function fetched(file) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status} ${answer.statusText}`);
  return new Uint8Array(await answer.arrayBuffer());
}
