import { readFileSync } from 'node:fs';
import path from 'node:path';

import { CALLBACK_REFUSALS } from '../../nodes/CapitoleMobile/sms/callback/callbackRefusal';
import { allFields, labels } from './editor';
import { tableRows } from './markdown';
import { listMessages, otherThrows } from './messages';
import { ROOT } from './source';
import { OPEN } from './textOf';

const HARSH = /\b(error|problem|failure|mistake)s?\b/i;

jest.setTimeout(60_000);

describe('the messages of the nodes', () => {
	const listed = listMessages();

	test.each([
		['input', 25],
		['node', 6],
		['code', 20],
		['status', 15],
		['recipient', 10],
		['credential', 3],
		['callback', 8],
	] as const)('are all found: %s', (kind, atLeast) => {
		const found = listed.filter((message) => message.kind === kind);
		expect(found.length).toBeGreaterThanOrEqual(atLeast);
	});

	test.each(listed.map((message) => [message.place, message] as const))(
		'%s says what happened and what to do about it',
		(_place, { messages, remedies }) => {
			// What is passed on from elsewhere is listed where it is made.
			expect(messages.some((message) => message.replaceAll(OPEN, '').trim() !== '')).toBe(true);
			expect(remedies).not.toEqual([]);
			expect(remedies.filter((remedy) => remedy.trim() === '')).toEqual([]);
		},
	);

	test('never use the words that n8n keeps out of messages', () => {
		const texts = listed.flatMap(({ messages, remedies }) => [...messages, ...remedies]);
		expect(texts.filter((text) => HARSH.test(text))).toEqual([]);
	});

	test('are all there is: nothing else is thrown at a user', () => {
		// The credential's own check of what the nodes hand it; no user can bring it about.
		const internal = otherThrows().filter((text) => !text.includes('<authentification/>'));
		expect(internal).toEqual([]);
	});

	test('name a field or an operation in quotation marks as the editor does', () => {
		const known = labels();
		const ofProvider = ['SMS', 'Mon API', 'Paramètres API'];
		const ofN8n = ['Allowed domains'];
		const named = listed
			.flatMap(({ remedies }) => remedies)
			.flatMap((remedy) => [...remedy.matchAll(/"([A-Z][\w é]+)"/g)])
			.map(([, label = '']) => label)
			.filter((label) => ![...ofProvider, ...ofN8n].includes(label));
		expect(named.filter((label) => !known.has(label))).toEqual([]);
	});

	test('say what a field is called in the editor, not its name in the code', () => {
		const names = allFields()
			.map(({ name }) => name)
			.filter((name) => name === 'prog' || /[a-z][A-Z]/.test(name));
		const texts = listed.flatMap(({ messages, remedies }) => [...messages, ...remedies]);
		const inCode = names.filter((name) =>
			texts.some((text) => new RegExp(`(?<![.$\\w])${name}(?!\\w)`).test(text)),
		);
		expect(inCode).toEqual([]);
	});
});

describe('the answers to callbacks', () => {
	const rows = tableRows(readFileSync(path.join(ROOT, 'docs', 'receiving.md'), 'utf8'));
	const explanations = Object.values(CALLBACK_REFUSALS);

	test('are those of docs/receiving.md, and there are no others', () => {
		const documented = rows
			.map(([answer = '']) => answer.replaceAll('`', ''))
			.filter((answer) => /^Not (read|understood)/.test(answer));
		expect(documented.sort()).toEqual([...explanations].sort());
	});
});
