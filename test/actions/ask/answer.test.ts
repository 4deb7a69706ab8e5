import { setTimeout as wait } from 'node:timers/promises';

import { emulatorForTests } from '../../../dev/emulator/forTests';
import { execute, type Ended, type Flow } from '../../engine/engine';
import { expectWithin } from '../../pace';
import { Link } from './link';

const emulator = emulatorForTests();
let now: jest.SpyInstance<number, []> | undefined;
afterEach(() => now?.mockRestore());

const PHONE = '33611223344';
const YES = 'answer=approve';
const FRENCH = { 'accept-language': 'fr' };
let executions = 0;

const asked = async ({ parameters, ...rest }: Partial<Flow> = {}): Promise<[Link, Ended, Flow]> => {
	executions += 1;
	const flow: Flow = {
		items: [{ amount: 240, error: 'of before', simulated: true }],
		parameters: {
			operation: 'sendAndWait',
			recipients: '06 11 22 33 44',
			message: '=Commande de {{ $json.amount }} € ?',
			...parameters,
		},
		executionId: String(executions),
		...rest,
	};
	const ended = await execute(emulator, flow);
	expect(ended.error).toBeNull();
	expect(ended.run.waitTill).toBeDefined();
	return [new Link(flow, ended, `?signature=${String(executions)}`), ended, flow];
};

/** Moves the clock on by this time. */
function later(milliseconds: number): void {
	const then = Date.now() + milliseconds;
	now?.mockRestore();
	now = jest.spyOn(Date, 'now').mockReturnValue(then);
}

const minutes = (resumeAmount: number) => ({
	options: { limitWaitTime: { values: { resumeAmount, resumeUnit: 'minutes' } } },
});

describe('the link', () => {
	it('shows the sender and the question, however often it is opened, and answers nothing', async () => {
		const [link] = await asked({ parameters: { sender: 'Ma Marque' } });
		for (const headers of [FRENCH, {}]) {
			const { status, page, answer } = await link.get(headers);
			expect([status, answer]).toEqual([200, null]);
			expect(page).toContain('<p class="question">Commande de 240 € ?</p>');
			expect(page).toContain(
				headers === FRENCH
					? '<h1>Ma Marque vous pose une question</h1>'
					: '<h1>Ma Marque has a question for you</h1>',
			);
		}
	});

	it('of another question of the execution answers nothing', async () => {
		const [, ended, flow] = await asked();
		for (const number of ['2', '1', '']) {
			const other = new Link(flow, ended, `?signature=another&n=${number}`);
			const { status, answer } = await other.post(YES);
			expect([status, answer]).toEqual([410, null]);
		}
	});

	it('has two buttons without the option, and with only a label set', async () => {
		const labels = { approvalOptions: { values: { approveLabel: 'Oui' } } };
		for (const parameters of [{}, labels]) {
			const [link] = await asked({ parameters });
			const { page } = await link.get(FRENCH);
			expect(page.match(/value="(approve|decline)"/g)).toHaveLength(2);
			expect((await link.post('answer=decline')).answer).toMatchObject({
				data: { approved: false, timedOut: false },
				phone: PHONE,
			});
		}
	});

	it('answers by POST and thanks', async () => {
		const [link] = await asked();
		const { status, page, answer, headers } = await link.post(YES, FRENCH);
		expect(status).toBe(200);
		expect(page).toContain('Merci');
		expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
		expect(answer).toEqual({
			data: { approved: true, respondedAt: expect.any(String), timedOut: false },
			phone: PHONE,
		});
	});

	it('thanks again when tapped twice but answers once, and reports a different earlier answer', async () => {
		const [link] = await asked();
		expect((await link.post(YES)).answer).not.toBeNull();
		const again = await link.post(YES, FRENCH);
		expect([again.status, again.answer]).toEqual([200, null]);
		expect(again.page).toContain('Merci');
		expect((await link.get(FRENCH)).page).toContain('Merci');
		const other = await link.post('answer=decline', FRENCH);
		expect([other.status, other.answer]).toEqual([410, null]);
		expect(other.page).toContain('Déjà répondu');
		// An answer that n8n did not process can be given again.
		later(5_000);
		expect((await link.post(YES)).answer).not.toBeNull();
	});
});

describe('an answer after the time limit', () => {
	it.each([
		[-1, 200],
		[0, 410],
		[1, 410],
	])('%i ms from the limit: status %i', async (fromEnd, status) => {
		const [link, { run }] = await asked({ parameters: minutes(2) });
		const end = run.waitTill?.getTime() ?? 0;
		now = jest.spyOn(Date, 'now').mockReturnValue(end + fromEnd);
		expect((await link.get()).status).toBe(status);
		const { page, answer, ...posted } = await link.post(YES);
		expect(posted.status).toBe(status);
		expect(page).toContain(status === 200 ? 'Thank you' : 'Too late');
		expect(answer === null).toBe(status !== 200);
	});

	it('is too late even if it was arriving at the limit', async () => {
		const [link] = await asked({ parameters: minutes(2) });
		link.meanwhile = () => later(121_000);
		const { status, answer } = await link.post(YES);
		expect([status, answer]).toEqual([410, null]);
	});
});

