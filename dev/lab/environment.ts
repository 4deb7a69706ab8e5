import path from 'node:path';

import type { Installation } from './installation';
import { withoutNpm } from './npm';
import { freePort } from './port';

/** Variables that the user's shell may set for another n8n. */
const N8N_VARIABLES =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|GENERIC_TIMEZONE$|WEBHOOK_URL$|EDITOR_BASE_URL$|NODE_OPTIONS$|NODE_PATH$|NODE_ENV$|CREDENTIALS_OVERWRITE)/;

/**
 * The environment of an n8n that makes no requests to the internet, listens on this machine only, and
 * shares nothing with other n8n instances.
 *
 * @param where `env` is added last; undefined removes a variable
 */
export async function n8nEnvironment(
	installation: Installation,
	where: { userFolder: string; port: number; env: Record<string, string | undefined> },
): Promise<NodeJS.ProcessEnv> {
	const inherited = Object.fromEntries(
		Object.entries(withoutNpm(process.env)).filter(([name]) => !N8N_VARIABLES.test(name)),
	);
	// Windows calls it `Path`.
	const pathName = Object.keys(inherited).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
	return {
		...inherited,
		// n8n starts its task runner as plain `node`.
		[pathName]: [path.dirname(installation.node), inherited[pathName]].join(path.delimiter),
		// As in n8n's image. Otherwise the browser requests all 600 files of the editor every time.
		NODE_ENV: 'production',
		// Keeps Node's compiled code of n8n beside it.
		NODE_COMPILE_CACHE: path.join(installation.folder, 'compile-cache'),
		N8N_USER_FOLDER: where.userFolder,
		N8N_PORT: String(where.port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',
		// This module fetches a list of servers from n8n's host at every start; 1.x does not have it.
		...(installation.version.startsWith('2.') && { N8N_DISABLED_MODULES: 'mcp-registry' }),
		NO_COLOR: '1',
		...where.env,
	};
}
