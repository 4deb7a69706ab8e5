import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { assumptions } from './assumptions';
import { ownCodes, providerCodes, refusals, warnings } from './codes';
import { filesBelow, ROOT, shippedSources } from './source';

export interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly homepage: string;
	readonly scripts: Readonly<Record<string, string>>;
	readonly repository: { readonly url: string };
}

export const manifest = JSON.parse(
	readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
) as Manifest;
export const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
export const exists = (file: string): boolean => existsSync(path.join(ROOT, file));

/** Words in shipped code and commands. A name in a document must be one of them. */
const words = new Set(
	[
		...shippedSources(),
		...['dev/lab', 'dev/emulator', 'test/e2e/queue'].flatMap(filesBelow),
		'package.json',
	]
		.filter((file) => /\.(ts|js|mjs|json)$/.test(file))
		.flatMap((file) => read(file).match(/[A-Za-z_]\w*/g) ?? []),
);

const capitals = (text: string): boolean => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+_?$/.test(text);

/** Every code, warning and name in capitals that documents may use. */
export function knownCodes(): Set<string> {
	return new Set([
		...[...providerCodes(), ...ownCodes(), ...warnings(), ...refusals(), ...assumptions()].map(
			({ name }) => name,
		),
	]);
}

/** The error in a document's claim; null if the claim is true or there is none. */
export function untrue(span: string): string | null {
	if (/^https?:/.test(span) || span.includes('{{') || span.startsWith('//')) return null;
	if (/^(npm|node|npx) /.test(span)) return untrueCommand(span);
	if (/^--[\w-]+/.test(span)) return isOption(span) ? null : `no option ${span}`;
	if (capitals(span)) return isKnownInCapitals(span) ? null : `no code ${span}`;
	if (isPath(span)) return exists(span) ? null : `no file ${span}`;
	if (/^[a-z]\w*(\.[a-z]\w*)*$/i.test(span) && /[a-z]/.test(span)) {
		const unknown = span.split('.').filter((word) => !words.has(word) && !isFileName(word));
		return unknown.length === 0 || exists(span) ? null : `no name ${unknown.join(', ')}`;
	}
	return null;
}

const isFileName = (word: string): boolean => ['dist'].includes(word);

/** GitHub's names, and n8n's settings that nothing here sets. */
const OF_OTHERS = [
	...[
		'NPM_TOKEN',
		'N8N_TAGS',
		'N8N_COMMUNITY_PACKAGES',
		'N8N_UNVERIFIED_PACKAGES_ENABLED',
		'DB_SQLITE_POOL_SIZE',
	],
	'QUEUE_WORKER_MAX_STALLED_COUNT',
	'N8N_GRACEFUL_SHUTDOWN_TIMEOUT',
];

function isKnownInCapitals(span: string): boolean {
	return span === 'HTTP_' || /^HTTP_\d{3}$/.test(span) || knownCodes().has(span) || words.has(span)
		? true
		: OF_OTHERS.includes(span);
}

/** Whether this is a path in the project, not one on the reader's machine. */
function isPath(span: string): boolean {
	const [top = ''] = span.split('/');
	return span.includes('/') && top !== '' && /^[\w.@/-]+$/.test(span) && exists(top);
}

function untrueCommand(command: string): string | null {
	const [, tool, rest = ''] = /^(\w+) (.*)$/.exec(command) ?? [];
	if (tool === 'node') {
		const files = rest.split(' ').filter((word) => word.includes('/'));
		return files.every(exists) ? null : `no file in ${command}`;
	}
	const [, script = ''] = /^(?:run )?([\w:-]+)/.exec(rest) ?? [];
	// npm's own commands.
	if (['install', 'ci', 'pack', 'publish'].includes(script)) return null;
	if (manifest.scripts[script] === undefined) return `no script ${script}`;
	const options = command.match(/--\w[\w-]*/g) ?? [];
	return options.every(isOption) ? null : `no option in ${command}`;
}

/** Whether one of our commands has this option: they list theirs in their usage. */
function isOption(span: string): boolean {
	const [option = ''] = span.split(' ');
	const commands = [
		'dev/lab/start.ts',
		'dev/emulator/main.ts',
		'dev/bench/run.ts',
		'dev/lab/mutate.ts',
	];
	return [...commands, 'test/e2e/run.ts'].some((file) =>
		new RegExp(`${option}\\b`).test(read(file)),
	);
}
