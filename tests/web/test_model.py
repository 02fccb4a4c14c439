"""The page's use of LiteRT.js: what is fetched must be given back."""

from web.visitor import visit

# Memory of WebAssembly only grows: how often it had to, over many crops.
GROWTH = """
(async () => {
  const { openModel } = await import("./model.js");
  const run = await openModel({ file: "models/landmarker.tflite", input_size: 128 });
  const crop = new Uint8ClampedArray(128 * 128 * 3);
  const grow = WebAssembly.Memory.prototype.grow;
  let times = 0;
  WebAssembly.Memory.prototype.grow = function (pages) {
    times += 1;
    return grow.call(this, pages);
  };
  for (let count = 0; count < 600; count++) await run(crop);
  return times;
})()
"""


def test_crop_after_crop_takes_no_more_memory(browser, address):
    visit(browser, address)
    assert browser.evaluate(GROWTH) == 0
