import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions, Logger } from 'n8n-workflow';
import { WAIT_INDEFINITELY } from 'n8n-workflow';

import { emulatorForTests } from '../../../dev/emulator/forTests';
import { FICTIONAL_NUMBERS } from '../../../nodes/CapitoleMobile/sms/codes';
import { CLOSED, reached } from '../../engine/closed';
import { deduplicator, execute, type Ended, type Flow } from '../../engine/engine';

const provider = emulatorForTests();
afterEach(() => deduplicator.records.clear());

const PHONE = '33611223344';
const LINK = /http:\/\/127\.0\.0\.1\/webhook-waiting\/1\/Capitole%20SMS\?signature=[\da-f]{64}/;

const ask = async ({ parameters, ...more }: Partial<Flow> = {}): Promise<Ended> =>
	await execute(provider, {
		items: [{ amount: 240 }],
		parameters: {
			operation: 'sendAndWait',
			recipients: '06 11 22 33 44',
			message: '=Commande de {{ $json.amount }} € ?',
			...parameters,
		},
		...more,
	});

/** The output if nobody answers. */
const unanswered = ({ run }: Ended) =>
	run.data.executionData?.nodeExecutionStack[0]?.data.main?.[0]?.map(({ json }) => json);

const texts = (): string[] => provider.messages.map(({ text }) => text);

/** Expects that nothing waits and nothing looks answered. */
function expectNoWait({ run, after }: Ended): void {
	expect(run.waitTill).toBeUndefined();
	expect(after).toEqual([]);
}

describe('asking', () => {
	it('sends one SMS with a signed link at its end, and waits', async () => {
		const ended = await ask();
		expect(ended.error).toBeNull();
		expect(ended.run.waitTill).toEqual(WAIT_INDEFINITELY);
		expect(ended.after).toEqual([]);
		expect(texts()).toEqual([
			expect.stringMatching(new RegExp(`^Commande de 240 € \\? ${LINK.source}$`)),
		]);
		expect(provider.requests[0]?.document).toMatchObject({ recipients: [PHONE], long: 'yes' });
	});

	it('puts the link at {link}, and pays for no letter outside GSM-7', async () => {
		await ask({ parameters: { message: 'Ça convient ? {link}\nÀ bientôt' } });
		expect(texts()).toEqual([
			expect.stringMatching(new RegExp(`^Ça convient \\? ${LINK.source}\\nA bientot$`, 'i')),
		]);
	});

	it('warns of invalid entries in Do Not Contact and asks people not on it', async () => {
		const options = { doNotContact: ['0622334455', 'Zoé'] };
		const { run, hints } = await ask({ parameters: { options } });
		expect(run.waitTill).toBeDefined();
		expect(hints).toContainEqual(expect.stringMatching(/^Do Not Contact: 1 of 2 .*“Zoé”/));
	});

	it('warns of a sender that operators replace, but not of the parts for the link', async () => {
		const { hints } = await ask({ parameters: { sender: 'INFO', message: 'x'.repeat(100) } });
		expect(hints).toEqual([
			expect.stringContaining('WEBHOOK_URL'),
			expect.stringContaining('INFO'),
		]);
		expect(provider.messages[0]?.parts).toBe(2);
	});

	it('stores the question with the execution, for the page', async () => {
		const { run } = await ask();
		const [kept, ...others] = Object.values(run.data.executionData?.contextData ?? {});
		expect(others).toEqual([]);
		expect(kept).toEqual({
			smsQuestion: {
				...{ number: 1, phone: PHONE, askedAt: expect.any(Number), until: null },
				...{ simulated: false, includesInput: false },
				question: {
					text: 'Commande de 240 € ?',
					sender: '',
					answer: { type: 'approval', approve: '', decline: '' },
				},
			},
		});
	});

	it.each([
		[{ resumeAmount: 2, resumeUnit: 'days' }, 48 * 60],
		[{ resumeAmount: 0.5, resumeUnit: 'hours' }, 30],
		[{ limitType: 'atSpecifiedTime', maxDateAndTime: '={{ $now.plus({ hours: 3 }) }}' }, 180],
		['={{ ({ resumeAmount: 5, resumeUnit: "minutes" }) }}', 5],
	])('reads the wait limit %j as %i minutes', async (values, minutes) => {
		const before = Date.now();
		const { run } = await ask({ parameters: { options: { limitWaitTime: { values } } } });
		const waits = (run.waitTill?.getTime() ?? 0) - before;
		expect(Math.abs(waits - minutes * 60_000)).toBeLessThan(10_000);
	});

	it('keeps the previous node’s output, and shows what follows if nobody answers', async () => {
		const ended = await ask();
		expect(ended.run.data.resultData.runData.Items?.[0]?.data?.main?.[0]?.[0]?.json).toEqual({
			amount: 240,
		});
		expect(unanswered(ended)).toEqual([
			{ data: { approved: false, respondedAt: null, timedOut: true }, phone: PHONE },
		]);
	});

	it('warns that phones cannot open a private address, and names the setting', async () => {
		expect((await ask()).hints).toEqual([expect.stringContaining('WEBHOOK_URL')]);
	});
});