describe('with Include Input Fields', () => {
	const parameters = { options: { includeInput: true } };

	it('includes them in the answer, where names of the result win', async () => {
		const [link] = await asked({
			parameters,
			items: [{ amount: 240, phone: 'of before', data: 1, error: 'of before', simulated: true }],
		});
		expect((await link.post(YES)).answer).toEqual({
			amount: 240,
			data: { approved: true, respondedAt: expect.any(String), timedOut: false },
			phone: PHONE,
		});
	});

	it('includes them in the output without an answer', async () => {
		const [, { run }] = await asked({ parameters });
		const [entry] = run.data.executionData?.nodeExecutionStack ?? [];
		const data = { approved: false, respondedAt: null, timedOut: true };
		expect(entry?.data.main?.[0]?.[0]?.json).toEqual({ amount: 240, data, phone: PHONE });
	});

	it('includes them in a failed row', async () => {
		emulator.misbehave({ kind: 'answer', body: `${PHONE}_IS_BLACKLISTED` });
		const { after } = await execute(emulator, {
			// A question before this one may have been approved.
			items: [{ amount: 240, simulated: true, data: { approved: true }, phone: '33622334455' }],
			parameters: {
				...parameters,
				...{ operation: 'sendAndWait', recipients: PHONE, message: '?' },
			},
			settings: { onError: 'continueRegularOutput' },
		});
		expect(after.map(({ json }) => json)).toEqual([
			{ amount: 240, code: 'IS_BLACKLISTED', error: expect.any(String) },
		]);
	});

	it('includes those of its own item in each refused row', async () => {
		const { after } = await execute(emulator, {
			items: [{ amount: 240 }, { amount: 250 }],
			parameters: {
				...parameters,
				...{ operation: 'sendAndWait', recipients: PHONE, message: '?' },
			},
			settings: { onError: 'continueRegularOutput' },
		});
		expect(after.map(({ json }) => json.amount)).toEqual([240, 250]);
	});
});

test.each([
	...['}}', 'a }} {{ b', 'constructor', 'prototype', '"\\', '\u2028', 'line\nbreak'],
	...["l'été 🎉", '$json'],
])('a node called %j can be answered', async (name) => {
	const [link] = await asked({ name });
	expect((await link.get()).page).toContain('Commande de 240 €');
	expect((await link.post(YES)).answer).toMatchObject({ data: { approved: true } });
});

describe('a review of an agent’s tool call', () => {
	const review = async (message: string) => {
		const [link] = await asked({ isReview: true, parameters: { message } });
		const [sms] = emulator.messages.slice(-1);
		return { page: (await link.get()).page, sms: sms?.text ?? '' };
	};

	it('shows {link} as text and puts its own link at the end of the SMS', async () => {
		const { page, sms } = await review('Send “{link}” to {link}');
		expect(page).toContain('<p class="question">Send “{link}” to {link}</p>');
		expect(sms).toMatch(/^Send "\{link\}" to \{link\} http:\S+$/);
	});

	it('makes marks visible that would reverse or hide text', async () => {
		const { page } = await review(
			'Pay \u202E001\u202C € to \u200BZoé\u{E0041} 👨‍👩‍👧 ❤️ 1️⃣\ttoday\nplease',
		);
		expect(page).toContain(
			'Pay [U+202E]001[U+202C] € to [U+200B]Zoé[U+E0041] 👨‍👩‍👧 ❤️ 1️⃣\ttoday\nplease</p>',
		);
	});

	it('with 100,000 spaces takes no time', async () => {
		await expectWithin(100, async () => {
			await review(`a${' '.repeat(99_000)}{link}${'{link}'.repeat(100)}b`);
		});
	});
});

it('reads an invisible answer as empty, and shows the marks in one that is too long', async () => {
	const [link] = await asked({ parameters: { responseType: 'freeText' } });
	const written = (text: string): string => `answer=${encodeURIComponent(text)}`;
	for (const text of ['\u200B', ' \u2060\u00AD\uFEFF ', '\u3164', '\u2800']) {
		const { status, page } = await link.post(written(text), FRENCH);
		expect(status).toBe(422);
		expect(page).toContain('Écrivez d’abord une réponse.');
	}
	const { status, page } = await link.post(written(`\u202E${'a'.repeat(1000)}`));
	expect(status).toBe(422);
	expect(page).toContain('[U+202E]aaa');
	expect(page).not.toContain('\u202E');
	await wait(1);
	expect((await link.post(written('+33 \u202D6\u202C'))).answer).toMatchObject({
		data: { text: '+33 \u202D6\u202C' },
	});
});
