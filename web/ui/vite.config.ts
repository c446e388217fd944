import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

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

export default defineConfig({
  plugins: [boot()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // light-dark() and nesting as written: no browser older than these is served a worse sheet in silence.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
  },
  test: {
    css: true,
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', ['junit', { outputFile: '../target/front-end/TEST-vitest.xml' }]],
  },
});
