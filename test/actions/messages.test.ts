import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import type { INode } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { allFields, labels } from '../docs/editor';
import { nodeError } from '../../nodes/CapitoleMobile/n8n/failure';
import {
	BAD_ITEMS,
	BAD_RUNS,
	codeMessages,
	inputMessages,
	otherMessages,
	type Message,
} from './messages';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
/** All messages in one file, for proofreading. */
const LIST = path.join(__dirname, '..', 'output', 'messages.txt');
const HARSH = /\b(error|problem|failure|mistake)s?\b/i;

let messages: readonly Message[];
let texts: readonly string[];
let requests: number;
beforeAll(async () => {
	messages = await inputMessages(emulator, [...BAD_ITEMS, ...BAD_RUNS]);
	requests = emulator.tally.requests;
	messages = [...messages, ...codeMessages(), ...(await otherMessages(emulator))];
	texts = messages.flatMap(({ title, remedy }) => [title, remedy]);
	mkdirSync(path.dirname(LIST), { recursive: true });
	const lines = messages.map(({ cause, title, remedy }) => `${cause}\n  ${title}\n  → ${remedy}\n`);
	writeFileSync(LIST, lines.join('\n'));
});

describe('a message', () => {
	it('says what is wrong and what to do about it', () => {
		const silent = messages.filter(({ title, remedy }) => title === '' || remedy === '');
		expect(silent).toEqual([]);
	});

	it('never uses words that n8n’s guidelines exclude', () => {
		// Excludes the value of this name that some options take, and n8n's setting.
		const withoutValues = texts.map((text) =>
			text.replace(/ is not one of [a-z, ]+$/, '').replace(/\bOn Error\b/, ''),
		);
		expect(withoutValues.filter((text) => HARSH.test(text))).toEqual([]);
	});

	it('about input comes before any request', () => {
		expect(requests).toBe(0);
	});

	// n8n's error classes replace messages that contain certain words, such as EACCES.
	it('is the same whether n8n stops and shows it or continues with it in the item', async () => {
		const kept = await inputMessages(emulator, BAD_ITEMS, 'continueErrorOutput');
		// The minute may change between the two.
		const written = (one: Message) => JSON.stringify(one).replace(/it is [^"]+ now/, 'it is now');
		expect(messages.slice(0, kept.length).map(written)).toEqual(kept.map(written));
	});

	it('survives n8n’s error classes, whatever its words', () => {
		const node = { id: '1', name: 'SMS', type: 'test', typeVersion: 1 } as INode;
		const quoted = ['FreeAccess Paris', 'ENOENT', 'ECONNREFUSED', 'ETIMEDOUT'].map((title) => ({
			title: `Sender: "${title}" is not a name`,
			remedy: `Not ${title}.`,
		}));
		for (const { title: meaning, remedy } of [...messages, ...quoted]) {
			for (const code of ['INVALID_INPUT', 'NO_ANSWER', 'HTTP_401', 'HTTP_503']) {
				const shown = nodeError(node, { code, meaning, remedy });
				expect([shown.message, shown.description]).toEqual([meaning, remedy]);
			}
		}
	});

	it('quotes the names of fields and operations as the editor shows them', () => {
		const known = labels();
		const ofOthers = ['SMS', 'Mon API', 'Paramètres API'];
		const named = messages
			.flatMap(({ remedy }) => [...remedy.matchAll(/"([A-Z][\w é]+)"/g)])
			.map(([, label = '']) => label)
			.filter((label) => !ofOthers.includes(label));
		expect(named.filter((label) => !known.has(label))).toEqual([]);
	});

	it('uses the editor’s name of a field, not its name in the code', () => {
		const names = allFields()
			.map(({ name }) => name)
			.filter((name) => name === 'prog' || /[a-z][A-Z]/.test(name));
		const inCode = names.filter((name) =>
			texts.some((text) => new RegExp(`(?<![.$\\w])${name}(?!\\w)`).test(text)),
		);
		expect(inCode).toEqual([]);
	});
});
