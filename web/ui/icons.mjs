// Draws the mark of src/mark.svg as PNG, for what takes no SVG: home screens and notifications.
import { crc32, deflateSync } from 'node:zlib';

const BLUE = [0x3d, 0x93, 0xf0];
const WHITE = [0xff, 0xff, 0xff];
const GROUND = [0x10, 0x16, 0x1d];

const TICKS = [[12, 4.3, 12, 6.3], [12, 17.7, 12, 19.7], [4.3, 12, 6.3, 12], [17.7, 12, 19.7, 12]];
const NEEDLE = [[16, 8], [13.6, 13.6], [8, 16], [10.4, 10.4]];

function near([ax, ay, bx, by], x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}

/** Below 0 inside. */
function polygon(corners, x, y) {
  let inside = false;
  let edge = Infinity;
  for (let i = 0; i < corners.length; i++) {
    const [[ax, ay], [bx, by]] = [corners[i], corners[(i + 1) % corners.length]];
    edge = Math.min(edge, near([ax, ay, bx, by], x, y));
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside ? -edge : edge;
}

/** How far a point of the 24 by 24 drawing is from the ink, below 0 within it; `stroke` is the width of its lines. */
const toInk = (x, y, stroke) =>
  Math.min(Math.abs(Math.hypot(x - 12, y - 12) - 9.4) - stroke / 2, ...TICKS.map((tick) => near(tick, x, y) - stroke / 2), polygon(NEEDLE, x, y));

/** How far a point of the unit square is from a tile with round corners, below 0 on it. */
function toTile(x, y, radius) {
  const [dx, dy] = [Math.abs(x - 0.5) - 0.5 + radius, Math.abs(y - 0.5) - 0.5 + radius];
  return Math.hypot(Math.max(0, dx), Math.max(0, dy)) + Math.min(0, Math.max(dx, dy)) - radius;
}

/** How much of a pixel is covered, by the distance of its middle in pixels. */
const covered = (distance) => Math.max(0, Math.min(1, 0.5 - distance));

/** Red, green, blue and opacity of each pixel, row by row. */
function pixels(size, { share, radius, ink, ground, stroke }) {
  const out = new Uint8Array(size * size * 4);
  for (let at = 0; at < size * size; at++) {
    const [x, y] = [((at % size) + 0.5) / size, (Math.floor(at / size) + 0.5) / size];
    const marked = covered((toInk(12 + ((x - 0.5) * 24) / share, 12 + ((y - 0.5) * 24) / share, stroke) * share * size) / 24);
    const tiled = ground === null ? 0 : (1 - marked) * (radius === 0 ? 1 : covered(toTile(x, y, radius) * size));
    const all = marked + tiled;
    for (let channel = 0; channel < 3; channel++) out[at * 4 + channel] = all === 0 ? 0 : Math.round((ink[channel] * marked + (ground?.[channel] ?? 0) * tiled) / all);
    out[at * 4 + 3] = Math.round(255 * all);
  }
  return out;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function png(size, look) {
  const flat = pixels(size, look);
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) rows.set(flat.subarray(y * size * 4, (y + 1) * size * 4), y * (size * 4 + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8); // eight bits, with opacity
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}

const TILE = { share: 0.74, radius: 0.22, ink: BLUE, ground: GROUND, stroke: 1.7 };
/** Whatever shape the phone cuts out, its inner 80 % stay. */
const BLEEDING = { ...TILE, share: 0.6, radius: 0 };
/** In the bar of a phone, which takes the opacity alone. */
const BADGE = { share: 0.96, radius: 0, ink: WHITE, ground: null, stroke: 2.1 };

export const icons = () => ({
  'icon-192.png': png(192, TILE),
  'icon-512.png': png(512, TILE),
  'icon-maskable-512.png': png(512, BLEEDING),
  'apple-touch-icon.png': png(180, BLEEDING),
  'badge-96.png': png(96, BADGE),
});

export const manifest = () =>
  JSON.stringify({
    id: '/',
    name: 'Binnacle',
    short_name: 'Binnacle',
    description: 'The instruments and the wheel of automated trading',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#0a0e13',
    theme_color: '#10161d',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
    shortcuts: [{ name: 'Alerts', url: '/alerts' }, { name: 'Trades', url: '/trades' }],
  });