describe('no request leaves and nothing waits', () => {
	const EMPTY = /^Message: The question is empty$/;
	const TOO_LONG = /^Message: The question has 601 characters and the link 1\d\d; 4 SMS hold 612$/;
	const TWO = '0611223344, 0622334455';
	it.each<[string, IDataObject, RegExp]>([
		['for a message that is empty', { message: ' \n' }, EMPTY],
		['for one that does not fit with its link', { message: 'x'.repeat(600) }, TOO_LONG],
		[
			'for one that is far too long',
			{ message: ' {link}'.repeat(20_000) },
			/^Message: The question has 140,000 characters/,
		],
		['for one that is the link alone', { message: ' {link}\n{link}' }, EMPTY],
		['for one that cannot be seen', { message: '\u200B\u00AD {link} \u3164' }, EMPTY],
		['for an emoji', { message: '🎉 ?' }, /^Message: .*🎉/su],
		[
			'for a button that says too much',
			{ approvalOptions: { values: { disapproveLabel: 'x'.repeat(101) } } },
			/^Approval Options: The label “x{40}…” has 101 characters$/,
		],
		['for two numbers', { recipients: TWO }, /^Recipients: There are 2 numbers/],
		[
			'for two, of which one is not to be contacted',
			{ recipients: TWO, options: { doNotContact: '0622334455' } },
			/^Recipients: There are 2 numbers/,
		],
		['for a landline', { recipients: '0561000000' }, /^Recipients: /],
		[
			'for a list of Do Not Contact that has no number in it',
			{ options: { doNotContact: ['Zoé'] } },
			/^Do Not Contact: The list has no phone number/,
		],
		[
			'for a kind of answer that the list does not offer',
			{ responseType: '={{ "Approval" }}' },
			/^Response Type: “Approval” is not one of approval, freeText$/,
		],
		[
			'for a kind of approval that the list does not offer',
			{ approvalOptions: { values: { approvalType: '={{ "both" }}' } } },
			/^Approval Options: “both” is not one of single, double$/,
		],
	])('%s', async (_, parameters, message) => {
		const ended = await ask({ parameters });
		expect(ended.error?.message).toMatch(message);
		expect(provider.requests).toEqual([]);
		expectNoWait(ended);
	});

	it('for several items, since n8n’s own nodes would drop all but the first', async () => {
		const ended = await ask({ items: [{ amount: 1 }, { amount: 2 }] });
		expect(ended.error?.message).toBe('2 items came in, and only one question can wait at a time');
		expect(provider.requests).toEqual([]);
		expectNoWait(ended);
	});
});

it('asks once for several items with Execute Once', async () => {
	const items = [{ amount: 1 }, { amount: 2 }];
	const { run } = await ask({ items, settings: { executeOnce: true } });
	expect(texts()).toHaveLength(1);
	expect(run.waitTill).toBeDefined();
});

