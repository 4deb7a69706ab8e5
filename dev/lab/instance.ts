import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';

import { n8nEnvironment } from './environment';
import { installN8n, type Installation, type N8nVersion } from './installation';
import { freePort } from './port';
import { startTree, type ProcessTree } from './processTree';
import { Session } from './session';
import { installTarball, type Tarball } from './tarball';
import { temporaryFolder } from './temporaryFolder';

export interface N8nOptions {
	version: N8nVersion;
	/** n8n's data folder; by default a temporary one that `stop` removes. */
	userFolder?: string | undefined;
	/** 0, the default, takes any free port. */
	port?: number | undefined;
	/** Added to the quiet, offline environment, e.g. `DB_TYPE`; undefined removes a variable. */
	env?: Record<string, string | undefined>;
	/** The package to install into the user folder. */
	tarball?: Pick<Tarball, 'file'>;
	/** Whether this process may exit while the server runs, which ends the server; false by default. */
	isKept?: boolean;
}

const HEALTH_POLL_MS = 250;
const HEALTH_LIMIT_MS = 180_000;

/**
 * An n8n with its own user folder, port and environment. Its command line works whether the server runs
 * or not.
 */
export class N8nInstance {
	/** Every line that the server has printed to stdout and stderr. */
	readonly log: string[] = [];
	readonly session: Session;
	private server: ProcessTree | undefined;
	private role = '';

	/** Use `prepareN8n` or `startN8n`. */
	constructor(
		private readonly installation: Installation,
		readonly url: string,
		readonly userFolder: string,
		private readonly removeUserFolder: () => Promise<void>,
		private readonly env: NodeJS.ProcessEnv,
		private readonly isKept = false,
	) {
		this.session = new Session(url);
	}

	get version(): string {
		return this.installation.version;
	}

	/** Starts the server, or another role of queue mode: `['worker']` or `['webhook']`. */
	start(command: readonly string[] = ['start']): void {
		if (this.server) throw new Error('This n8n is already running.');
		this.server = this.spawn(command);
		[this.role = ''] = command;
		const { child } = this.server;
		if (this.isKept) child.unref();
		for (const stream of [child.stdout, child.stderr]) {
			if (!stream) continue;
			createInterface({ input: stream }).on('line', (line) => this.log.push(line));
			if (this.isKept) (stream as Socket).unref();
		}
	}

	/**
	 * Waits until `/healthz/readiness` reports that the server and its database are ready.
	 *
	 * @throws Error with the last lines of the log if n8n ends or takes more than three minutes
	 */
	async waitUntilHealthy(): Promise<void> {
		const { server } = this;
		if (!server) throw new Error('This n8n is not running.');
		let hasEnded = false;
		void server.ended.then(() => (hasEnded = true));
		const until = Date.now() + HEALTH_LIMIT_MS;
		while (Date.now() < until && !hasEnded) {
			if (await this.isHealthy()) return;
			await wait(HEALTH_POLL_MS);
		}
		const what = hasEnded ? 'ended' : `was not ready after ${HEALTH_LIMIT_MS / 1000} s`;
		throw new Error(
			`n8n ${this.version} ${what}. Its log ends:\n${this.log.slice(-15).join('\n')}`,
		);
	}

	/**
	 * Runs an n8n command, e.g. `cli(['import:workflow', '--input=f.json'])`, and returns its stdout.
	 *
	 * @throws Error with its output if its exit code is not 0
	 */
	async cli(args: readonly string[]): Promise<string> {
		const { child, ended } = this.spawn(args);
		const [stdout, stderr, code] = await Promise.all([
			child.stdout ? text(child.stdout) : '',
			child.stderr ? text(child.stderr) : '',
			ended,
		]);
		if (code === 0) return stdout;
		const printed = `${stdout}\n${stderr}`.trim().slice(-4000);
		throw new Error(`n8n ${args.join(' ')} ended with exit code ${code}:\n${printed}`);
	}

	/** The server's process ID while it runs. */
	get pid(): number | undefined {
		return this.server?.child.pid;
	}

	/** Resolves when the server has ended, on its own or by `stop`. */
	async ended(): Promise<void> {
		await this.server?.ended;
	}

	/** Ends the server and its child processes. The server can start again. */
	async halt(): Promise<void> {
		await this.server?.stop();
		this.server = undefined;
	}

	/** Ends the server for good, and removes a temporary user folder. */
	async stop(): Promise<void> {
		await this.halt();
		await this.removeUserFolder();
	}

	async isHealthy(): Promise<boolean> {
		try {
			const health = await fetch(`${this.url}/healthz/readiness`);
			if (!health.ok) return false;
			// Workers and webhook processors have no REST API.
			if (this.role !== 'start') return true;
			// The REST API answers "n8n is starting up" until the editor is served.
			const settings = await fetch(`${this.url}/rest/settings`);
			return settings.ok && (settings.headers.get('content-type') ?? '').includes('json');
		} catch {
			return false;
		}
	}

	private spawn(args: readonly string[]): ProcessTree {
		const { node, bin } = this.installation;
		return startTree(node, [bin, ...args], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
	}
}

/** Installs n8n if it is missing, and the package into it; does not start the server. */
export async function prepareN8n(options: N8nOptions): Promise<N8nInstance> {
	const installation = await installN8n(options.version);
	const folder = options.userFolder
		? { path: options.userFolder, remove: async () => undefined }
		: await temporaryFolder('n8n');
	const userFolder = folder.path;
	const port = options.port || (await freePort());
	const env = await n8nEnvironment(installation, { userFolder, port, env: options.env ?? {} });
	if (options.tarball) await installTarball(options.tarball, userFolder);
	const url = `http://127.0.0.1:${port}`;
	return new N8nInstance(installation, url, userFolder, folder.remove, env, options.isKept);
}

/** Starts n8n and waits until it is ready. */
export async function startN8n(options: N8nOptions): Promise<N8nInstance> {
	const instance = await prepareN8n(options);
	instance.start();
	try {
		await instance.waitUntilHealthy();
		return instance;
	} catch (error) {
		await instance.stop();
		throw error;
	}
}
