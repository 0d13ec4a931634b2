import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The build copies artifacts/page into the agent's wwwroot: index.html is served at /, the rest below /static/.
export default defineConfig({
  base: '/static/',
  plugins: [react()],
  build: { outDir: '../../../artifacts/page', emptyOutDir: true, target: 'es2023' },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/health', '/process-image', '/docs', '/projects'].map((path) => [path, 'http://127.0.0.1:8000']),
    ),
  },
  test: { include: ['src/**/*.test.ts'] },
});
