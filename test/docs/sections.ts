import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
	codeMeaning,
	type CodeMeaning,
	codeOfStatus,
	FICTIONAL_NUMBERS,
} from '../../nodes/CapitoleMobile/sms/codes';
import { readPhoneNumber } from '../../nodes/CapitoleMobile/sms/recipients/phoneNumber';
import { ownCodes, providerCodes, refusals, warnings } from './codes';
import { ROOT } from './source';

/** How the package can be installed. Change it when publishing, and when n8n verifies the package. */
const STAGE: 'repository' | 'npm' | 'verified' = 'repository';

/**
 * The sections of the documents generated from the code, by name. Each stands between two comments. `write.ts`
 * updates them, and a test fails if they are out of date.
 */
export const SECTIONS: Readonly<Record<string, () => string>> = {
	'provider codes': () =>
		table(
			['Code', 'Meaning', 'What to do'],
			providerCodes().map((row) => [`\`${row.name}\``, ...wordsOf(row)]),
		),
	'own codes': () =>
		table(
			['Code', 'Outcome', 'Meaning', 'What to do'],
			ownCodes().map((row) => [`\`${row.name}\``, `\`${row.outcome}\``, ...wordsOf(row)]),
		),
	statuses: () => table(['Status', 'Outcome', 'Meaning', 'What to do'], statusRows()),
	'refused numbers': () =>
		table(
			['Code', 'Such as', 'Meaning', 'What to do'],
			refusals().map(({ name, meaning }) => {
				const example = REFUSED[name] ?? '';
				const reading = readPhoneNumber(example);
				if (reading.valid || reading.code !== name) throw new Error(`${example} is no ${name}.`);
				return [
					`\`${name}\``,
					example === '' ? '' : `\`${example}\``,
					`${meaning}.`,
					reading.remedy,
				];
			}),
		),
	'fictional numbers': () =>
		table(
			['Number', 'Outcome', 'Code', 'What happens'],
			FICTIONAL_NUMBERS.map(({ ending, outcome, code, plays }) => {
				return [`06 39 98 00 ${ending}`, `\`${outcome}\``, `\`${code}\``, plays];
			}),
		),
	availability: () =>
		({
			repository: '**Not on npm yet:** today, the first two ways below work.',
			npm: '**On npm, not verified by n8n yet:** by name, below, on an n8n that you host.',
			verified: '**Verified by n8n:** by name, below, on n8n Cloud too.',
		})[STAGE],
	'availability in French': () =>
		({
			repository:
				'**Pas encore sur npm\u00A0:** aujourd’hui, les deux premières façons ci-dessous marchent.',
			npm: '**Sur npm, pas encore vérifié par n8n\u00A0:** par son nom, ci-dessous, sur un n8n que vous hébergez.',
			verified: '**Vérifié par n8n\u00A0:** par son nom, ci-dessous, sur n8n Cloud aussi.',
		})[STAGE],
	// Empty until the end-to-end tests are recorded.
	compatibility: () => {
		const rows = testedRows();
		return rows.length === 0 ? '' : table(['n8n', 'Mode', 'Tests'], rows);
	},
	warnings: () =>
		table(
			['Warning', 'Meaning'],
			warnings().map(({ name, meaning }) => [`\`${name}\``, meaning]),
		),
};

interface Tested {
	readonly n8n: string;
	readonly passed: number;
	readonly failed: number;
}

/** The results of `npm run test:e2e -- --record`: one row per n8n and mode. */
function testedRows(): string[][] {
	const file = path.join(ROOT, 'test/e2e/tested.json');
	const tested = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Tested>);
	const rows = new Map<string, { n8n: string; mode: string; passed: number; all: number }>();
	for (const [project, { n8n, passed, failed }] of tested) {
		const mode = project === 'queue' ? 'queue' : 'main';
		const row = rows.get(n8n + mode) ?? { n8n, mode, passed: 0, all: 0 };
		row.passed += passed;
		row.all += passed + failed;
		rows.set(n8n + mode, row);
	}
	return [...rows.values()].map(({ n8n, mode, passed, all }) => [n8n, mode, `${passed} / ${all}`]);
}

/** A number that is refused for each reason. */
const REFUSED: Readonly<Record<string, string>> = {
	EMPTY: '',
	NOT_A_NUMBER: '06 11 22 33 4x',
	SCIENTIFIC_NOTATION: '3.36E+10',
	SEVERAL_NUMBERS: '06112233440622334455',
	TOO_SHORT: '06 11',
	TOO_LONG: '06112233445566',
	UNKNOWN_COUNTRY_CODE: '+999 123456',
	NOT_A_MOBILE: '01 23 45 67 89',
	LOOKS_FRENCH: '+687 75 12 34',
};

const wordsOf = ({ meaning, remedy }: CodeMeaning): string[] => [meaning, remedy];

/** One row per meaning, with its statuses; the most common meaning comes last. */
function statusRows(): string[][] {
	const rows = new Map<string, { statuses: number[]; cells: string[] }>();
	for (let status = 100; status < 600; status++) {
		if (status >= 200 && status < 300) continue;
		const { outcome, meaning, remedy } = codeMeaning(codeOfStatus(status));
		const plain = meaning.replace(` (HTTP status ${String(status)})`, '');
		const cells = [
			`\`${outcome}\``,
			plain.replace(`HTTP status ${String(status)}`, 'this status'),
			remedy,
		];
		const row = rows.get(cells.join()) ?? { statuses: [], cells };
		row.statuses.push(status);
		rows.set(cells.join(), row);
	}
	const most = Math.max(...[...rows.values()].map(({ statuses }) => statuses.length));
	const isRest = (statuses: readonly number[]): boolean => statuses.length === most;
	return [...rows.values()]
		.sort((one, other) => Number(isRest(one.statuses)) - Number(isRest(other.statuses)))
		.map(({ statuses, cells }) => [
			isRest(statuses) ? 'all others' : statuses.join(', '),
			...cells,
		]);
}

const MARKED = /<!-- from the code: ([\w ]+) -->[\s\S]*?<!-- end -->/g;

/** A document with its sections regenerated. */
export function withSections(document: string): string {
	return document.replace(MARKED, (_, name: string) => {
		const section = SECTIONS[name];
		if (section === undefined) throw new Error(`There is no section "${name}" in sections.ts.`);
		return `<!-- from the code: ${name} -->\n\n${section()}\n\n<!-- end -->`;
	});
}

function table(head: string[], rows: string[][]): string {
	const line = (cells: string[]): string =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
