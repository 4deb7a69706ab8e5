import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { freePort } from '../port';
import type { ProcessTree } from '../processTree';
import { startDaemon } from './daemon';

/** A Redis of our own that keeps its data over a restart, as n8n's queue needs it. */
export class Redis {
	private daemon: ProcessTree | undefined;

	private constructor(
		readonly port: number,
		private readonly folder: string,
	) {}

	/** @param folder where its data goes; made if it is not there */
	static async start(folder: string): Promise<Redis> {
		await mkdir(folder, { recursive: true });
		const redis = new Redis(await freePort(), folder);
		await redis.run();
		return redis;
	}

	/** Ends it in order, waits, and starts it again on what it had written. */
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
		// Written to disk with every change: what is queued is an event that somebody was told is kept.
		args.push('--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '');
		this.daemon = await startDaemon('redis-server', args, 'SIGTERM');
	}
}
