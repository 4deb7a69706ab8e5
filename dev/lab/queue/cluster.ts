import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';

import { prepareN8n, type N8nInstance } from '../instance';
import { freePort } from '../port';
import { installTarball, type Tarball } from '../tarball';
import { temporaryFolder, type TemporaryFolder } from '../temporaryFolder';
import { Postgres } from './postgres';
import { Redis } from './redis';

const VERSION = '2.41.1';

/**
 * How soon n8n notices a lost worker. Its defaults are 60, 10 and 30 seconds: the tests would wait for
 * more than a minute.
 */
const STALLED_JOBS = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '4000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/**
 * n8n's defaults are 2 connections, 20 seconds to get one, and 5 seconds for its ping, which needs one
 * too: with them, a burst of callbacks makes n8n drop all its connections and answer 500.
 */
const DATABASE_POOL = {
	DB_POSTGRESDB_POOL_SIZE: '10',
	DB_POSTGRESDB_CONNECTION_TIMEOUT: '120000',
	DB_PING_TIMEOUT_MS: '60000',
};

/**
 * By default, n8n 2.41 makes a sandbox for expressions in every callback and execution, which is most of
 * a callback's time. This setting makes one only for an expression.
 */
const EXPRESSIONS = { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' };

/** Queue mode as n8n documents it: main, webhook processor, workers, PostgreSQL, Redis. */
export class Cluster {
	readonly workers: N8nInstance[] = [];

	private made = 0;

	private constructor(
		private readonly folder: TemporaryFolder,
		readonly postgres: Postgres,
		readonly redis: Redis,
		readonly main: N8nInstance,
		readonly webhook: N8nInstance,
	) {}

	/**
	 * Starts everything, with two workers.
	 *
	 * @param tarball the package, installed in each n8n
	 */
	static async start(tarball: Pick<Tarball, 'file'>): Promise<Cluster> {
		const temporary = await temporaryFolder('queue');
		const folder = temporary.path;
		const withPackage = path.join(folder, 'n8n-with-package');
		await mkdir(withPackage);
		await installTarball(tarball, withPackage);
		const [postgres, redis] = await Promise.all([
			Postgres.start(path.join(folder, 'postgres')),
			Redis.start(path.join(folder, 'redis')),
		]);
		const env = { ...postgres.env, ...queueEnv(redis) };
		// Without N8N_DISABLE_PRODUCTION_MAIN_PROCESS, so that main also serves links.
		const main = await prepare(folder, 'main', env);
		const webhook = await prepare(folder, 'webhook', env);
		const cluster = new Cluster(temporary, postgres, redis, main, webhook);
		main.start();
		// Main creates the tables that the others expect.
		await main.waitUntilHealthy();
		webhook.start(['webhook']);
		await Promise.all([
			webhook.waitUntilHealthy(),
			main.session.signIn(),
			cluster.addWorker(),
			cluster.addWorker(),
		]);
		return cluster;
	}

	/** Starts one more worker, and waits until it takes jobs. */
	private async addWorker(): Promise<void> {
		const port = await freePort();
		const worker = await prepare(
			this.folder.path,
			`worker-${String(++this.made)}`,
			{
				...this.postgres.env,
				...queueEnv(this.redis),
				// Links of questions lead to the webhook processor.
				WEBHOOK_URL: this.webhook.url,
				QUEUE_HEALTH_CHECK_ACTIVE: 'true',
				QUEUE_HEALTH_CHECK_PORT: String(port),
				N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
			},
			port,
		);
		worker.start(['worker']);
		await worker.waitUntilHealthy();
		this.workers.push(worker);
	}

	/** Kills a worker without warning, as if its machine had failed. */
	async kill(worker: N8nInstance): Promise<void> {
		const { pid } = worker;
		if (pid === undefined) throw new Error('The worker is not running.');
		process.kill(-pid, 'SIGKILL');
		await worker.ended();
		this.workers.splice(this.workers.indexOf(worker), 1);
	}

	async stop(): Promise<void> {
		await Promise.all(this.workers.map(async (worker) => await worker.stop()));
		await Promise.all([this.webhook.stop(), this.main.stop()]);
		await Promise.all([this.redis.stop(), this.postgres.stop()]);
		await this.folder.remove();
	}
}

const queueEnv = ({ port }: Redis) => ({
	EXECUTIONS_MODE: 'queue',
	QUEUE_BULL_REDIS_HOST: '127.0.0.1',
	QUEUE_BULL_REDIS_PORT: String(port),
	N8N_ENCRYPTION_KEY: 'the-same-for-all-of-them',
	...STALLED_JOBS,
	...DATABASE_POOL,
	...EXPRESSIONS,
});

/** Gives each n8n its own user folder, as on separate machines. */
async function prepare(
	folder: string,
	name: string,
	env: Record<string, string>,
	port?: number,
): Promise<N8nInstance> {
	const userFolder = path.join(folder, name);
	await cp(path.join(folder, 'n8n-with-package'), userFolder, { recursive: true });
	return await prepareN8n({ version: VERSION, userFolder, env, port });
}