describe('no request leaves with the Limit Wait Time', () => {
	const after = (resumeAmount: unknown, resumeUnit: unknown = 'minutes') => ({
		values: { limitType: 'afterTimeInterval', resumeAmount, resumeUnit },
	});
	const at = (maxDateAndTime: unknown) => ({
		values: { limitType: 'atSpecifiedTime', maxDateAndTime },
	});
	it.each<[unknown, RegExp]>([
		[after(0, 'hours'), /^0 with the unit “hours” is not a time to wait$/],
		[after(1e9, 'days'), /^1000000000 with the unit “days”/],
		[after(0.99), /^0.99 with/],
		[after('={{ null }}'), /^null with/],
		[after(''), /^“” with/],
		[after('={{ true }}'), /^true with/],
		[after('={{ [3] }}'), /^a list with/],
		[after('={{ "1e3" }}'), /^“1e3” with/],
		[after(3, '={{ "weeks" }}'), /^3 with the unit “weeks”/],
		[at('2020-01-01 10:00:00'), /./],
		[at('={{ $now }}'), /^The date is not in the future$/],
		[at('={{ $json.nothing }}'), /^There is no date$/],
		[at(''), /^There is no date$/],
		[at('demain'), /./],
		['={{ $json.nothing }}', /^It has no limit$/],
		[{}, /^It has no limit$/],
		[{ values: '={{ [{ resumeAmount: 5 }] }}' }, /^It has no limit$/],
		[{ values: { limitType: '={{ "tomorrow" }}' } }, /^“tomorrow” is not one of /],
	])('%j', async (limitWaitTime, message) => {
		const ended = await ask({ parameters: { options: { limitWaitTime } as IDataObject } });
		const [field, said] = ended.error?.message.split(': ') ?? [];
		expect(field).toBe('Limit Wait Time');
		expect(said).toMatch(message);
		expect(provider.requests).toEqual([]);
		expectNoWait(ended);
	});
});

describe('every safeguard applies to a question, to an agent’s tool and to its review', () => {
	const CLOSED_TODAY = {
		window: {
			days: 'chosen',
			chosenDays: [1, 2, 3, 4, 5, 6, 7].filter(
				(day) => day !== DateTime.now().setZone('Europe/Paris').weekday,
			),
		},
	};
	const CASES: ReadonlyArray<[string, IDataObject, RegExp]> = [
		['Allowed Recipients', { allowedRecipients: '06 99' }, /^Allowed Recipients does not .*3344/],
		['Check Credits First', { checkCredits: true }, /the account has 1\b/],
		['Do Not Contact', { doNotContact: '0611223344' }, /do-not-contact/],
		['Maximum SMS', { maxSms: 1 }, /would cost 2 SMS; Maximum SMS is 1\b/],
		['Sending Window', { sendingWindow: CLOSED_TODAY }, /outside the sending window/],
		[
			'Sending Window on Postpone',
			{ sendingWindow: { window: { ...CLOSED_TODAY.window, outside: 'postpone' } } },
			/outside the sending window/,
		],
		['Simulate', { simulate: true }, /^$/],
	];
	const KINDS = [{}, { isTool: true }, { isReview: true }];
	it.each(CASES.flatMap((row) => KINDS.map((kind) => [...row, kind] as const)))(
		'%s (%j)',
		async (name, safeguards, message, kind) => {
			provider.credits = 1;
			const parameters = { message: 'x'.repeat(100), safeguards };
			const settings = { onError: 'stopWorkflow' } as const;
			const { error, run, requests } = await ask({ parameters, settings, ...kind });
			expect(error?.message ?? '').toMatch(message);
			// The balance request cannot send an SMS.
			expect(requests.filter(({ document }) => document?.text !== '')).toHaveLength(0);
			expect(run.waitTill !== undefined).toBe(name === 'Simulate');
			if (name.startsWith('Sending Window')) {
				expect(error?.description).toContain('A question is never postponed');
			}
		},
	);
});

describe('n8n’s address', () => {
	const at = (base: string, endpoint = 'webhook-waiting'): Partial<IExecuteFunctions> => ({
		getRestApiUrl: () => `${base}rest`,
		getSignedResumeUrl: () => new URL(`${base}${endpoint}/1/node?signature=0`).href,
	});

	const VARIABLE = 'N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.41)';
	it.each([
		['n8n.example.fr/', '“n8n.example.fr/”, does not start with https', VARIABLE],
		['localhost:5890/', '“localhost:5890/”, does not start', VARIABLE],
		['"https://n8n.example.fr"/', 'does not start with https', VARIABLE],
		['https://example.fr/a/b/', 'a path (https://example.fr/a/b/)', VARIABLE],
		[
			'https://example.fr/n8n/',
			'a path (https://example.fr/n8n/)',
			' to https://example.fr/ and N8N_ENDPOINT_WEBHOOK_WAIT to n8n/webhook-waiting, ',
		],
	])('%s is refused before the SMS, with the setting to change', async (base, message, remedy) => {
		const ended = await ask({ context: at(base) });
		expect(ended.error?.message).toContain(message);
		expect(ended.error?.description).toContain(remedy);
		expect(provider.requests).toEqual([]);
		expectNoWait(ended);
	});

	it.each([
		['https://n8n.example.fr/', 'webhook-waiting'],
		['https://example.fr/', 'n8n/webhook-waiting'],
		['http://192.168.1.20:5678/', 'w'],
	])('%s with %s is accepted', async (base, endpoint) => {
		const { run } = await ask({ context: at(base, endpoint) });
		expect(run.waitTill).toBeDefined();
	});
});

