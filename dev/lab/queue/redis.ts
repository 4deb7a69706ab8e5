import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { freePort } from '../port';
import type { ProcessTree } from '../processTree';
import { startDaemon } from './daemon';

/** A separate Redis that keeps its data across restarts, as n8n's queue requires. */
export class Redis {
	private daemon: ProcessTree | undefined;

	private constructor(
		readonly port: number,
		private readonly folder: string,
	) {}

	/** @param folder for its data; created if it is missing */
	static async start(folder: string): Promise<Redis> {
		await mkdir(folder, { recursive: true });
		const redis = new Redis(await freePort(), folder);
		await redis.run();
		return redis;
	}

	/** Stops it cleanly, waits, and starts it again with its data. */
	async restart(pauseMs: number): Promise<void> {
		await this.stop();
		await wait(pauseMs);
		await this.run();
	}

	async stop(): Promise<void> {
		await this.daemon?.stop();
		this.daemon = undefined;
	}

	private async run(): Promise<void> {
		const options = { port: this.port, bind: '127.0.0.1', dir: this.folder };
		const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
		// Writes every change to disk: n8n has already confirmed the events in its queue.
		args.push('--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '');
		this.daemon = await startDaemon('redis-server', args, 'SIGTERM');
	}
}
