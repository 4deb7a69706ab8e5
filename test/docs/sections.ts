import ts from 'typescript';

import { OWN_CODES, PROVIDER_CODES } from '../../nodes/CapitoleMobile/sms/answer/codes';
import { refusals, toldStatuses } from './messages';
import { allNodes } from './source';

/**
 * The parts of the documents that are made from the code, by their names. In a document they stand
 * between two comments; `write.ts` puts them there, and a test says when they are out of date.
 */
export const SECTIONS: Readonly<Record<string, () => string>> = {
	'provider codes': () =>
		table(
			['Code', 'Meaning', 'What to do'],
			Object.entries(PROVIDER_CODES).map(([code, { meaning, remedy }]) => [
				`\`${code}\``,
				meaning,
				remedy,
			]),
		),
	'own codes': () =>
		table(
			['Code', 'Outcome', 'Meaning', 'What to do'],
			Object.entries(OWN_CODES).map(([code, { meaning, remedy }]) => [
				`\`${code}\``,
				`\`${outcomeOf(code)}\``,
				meaning,
				remedy,
			]),
		),
	statuses: () =>
		table(
			['Status', 'Outcome', 'Meaning', 'What to do'],
			toldStatuses().map(({ status, outcome, message, remedy }) => [
				status === 500 ? 'all others' : String(status),
				`\`${outcome}\``,
				message.replace(/ \(HTTP status \d+\)/, '').replace('HTTP status 500', 'such a status'),
				remedy,
			]),
		),
	'refused numbers': () => {
		const byCode = new Map<string, Set<string>>();
		for (const { code, remedies } of refusals()) {
			byCode.set(code, new Set([...(byCode.get(code) ?? []), ...remedies]));
		}
		const rows = unionMembers('InvalidNumberCode', 'refusal.ts').map(({ name, comment }) => [
			`\`${name}\``,
			comment || sentence(name),
			[...(byCode.get(name) ?? [])].join(' Or: '),
		]);
		return table(['Code', 'Meaning', 'What to do'], rows);
	},
	warnings: () =>
		table(
			['Warning', 'Meaning'],
			unionMembers('WarningCode', 'warning.ts').map(({ name, comment }) => [
				`\`${name}\``,
				comment,
			]),
		),
};

const MARKED = /<!-- from the code: ([\w ]+) -->[\s\S]*?<!-- end -->/g;

/** A document with its sections made anew. */
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

/** `TOO_SHORT` as "Too short." */
function sentence(code: string): string {
	return `${code.charAt(0)}${code.slice(1).toLowerCase().replaceAll('_', ' ')}.`;
}

/** The outcome in brackets above a code of ours. */
function outcomeOf(code: string): string {
	const property = allNodes()
		.filter(ts.isPropertyAssignment)
		.find(({ name, parent }) => name.getText() === code && parent.properties.length > 10);
	return /\[(\w+)\]/.exec(property === undefined ? '' : commentOf(property))?.[1] ?? '';
}

/** The members of a union of texts, each with the comment above it. */
export function unionMembers(type: string, file: string): Array<{ name: string; comment: string }> {
	const declaration = allNodes()
		.filter(ts.isTypeAliasDeclaration)
		.find((one) => one.name.text === type && one.getSourceFile().fileName.endsWith(`/${file}`));
	if (declaration === undefined || !ts.isUnionTypeNode(declaration.type)) return [];
	return declaration.type.types.filter(ts.isLiteralTypeNode).map((member) => ({
		name: member.getText().slice(1, -1),
		comment: commentOf(member),
	}));
}

function commentOf(node: ts.Node): string {
	const text = node.getSourceFile().text;
	// In a union the comment stands before the bar.
	const before = text.slice(0, node.getStart()).replace(/\s*\|?\s*$/, '');
	const [, comment = ''] = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/$/.exec(before.slice(-600)) ?? [];
	return comment
		.replace(/^\s*\* ?/gm, '')
		.replace(/\s+/g, ' ')
		.trim();
}
