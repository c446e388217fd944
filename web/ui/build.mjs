// Builds the dashboard into the folder named by the first argument, and does nothing when nothing changed.
// Installs the libraries (when the lock changed), checks types, bundles, and packs each file small beside itself.
// "Changed" means other content: hashes are compared, not times, so that a fresh checkout of the same files is up to date.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
if (!target) fail('usage: node build.mjs OUT');
const out = resolve(target);

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old: the dashboard's build needs 20.19 or newer (or pass -Dui.skip to Maven)`);
}

const SOURCES = ['src', 'index.html', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.worker.json', 'vite.config.ts', 'build.mjs', 'icons.mjs', 'runbooks.mjs', '../../docs/runbooks.md'];
const MODULES = join(here, 'node_modules');

/** What was built into a place, noted where no package takes it along. */
const stampOf = (place) => join(MODULES, `.built-${createHash('sha256').update(place).digest('hex').slice(0, 12)}`);

function fail(message) {
  console.error(`ui: ${message}`);
  process.exit(1);
}

function files(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

function hashOf(names) {
  const hash = createHash('sha256').update(process.version).update(process.platform);
  for (const name of names) {
    for (const file of files(join(here, name)).sort()) hash.update(file.slice(here.length)).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function same(stamp, hash) {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
}

function run(what, command, args) {
  const shell = process.platform === 'win32';
  const done = spawnSync(command, args, { cwd: here, stdio: 'inherit', shell });
  if (done.error) fail(`${what}: ${done.error.message}`);
  if (done.status !== 0) fail(`${what} failed (${[command, ...args].join(' ')})`);
}

function tool(what, script, args) {
  run(what, process.execPath, [join(MODULES, script), ...args]);
}

function install() {
  const stamp = join(MODULES, '.lock-hash');
  const hash = hashOf(['package.json', 'package-lock.json']);
  if (same(stamp, hash)) return;
  run('npm ci', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, hash);
}

/** A smaller copy of each text file beside it, for a server that sends what is there. Text only; worth it from 1 kB. */
function compress() {
  for (const file of files(out).filter((name) => /\.(js|css|html|svg|txt|webmanifest)$/.test(name))) {
    const bytes = readFileSync(file);
    if (bytes.length < 1024) continue;
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
}

/** The licences of what is in the bundle, for those to whom it is given. */
function licences() {
  const { packages } = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(packages).filter(([path, about]) => path !== '' && !about.dev && !about.devOptional && !about.optional);
  const texts = shipped.map(([path, { version, license }]) => {
    const folder = join(here, path);
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    return `${path.replace('node_modules/', '')} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : 'No text is in the package.'}\n`;
  });
  const notice = 'TradingView Lightweight Charts™\nCopyright (с) 2025 TradingView, Inc. https://www.tradingview.com/\n';
  writeFileSync(join(out, 'licences.txt'), [notice, ...texts].join(`\n${'-'.repeat(80)}\n\n`));
}

function report() {
  const total = (end) => files(out).filter((name) => name.endsWith(end)).reduce((sum, name) => sum + readFileSync(name).length, 0);
  const scripts = ['.js', '.css'].map(total).reduce((a, b) => a + b);
  const zipped = ['.js.gz', '.css.gz'].map(total).reduce((a, b) => a + b);
  const brotli = ['.js.br', '.css.br'].map(total).reduce((a, b) => a + b);
  console.log(`ui: scripts and styles ${scripts} bytes, gzip ${zipped}, brotli ${brotli}`);
}

function build() {
  const stamp = stampOf(out);
  const hash = hashOf(SOURCES);
  if (same(stamp, hash) && existsSync(join(out, 'index.html'))) {
    console.log('ui: up to date');
    return;
  }
  rmSync(stamp, { force: true });
  install();
  tool('type check', 'typescript/bin/tsc', ['--noEmit']);
  tool('type check of the worker', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.worker.json']);
  tool('bundle', 'vite/bin/vite.js', ['build', '--outDir', out, '--logLevel', 'warn']);
  licences();
  compress();
  writeFileSync(stamp, hash);
  report();
}

build();
