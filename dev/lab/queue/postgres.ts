import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { freePort } from '../port';
import type { ProcessTree } from '../processTree';
import { programFile, startDaemon, userOfPostgres } from './daemon';

const run = promisify(execFile);

const NAME = 'n8n';
/** Every PostgreSQL has this database. */
const NAME_AT_START = 'postgres';
/** Not a secret: only this machine can reach the database, for minutes. */
const PASSWORD = 'n8n-of-the-tests';

/** A separate PostgreSQL with Debian's defaults. */
export class Postgres {
	private constructor(
		readonly port: number,
		private readonly daemon: ProcessTree,
	) {}

	/** @param folder for its data; created if it is missing */
	static async start(folder: string): Promise<Postgres> {
		const user = userOfPostgres();
		await mkdir(folder, { recursive: true });
		const data = path.join(folder, 'data');
		const passwordFile = path.join(folder, 'password');
		await writeFile(passwordFile, PASSWORD);
		if (user) {
			await chown(folder, user.uid, user.gid);
			await chown(passwordFile, user.uid, user.gid);
			await allowEntry(path.dirname(folder));
		}
		const options = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
		await run(
			programFile('initdb'),
			['-D', data, '-U', NAME, '--no-sync', '--locale=C.UTF-8', ...options],
			{ ...user, cwd: '/' },
		);
		const port = await freePort();
		const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''];
		const daemon = await startDaemon('postgres', args, 'SIGINT', user);
		const postgres = new Postgres(port, daemon);
		await postgres.query(`CREATE DATABASE ${NAME}_queue`, NAME_AT_START);
		return postgres;
	}

	/** n8n's settings for this database. */
	get env(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(this.port),
			DB_POSTGRESDB_DATABASE: `${NAME}_queue`,
			DB_POSTGRESDB_USER: NAME,
			DB_POSTGRESDB_PASSWORD: PASSWORD,
		};
	}

	/** Returns the rows of a query, each as the texts of its columns. */
	async query(sql: string, database = `${NAME}_queue`): Promise<string[][]> {
		const where = ['-h', '127.0.0.1', '-p', String(this.port), '-U', NAME, '-d', database];
		const { stdout } = await run(programFile('psql'), [...where, '-AtX', '-F', '\t', '-c', sql], {
			env: { ...process.env, PGPASSWORD: PASSWORD },
			maxBuffer: 64 * 1024 * 1024,
		});
		return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')]));
	}

	async stop(): Promise<void> {
		await this.daemon.stop();
	}
}

/** Lets PostgreSQL's user enter a temporary folder, which only the current user can by default. */
async function allowEntry(folder: string): Promise<void> {
	const { mode } = await stat(folder);
	if ((mode & 0o1) === 0) await chmod(folder, mode | 0o111);
	if (folder.startsWith(tmpdir() + path.sep)) await allowEntry(path.dirname(folder));
}
