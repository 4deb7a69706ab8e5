import path from 'node:path';

import ts from 'typescript';

/** Source files by their paths from the root, each with its code. */
export type Sources = Readonly<Record<string, string>>;

/** The rooms from top to bottom, with their allowed imports: rooms, or one file of a room. All arrows point down. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
	credentials: ['transport/login', 'sms'],
	CapitoleSms: ['actions', 'trigger', 'campaign', 'transport', 'n8n', 'sms'],
	CapitoleSmsTrigger: ['actions', 'trigger', 'campaign', 'transport', 'n8n', 'sms'],
	actions: ['campaign', 'transport', 'n8n', 'sms'],
	trigger: ['n8n', 'sms'],
	campaign: ['transport', 'sms'],
	transport: ['sms'],
	n8n: ['sms'],
	sms: [],
};

/** Files of higher rooms that are as pure as the domain. */
const PURE = ['actions/ask/page'];

/** The domain's allowed imports: nothing from n8n, and from Node only what every n8n allows. */
const LIBRARIES_OF_SMS = [
	'@socialgouv/jours-feries',
	'ipaddr.js',
	'crypto',
	'iconv-lite',
	'libphonenumber-js/mobile',
	'luxon',
	'xmlbuilder2',
];

/** Circular imports, and imports the table does not allow; types count like values. */
export function violations(sources: Sources): string[] {
	const files = Object.keys(sources);
	const imports = new Map(files.map((file) => [file, importsOf(file, sources[file] ?? '')]));
	const forbidden = files.flatMap((file) =>
		(imports.get(file) ?? [])
			.filter((imported) => !isAllowed(file, imported))
			.map((imported) => `${file} imports ${imported}`),
	);
	return [...forbidden, ...circles(imports)];
}

/** The imports of a file: files as in `Sources`, packages by name. */
export function importsOf(file: string, code: string): string[] {
	// Declarations, `import()` in code and in types, and `require`.
	return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => {
		if (!fileName.startsWith('.')) return fileName;
		return `${path.posix.join(path.posix.dirname(file), fileName)}.ts`;
	});
}

function isAllowed(file: string, imported: string): boolean {
	const isPure = PURE.includes(placeOf(file).replace(/\.ts$/, ''));
	const room = roomOf(file);
	const allowed = isPure ? ROOMS.sms : ROOMS[room];
	if (allowed === undefined) return false;
	if (!imported.endsWith('.ts')) {
		return (room !== 'sms' && !isPure) || LIBRARIES_OF_SMS.includes(imported);
	}
	const place = placeOf(imported).replace(/\.ts$/, '');
	return [...(isPure ? ['sms', ...PURE] : [room]), ...allowed].some(
		(part) => place === part || place.startsWith(`${part}/`),
	);
}

/** The path below the folder of the rooms. */
const placeOf = (file: string): string => file.replace('nodes/CapitoleMobile/', '');

const roomOf = (file: string): string => placeOf(file).split('/')[0] ?? '';

function circles(imports: ReadonlyMap<string, readonly string[]>): string[] {
	const found: string[] = [];
	const done = new Set<string>();
	const visit = (file: string, trail: readonly string[]): void => {
		const start = trail.indexOf(file);
		if (start >= 0) found.push(`circle: ${[...trail.slice(start), file].join(' → ')}`);
		if (start >= 0 || done.has(file)) return;
		for (const imported of imports.get(file) ?? []) visit(imported, [...trail, file]);
		done.add(file);
	};
	for (const file of imports.keys()) visit(file, []);
	return found;
}
