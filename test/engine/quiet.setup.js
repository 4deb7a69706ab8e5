// What a test brings about on purpose, n8n would log.
process.env.N8N_LOG_LEVEL = 'silent';
