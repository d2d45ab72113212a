// Small pictures that the layers name: diamonds, arrows, hatching.

/** Draw the images that the layers name, in the theme's colours. */
export function drawImages(map, p, ramp) {
  const put = (name, image) => {
    if (map.hasImage(name)) map.removeImage(name);
    map.addImage(name, image, { pixelRatio: 2 });
  };
  put("blank", canvasOf(16, () => {}));
  put("arrow", arrowImage(p));
  put("diamond", diamondImage(p, 1));
  put("diamonds", diamondImage(p, 2));
  ramp.forEach((colour, level) => put(`hatch-${level}`, hatchImage(colour)));
}

function canvasOf(size, draw) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size;
  const pen = canvas.getContext("2d");
  draw(pen);
  return pen.getImageData(0, 0, size, size);
}

function arrowImage(p) {
  return canvasOf(40, (pen) => {
    pen.moveTo(20, 5);
    pen.lineTo(33, 34);
    pen.lineTo(20, 27);
    pen.lineTo(7, 34);
    pen.closePath();
    pen.lineWidth = 5;
    pen.lineJoin = "round";
    pen.strokeStyle = p.halo;
    pen.stroke();
    pen.fillStyle = p.accent;
    pen.fill();
  });
}

function diamondImage(p, rings) {
  return canvasOf(64, (pen) => {
    const trace = (reach) => {
      pen.beginPath();
      pen.moveTo(32, 32 - reach);
      pen.lineTo(32 + reach, 32);
      pen.lineTo(32, 32 + reach);
      pen.lineTo(32 - reach, 32);
      pen.closePath();
    };
    trace(rings > 1 ? 29 : 20);
    pen.fillStyle = p.paper;
    pen.globalAlpha = 0.85;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = p.ink;
    pen.lineWidth = 3.6;
    pen.stroke();
  });
}

function hatchImage(colour) {
  return canvasOf(16, (pen) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 2.4;
    for (const shift of [-16, 0, 16]) {
      pen.moveTo(shift - 2, 18);
      pen.lineTo(shift + 18, -2);
    }
    pen.stroke();
  });
}
