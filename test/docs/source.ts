import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(__dirname, '..', '..');

/** The paths in the project of all files below a folder, with `/`. */
export function filesBelow(folder: string): string[] {
	const top = path.join(ROOT, folder);
	if (!existsSync(top)) return [];
	return readdirSync(top, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile())
		.map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
		.map((file) => file.split(path.sep).join('/'))
		.sort();
}

export function shippedSources(): string[] {
	return ['nodes', 'credentials'].flatMap(filesBelow).filter((file) => /\.ts$/.test(file));
}
