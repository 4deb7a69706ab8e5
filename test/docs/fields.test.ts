import type { INodeProperties } from 'n8n-workflow';

import { COLLECTIONS } from '../../nodes/CapitoleMobile/actions/sms/options';
import { checkCampaignId, checkSender } from '../../nodes/CapitoleMobile/sms/shortFields';
import {
	MAXIMUM_SEGMENTS,
	STOP_MENTION_CHARACTERS,
} from '../../nodes/CapitoleMobile/sms/text/segments';
import { KEPT_KEYS } from '../../nodes/CapitoleMobile/campaign/keys/markRecord';
import { choicesOf, fieldsOf, fieldsOfGroup, SHOWN } from './editor';
import { documents, readDocument, tables } from './markdown';
import type { Json } from '../e2e/workflow';

/** The documents that have tables of fields. */
const TABLES = ['README.md', 'docs/options.md', 'docs/asking.md', 'docs/receiving.md'].flatMap(
	(file) => tables(readDocument(file)),
);

interface Row {
	readonly label: string;
	readonly name: string;
	/** The behaviour before an option is added; null if the table does not say. */
	readonly without: string | null;
	readonly byDefault: string;
	readonly meaning: string;
}

/** The rows of the tables of fields, options and parameters. */
const ROWS: readonly Row[] = TABLES.filter(
	({ head }) => head.includes('Default') || head.includes('Once added'),
).flatMap(({ head, rows }) =>
	rows.map(([field = '', ...cells]) => {
		const [, label = '', name = ''] = /^\*\*(.+)\*\* \(`(\w+)`\)$/.exec(field) ?? [];
		const without = head.includes('Once added') ? (cells.shift() ?? '') : null;
		const [byDefault = '', meaning = ''] = cells.map((cell) => cell.replaceAll('`', ''));
		return { label, name, without, byDefault, meaning };
	}),
);

const hasRow = ({ type, name }: INodeProperties): boolean =>
	!['notice', 'collection', 'hidden'].includes(type) && !['resource', 'operation'].includes(name);

/** Includes the fields of the sending window; other groups describe all their fields in one row. */
const FIELDS = Object.values(SHOWN).flatMap(({ properties }) =>
	fieldsOf(properties)
		.filter(hasRow)
		.flatMap((field) =>
			field.name === 'sendingWindow' ? [field, ...fieldsOfGroup(field)] : [field],
		),
);

/** A default as the documents write it. */
function defaultOf(field: INodeProperties, value: unknown = field.default): string {
	const choices = choicesOf(field);
	if (Array.isArray(value)) {
		if (value.length === choices.length) return `all ${NUMBERS[value.length] ?? ''}`;
		const names = [value[0], value.at(-1)].map((one) => choices.find((c) => c.value === one)?.name);
		return names.join(' to ');
	}
	if (field.name === 'sendingWindow') return 'as below';
	if (typeof value === 'object' && value !== null) {
		const { resumeAmount = '', resumeUnit = '' } = (value as { values?: Json }).values ?? {};
		return `${String(resumeAmount)} ${String(resumeUnit)}`.trim();
	}
	if (typeof value === 'boolean') return value ? 'on' : 'off';
	return choices.find((choice) => choice.value === value)?.name ?? String(value);
}

const NUMBERS = ['none', 'one', 'two', 'three', 'four', 'five', 'six'];

const rowOf = (name: string): Row => ROWS.find((row) => row.name === name) ?? NO_ROW;

const NO_ROW: Row = { label: '', name: '', without: null, byDefault: '', meaning: '' };

/** The behaviour without an option, if its value in the table of options means nothing to readers. */
const WITHOUT: Readonly<Record<string, string>> = {
	allowedRecipients: 'all',
	doNotContact: 'nobody',
	idempotencyKey: 'no key',
	maxSms: 'no limit',
	sendingWindow: 'none',
	spreadOver: 'off',
};

const firstNumber = (text: string): number => Number(/\d+/.exec(text)?.[0]);

describe('the tables of fields', () => {
	test('have a row for each field and option, under its label, and no other', () => {
		const written = ROWS.map(({ label, name }) => `${label} (${name})`);
		const shown = FIELDS.map(({ displayName, name }) => `${displayName} (${name})`);
		// A field shared by two operations has one row.
		expect([...new Set(written)].sort()).toEqual([...new Set(shown)].sort());
	});

	test.each(FIELDS.map((field) => [field.displayName, field] as const))(
		'have the default of %s',
		(label, field) => {
			const rows = ROWS.filter((row) => row.label === label && row.name === field.name);
			expect(rows.map(({ byDefault }) => byDefault)).toContain(defaultOf(field));
		},
	);

	test('have the behaviour without each option of Capitole SMS', () => {
		const options = Object.values(COLLECTIONS).flatMap((all) => [...all]);
		const told = ROWS.filter(({ without }) => without !== null);
		expect([...new Set(told.map(({ name }) => name)), 'limitWaitTime'].sort()).toEqual(
			options.map(({ field }) => field.name).sort(),
		);
		for (const { field, without } of options) {
			const words = WITHOUT[field.name] ?? defaultOf(field, without);
			const rows = told.filter(({ name }) => name === field.name);
			for (const row of rows) expect([row.name, row.without]).toEqual([field.name, words]);
		}
	});

	test('have the limits that the editor sets', () => {
		const limited = FIELDS.filter(({ typeOptions }) => typeOptions?.maxValue !== undefined);
		expect(limited.length).toBeGreaterThan(1);
		for (const { name, typeOptions } of limited) {
			const { minValue, maxValue } = typeOptions ?? {};
			expect(rowOf(name).meaning).toContain(`${String(minValue)} to ${String(maxValue)}`);
		}
	});

	test('have the limits of the code', () => {
		const sender = firstNumber(rowOf('sender').meaning);
		expect(checkSender('x'.repeat(sender)).sender).toHaveLength(sender);
		expect(() => checkSender('x'.repeat(sender + 1))).toThrow();
		const id = firstNumber(rowOf('id').meaning);
		expect(checkCampaignId('x'.repeat(id))).toHaveLength(id);
		expect(() => checkCampaignId('x'.repeat(id + 1))).toThrow();
		expect(rowOf('long').meaning).toContain(`${String(MAXIMUM_SEGMENTS)} parts`);
		expect(rowOf('route').meaning).toContain(`${String(STOP_MENTION_CHARACTERS)} characters`);
	});
});

describe('the number of remembered keys', () => {
	test('is the same in every document', () => {
		const told = documents().flatMap(
			(file) => readDocument(file).match(/\b\d{5}\b(?= (?:keys|of them))/g) ?? [],
		);
		expect(told.length).toBeGreaterThan(1);
		expect(told.filter((number) => Number(number) !== KEPT_KEYS)).toEqual([]);
	});
});

test('the README has every outcome', () => {
	const [outcomes] = TABLES.filter(({ head }) => head[0] === 'Outcome');
	expect(outcomes?.rows.map(([outcome]) => outcome?.replaceAll('`', '')).sort()).toEqual(
		['accepted', 'partial', 'rejected', 'notSent', 'unknown', 'duplicate'].sort(),
	);
});
