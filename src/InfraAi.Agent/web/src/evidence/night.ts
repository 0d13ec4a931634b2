/** True for pixels (red, green, blue, alpha) whose rims on nothing are light for the most part: such a drawing is shown on black, as it is read. */
export function isForNight(pixels: Uint8ClampedArray, width: number): boolean {
  let light = 0;
  let dark = 0;
  for (let at = 4 * width; at < pixels.length - 4 * width; at += 4) {
    const around = [at - 4, at + 4, at - 4 * width, at + 4 * width];
    if (pixels[at + 3]! < 128 || around.every((near) => pixels[near + 3]! > 63)) continue;
    const level = (3 * pixels[at]! + 6 * pixels[at + 1]! + pixels[at + 2]!) / 10;
    if (level > 180) light++;
    else if (level < 110) dark++;
  }
  return light > 2 * dark;
}

/** The same of a picture that was loaded, made smaller. */
export function showsAtNight(image: HTMLImageElement): boolean {
  const scale = Math.min(1, 1000 / Math.max(image.naturalWidth, image.naturalHeight, 1));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return isForNight(context.getImageData(0, 0, canvas.width, canvas.height).data, canvas.width);
}
