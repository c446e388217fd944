import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { icons, manifest } from './icons.mjs';
import { runbooks } from './runbooks.mjs';

/**
 * The theme must be known before the first paint, and the content policy forbids inline scripts: a tiny blocking script
 * with a hashed name does it.
 */
function boot(): Plugin {
  const source = readFileSync(new URL('./src/boot.js', import.meta.url), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\n\s*/g, '\n')
    .trim();
  const name = `assets/boot-${createHash('sha256').update(source).digest('hex').slice(0, 8)}.js`;
  return {
    name: 'binnacle-boot',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: name, source });
    },
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        { tag: 'script', attrs: { src: `/${name}` }, injectTo: 'head-prepend' },
        // The first state travels while the scripts do.
        { tag: 'link', attrs: { rel: 'preload', as: 'fetch', href: '/api/v1/fleet', crossorigin: 'anonymous' }, injectTo: 'head' },
      ],
    },
  };
}

/** What makes the dashboard an app of its own on a phone: a manifest, and icons that are drawn here. */
function app(): Plugin {
  return {
    name: 'binnacle-app',
    generateBundle() {
      for (const [fileName, source] of Object.entries(icons())) this.emitFile({ type: 'asset', fileName, source });
      this.emitFile({ type: 'asset', fileName: 'manifest.webmanifest', source: manifest() });
    },
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        { tag: 'link', attrs: { rel: 'manifest', href: '/manifest.webmanifest', crossorigin: 'use-credentials' }, injectTo: 'head' },
        { tag: 'link', attrs: { rel: 'apple-touch-icon', href: '/apple-touch-icon.png' }, injectTo: 'head' },
      ],
    },
  };
}

/** The runbooks of the repository, as a module. */
function books(): Plugin {
  const name = 'virtual:runbooks';
  const source = new URL('../../docs/runbooks.md', import.meta.url);
  return {
    name: 'binnacle-runbooks',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(runbooks(readFileSync(source, 'utf8')))}` : undefined),
  };
}

export default defineConfig({
  plugins: [boot(), app(), books()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // light-dark() and nesting as written: no browser older than these is served a worse sheet in silence.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
    rollupOptions: {
      checks: { pluginTimings: false },
      input: { index: fileURLToPath(new URL('./index.html', import.meta.url)), worker: fileURLToPath(new URL('./src/worker/worker.ts', import.meta.url)) },
      // A worker's name is its identity, and its folder the pages that it may serve.
      output: { entryFileNames: (chunk) => (chunk.name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js') },
    },
  },
  test: {
    css: true,
    // A busy machine is no failure.
    testTimeout: 60_000,
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', ['junit', { outputFile: '../target/front-end/TEST-vitest.xml' }]],
  },
});
