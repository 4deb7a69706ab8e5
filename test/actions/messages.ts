import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { Emulator } from '../../dev/emulator/emulator';
import { codeMeaning, CODES } from '../../nodes/CapitoleMobile/sms/codes';
import { execute, type Ended } from '../engine/engine';
import { executeIn, SITUATIONS, type SituationName } from '../engine/situations';

/** A message with its remedy. */
export interface Message {
	readonly cause: string;
	readonly title: string;
	readonly remedy: string;
}

const GOOD = { recipients: '0639980000', text: 'Bonjour', sender: '', route: 'N', long: false };

const BAD_FIELDS: Readonly<Record<string, readonly unknown[]>> = {
	recipients: [
		...['', 'demain', '06 11', '0611223344556677', '0123456789', '+999 123456', '3.36E+10'],
		...['06112233440622334455', 0.5, undefined, true, [], { phone: 1 }, [{ phone: 1 }]],
		'demain, 06, 3.36E+10',
	],
	text: [
		...['', ' ', null, ['a'], { a: 1 }, NaN, 'Bravo 🎉', 'a\u0007', '\u200b'],
		...['a'.repeat(161), 'ç'.repeat(300), 'a'.repeat(100_000)],
	],
	sender: ['Ma Marque 26', 'a\nb', '你好', ['a'], 1e30],
	route: ['P', 1],
	long: ['maybe', 2],
	prog: [
		...['demain', '2020-01-01T09:00:00', '2099-07-01', '2099-02-30 10:00:00', 4086572400],
		...[DateTime.invalid('x'), ['a'], '9999-12-31 10:00:00', true],
	],
	id: ['ETE-26', 'SOLDES_ETE_26', 'a\nb', ['a']],
};

const MARKETING = { route: 'M', prog: '2099-07-01T09:00:00' };
const REFUSED_OUTSIDE = { 'options.sendingWindow.window.outside': 'error' };
const CHOSEN_DAYS = { 'options.sendingWindow.window.days': 'chosen' };

/** Invalid values of options, with the other options that make them matter. */
const BAD_OPTIONS: ReadonlyArray<readonly [option: string, value: unknown, others?: IDataObject]> =
	[
		['unsupportedCharacters', 'error', { text: 'L’été 🎉' }],
		...['Nowhere', '', null, 2].map((zone) => ['timezone', zone] as const),
		['sendingWindow.window.outside', 'Postpone', MARKETING],
		['sendingWindow.window.hours', '10:00-20:00', { ...MARKETING, ...REFUSED_OUTSIDE }],
		['sendingWindow.window.hours', '25:00', MARKETING],
		['sendingWindow.window.hours', '20:00-08:00', MARKETING],
		['sendingWindow.window.hours', '08:00-25:00', MARKETING],
		['sendingWindow.window.days', 'weekend', MARKETING],
		['sendingWindow.window.chosenDays', [], { ...MARKETING, ...CHOSEN_DAYS }],
		['sendingWindow.window.chosenDays', [8], { ...MARKETING, ...CHOSEN_DAYS }],
		['sendingWindow.window.publicHolidays', 'maybe', MARKETING],
		['idempotencyKey', ['a']],
		['idempotencyKey', { a: 1 }],
		['charset', 'utf-16'],
		['maxRecipients', 0],
		['parallelRequests', -1],
		['timeout', 0],
		['doNotContact', ['demain']],
		['doNotContact', [null]],
		['doNotContact', [{ phone: 1 }]],
		['maxSms', -1],
		['maxSms', 0],
		['checkCredits', 'maybe'],
		['simulate', 'maybe'],
	];

interface Case {
	readonly name: string;
	readonly value: unknown;
	readonly others?: IDataObject;
}

/** Invalid values in one item's fields and options; some options apply to all items. */
export const BAD_ITEMS: readonly Case[] = Object.entries(BAD_FIELDS).flatMap(([name, values]) =>
	values.map((value) => ({ name, value })),
);
export const BAD_RUNS: readonly Case[] = BAD_OPTIONS.map(([option, value, others = {}]) => ({
	name: `options.${option}`,
	value,
	others,
}));

/** Situations that concern all items; the cases above cover single items. */
const OTHER_SITUATIONS = (Object.keys(SITUATIONS) as SituationName[]).filter(
	(name) => !['all well', 'item circular', 'expression fails'].includes(name),
);

/** The messages of Send for each case, from real runs, so the words are those n8n shows. */
export async function inputMessages(
	emulator: Emulator,
	cases: readonly Case[],
	onError: 'stopWorkflow' | 'continueErrorOutput' = 'stopWorkflow',
): Promise<Message[]> {
	const messages: Message[] = [];
	for (const { name, value, others = {} } of cases) {
		const ended = await execute(emulator, {
			items: [{ value: value as IDataObject }],
			parameters: parametersOf({ ...others, [name]: '={{ $json.value }}' }),
			settings: { onError },
		});
		const cause = `${name}: ${(JSON.stringify(value) ?? 'undefined').slice(0, 40)}`;
		messages.push(messageOf(cause, ended));
	}
	return messages;
}

/** The messages of Send, Test Request and Get Balance that do not concern the input. */
export async function otherMessages(emulator: Emulator): Promise<Message[]> {
	const messages: Message[] = [];
	for (const operation of ['send', 'testRequest', 'getBalance'] as const) {
		for (const name of OTHER_SITUATIONS) {
			emulator.reset();
			const resource = operation === 'getBalance' ? 'account' : 'sms';
			const parameters = { resource, operation };
			const ended = await executeIn(name, emulator, { parameters });
			if (ended.error) messages.push(messageOf(`${operation}: ${name}`, ended));
		}
	}
	return messages;
}

function messageOf(cause: string, { error, errors }: Ended): Message {
	const told = error ?? (errors[0]?.json.error as Ended['error'] | undefined);
	return { cause, title: told?.message ?? '', remedy: told?.description ?? '' };
}

/** @param changes by path, such as `options.sendingWindow.window.hours` */
function parametersOf(changes: IDataObject): IDataObject {
	const parameters: IDataObject = { ...GOOD, options: {} };
	for (const [path, value] of Object.entries(changes)) {
		const names = path.split('.');
		const last = names.pop() ?? path;
		const group = names.reduce((within, name) => (within[name] ??= {}) as IDataObject, parameters);
		group[last] = value;
	}
	return parameters;
}

/** The meaning of every code: the provider's, ours and those of HTTP. */
export function codeMessages(): Message[] {
	const statuses = Array.from({ length: 500 }, (_, index) => `HTTP_${String(index + 100)}`);
	return [...CODES.keys(), ...statuses]
		.filter((code) => code !== 'SENDING_OK')
		.map((code) => {
			const { meaning, remedy } = codeMeaning(code);
			return { cause: code, title: `${meaning} (${code})`, remedy };
		});
}
