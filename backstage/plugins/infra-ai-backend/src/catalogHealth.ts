import type { DatabaseService } from '@backstage/backend-plugin-api';
import express from 'express';

/** GET /health of the catalog: its database is asked at that moment. 200 with the number of entities, or 503 with the reason. */
export function createCatalogHealth(database: DatabaseService): express.Router {
  const router = express.Router();
  router.get('/health', async (_req, res) => {
    const begun = performance.now();
    try {
      const client = await database.getClient();
      const [{ count }] = await client('final_entities').whereNotNull('final_entity').count({ count: '*' });
      res.json({ status: 'healthy', entities: Number(count), latency_ms: Math.round(performance.now() - begun) });
    } catch (error) {
      res.status(503).json({ status: 'unhealthy', message: error instanceof Error ? error.message : String(error) });
    }
  });
  return router;
}
