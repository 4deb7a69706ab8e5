import os from 'node:os';
import path from 'node:path';

const NAME = 'n8n-nodes-capitole-mobile';

/**
 * Where this user's downloads are kept, for every clone of the repository: the platform's own cache
 * folder, or `CAPITOLE_LAB_CACHE` where that is set.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
	if (env.CAPITOLE_LAB_CACHE) return path.resolve(env.CAPITOLE_LAB_CACHE);
	if (process.platform === 'win32') {
		return path.join(env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local'), NAME);
	}
	if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', NAME);
	const base = env.XDG_CACHE_HOME;
	// The XDG specification: a relative path there is to be ignored.
	return path.join(base && path.isAbsolute(base) ? base : path.join(os.homedir(), '.cache'), NAME);
}
