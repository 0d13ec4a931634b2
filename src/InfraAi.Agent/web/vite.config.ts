import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The agent serves index.html at / and the rest of wwwroot below /static/.
export default defineConfig({
  base: '/static/',
  plugins: [react()],
  build: { outDir: '../wwwroot', emptyOutDir: true, target: 'es2023' },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/health', '/process-image', '/docs', '/projects'].map((path) => [path, 'http://127.0.0.1:8000']),
    ),
  },
  test: { include: ['src/**/*.test.ts'] },
});