describe('an SMS that is not accepted leaves nothing waiting', () => {
	const REFUSED = { kind: 'answer', body: `${PHONE}_IS_BLACKLISTED` } as const;

	it('and stops the node with the message of Send', async () => {
		provider.misbehave(REFUSED);
		const ended = await ask();
		expect(ended.error?.message).toContain('IS_BLACKLISTED');
		expectNoWait(ended);
	});

	it('and gives an item with `error` for a person on Do Not Contact, even simulated', async () => {
		for (const simulate of [false, true]) {
			const options = { doNotContact: '06 11 22 33 44', simulate };
			const settings = { onError: 'continueErrorOutput' } as const;
			const { run, errors } = await ask({ parameters: { options }, settings });
			expect(run.waitTill).toBeUndefined();
			expect(errors.map(({ json }) => json.error)).toEqual([
				expect.objectContaining({ code: 'DO_NOT_CONTACT' }),
			]);
		}
		expect(provider.requests).toEqual([]);
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'and gives an item with `error` if On Error is %s',
		async (onError) => {
			provider.misbehave(REFUSED);
			const { run, after, errors, error } = await ask({ settings: { onError } });
			expect(error).toBeNull();
			expect(run.waitTill).toBeUndefined();
			const failed = onError === 'continueRegularOutput' ? after : errors;
			expect(failed).toMatchObject([{ json: { error: expect.anything() } }]);
		},
	);

	const VARYING: ReadonlyArray<[string, IDataObject]> = [
		['whose Message varies', { message: '={{ $now.toMillis() }} {{ Math.random() }} € ?' }],
		['whose person varies', { recipients: '={{ 33611223344 + Math.floor(Math.random() * 1e3) }}' }],
	];
	const KINDS = [{}, { isTool: true }, { isReview: true }];
	const VARYING_KINDS = VARYING.flatMap((row) => KINDS.map((kind) => [...row, kind] as const));
	const RETRY = { onError: 'stopWorkflow', retryOnFail: true, maxTries: 3 } as const;
	describe.each(VARYING_KINDS)('a question %s (%j %j)', (_, parameters, kind) => {
		it('is not sent again by Retry On Fail if it may have been sent', async () => {
			provider.misbehave({ kind: 'closeWithoutAnswer' });
			const ended = await ask({ parameters, settings: RETRY, ...kind });
			expect(provider.requests).toHaveLength(1);
			expect(ended.error?.message).toMatch(/\(NO_ANSWER\)$/);
			expectNoWait(ended);
		});

		it('is not sent again by Retry On Fail once sent, and waits at the link in the SMS', async () => {
			let tries = 0;
			const addExecutionHints = (): void => {
				if (++tries === 1) throw new Error('Thrown by the test');
			};
			const context = { addExecutionHints };
			const { run } = await ask({ parameters, settings: RETRY, context, ...kind });
			expect(provider.requests).toHaveLength(1);
			expect(run.waitTill).toEqual(WAIT_INDEFINITELY);
			const [kept] = Object.values(run.data.executionData?.contextData ?? {});
			expect(kept).toMatchObject({ smsQuestion: { number: 1 } });
		});
	});

	describe('n8n’s Retry of an execution, with its new link,', () => {
		const MESSAGE = { message: '=Commande de {{ $json.amount }} € ?' };
		it.each([
			['does not send again what may have been sent', 'status 500', MESSAGE, 1],
			['asks somebody else', 'status 500', { ...MESSAGE, recipients: '06 11 22 33 45' }, 2],
			['asks something else', 'status 500', { message: 'Alors ?' }, 2],
			['sends again what was refused', 'refused', MESSAGE, 2],
		] as const)('%s', async (_, how, parameters, requests) => {
			const kept: IDataObject = {};
			const context = { getContext: () => kept };
			provider.misbehave(how === 'refused' ? REFUSED : { kind: 'status', status: 500 });
			expect((await ask({ parameters: MESSAGE, context })).error).not.toBeNull();
			await ask({ parameters, context, executionId: '2' });
			expect(provider.requests).toHaveLength(requests);
		});

		it('sends the question after a simulation', async () => {
			const kept: IDataObject = {};
			const context = { getContext: () => kept };
			const recipients = '06 39 98 00 41';
			const options = { simulate: true };
			await ask({ parameters: { recipients, options }, context });
			expect(provider.requests).toHaveLength(0);
			await ask({ parameters: { recipients }, context, executionId: '2' });
			expect(provider.requests).toHaveLength(1);
		});
	});

	it('is sent again by Retry On Fail after a refusal, and then waits', async () => {
		let count = 0;
		provider.misbehave(() => (++count === 1 ? REFUSED : null));
		const ended = await ask({ settings: { retryOnFail: true, maxTries: 3 } });
		expect(provider.requests).toHaveLength(2);
		expect(ended.run.waitTill).toBeDefined();
	});

	it('is refused under a key used in another execution, whose link the person has', async () => {
		const parameters = { options: { idempotencyKey: 'order-7' } };
		expect((await ask({ parameters })).run.waitTill).toBeDefined();
		const again = await ask({ parameters, executionId: '2' });
		expect(again.error?.message).toMatch(/already asked under the same key/);
		expect(provider.requests).toHaveLength(1);
		expectNoWait(again);
	});
});

describe('simulated', () => {
	const SIMULATE = { message: 'x'.repeat(100), options: { simulate: true } };
	afterEach(() => {
		expect([provider.requests, reached.splice(0)]).toEqual([[], []]);
	});

	it('waits at a link that is shown but neither sent nor logged', async () => {
		const lines: string[] = [];
		const note = (line: string) => lines.push(line);
		const logger = { info: note, warn: note } as unknown as Logger;
		const ended = await ask({ parameters: SIMULATE, context: { ...CLOSED, logger } });
		const { run, hints } = ended;
		expect(run.waitTill).toEqual(WAIT_INDEFINITELY);
		const shown = hints.filter((hint) => hint.startsWith('Simulated: '));
		expect(shown).toEqual([
			expect.stringMatching(/^Simulated: Nobody got the question, which would cost 2 SMS\. <a/),
		]);
		const [, link = ''] =
			/<a href="([^"]+)" target="_blank">Open its link/.exec(shown[0] ?? '') ?? [];
		expect(link).toMatch(new RegExp(`^${LINK.source}$`));
		expect(lines).toEqual([
			expect.stringContaining('WEBHOOK_URL'),
			expect.stringMatching(/^Simulated: Capitole SMS: Nobody got the question/),
		]);
		expect(lines.join()).not.toMatch(/signature/);
		expect(unanswered(ended)).toMatchObject([{ phone: PHONE, simulated: true }]);
	});

	it.each(FICTIONAL_NUMBERS)(
		'$ending: waits only if the outcome is accepted, and it is $outcome $code',
		async (one) => {
			const recipients = `063998 00 ${one.ending}`;
			const ended = await ask({ parameters: { recipients, ...SIMULATE }, context: CLOSED });
			if (one.outcome === 'accepted') {
				expect(ended.run.waitTill).toBeDefined();
				return;
			}
			expectNoWait(ended);
			expect(ended.error?.message).toMatch(new RegExp(`^Simulated: .*\\(${one.code}\\)$`));
			const settings = { onError: 'continueErrorOutput' } as const;
			const { errors } = await ask({ parameters: { recipients, ...SIMULATE }, settings });
			expect(errors.map(({ json }) => json.error)).toEqual([
				expect.objectContaining({ simulated: true, code: one.code }),
			]);
		},
	);

	it('neither uses nor reads keys', async () => {
		const parameters = { options: { simulate: true, idempotencyKey: 'order-7' } };
		for (const executionId of ['1', '2']) {
			const ended = await ask({ parameters, executionId, context: CLOSED });
			expect(ended.run.waitTill).toBeDefined();
		}
		expect(deduplicator.records.size).toBe(0);
	});

	it('does not wait if Simulate is neither yes nor no', async () => {
		const ended = await ask({ parameters: { options: { simulate: 'maybe' } } });
		expect(ended.error?.message).toMatch(/^Simulate: /);
		expectNoWait(ended);
	});
});
