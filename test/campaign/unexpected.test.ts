import type { IDataObject } from 'n8n-workflow';

import { emulatorForTests } from '../../dev/emulator/forTests';
import { Ledger } from '../../nodes/CapitoleMobile/campaign/ledger';
import { sendCampaign, type SendDependencies } from '../../nodes/CapitoleMobile/campaign/send';
import { simulatedBackend } from '../../nodes/CapitoleMobile/campaign/simulation';
import { type RequestResult, sameForAll } from '../../nodes/CapitoleMobile/sms/answer/result';
import { execute, itemsOf } from '../engine/engine';
import { ON_ERROR } from '../engine/situations';
import { itemOf } from './numbers';

jest.setTimeout(60_000);

const emulator = emulatorForTests();
const PHONES = ['33639980000', '33639980001'];

const fails = (): never => {
	throw new TypeError('Cannot read properties of undefined');
};
const ACCEPTED = sameForAll(PHONES, 'accepted', 'SENDING_OK');
/** A result with one unreadable member. */
const without = (name: keyof RequestResult): RequestResult =>
	Object.defineProperty({ ...ACCEPTED }, name, { get: fails });

describe('a request that may have sent is in doubt, whatever goes wrong after it is posted', () => {
	it.each<[string, Partial<SendDependencies>]>([
		['its outcomes', { post: async () => without('outcomes') }],
		['its balance', { post: async () => without('creditsLeft') }],
		['its warnings', { post: async () => without('warnings') }],
		['the log, beside a request that throws', { post: async () => fails(), log: fails }],
	])('%s', async (_, dependencies) => {
		expect(await codesAfter(dependencies)).toEqual(['unknown NO_ANSWER', 'unknown NO_ANSWER']);
	});

	it('but its outcomes of numbers stand', async () => {
		const dependencies = { post: async () => without('stop') };
		expect(await codesAfter(dependencies)).toEqual(['accepted SENDING_OK', 'accepted SENDING_OK']);
	});

	it('and they also stand if the keys cannot be closed', async () => {
		const keys = { ...simulatedBackend().keys, close: async () => fails() };
		const dependencies = { post: async () => ACCEPTED, keys };
		expect(await codesAfter(dependencies, 'K')).toEqual([
			'accepted SENDING_OK',
			'accepted SENDING_OK',
		]);
	});

	it('so is a number missing from the result', async () => {
		const post = async () => ({ ...ACCEPTED, outcomes: ACCEPTED.outcomes.slice(1) });
		expect(await codesAfter({ post })).toEqual(['unknown NO_ANSWER', 'accepted SENDING_OK']);
	});

	it('and the run stops', async () => {
		const codes = await codesAfter({ post: async () => fails() }, undefined, 1);
		expect(codes).toEqual(['unknown NO_ANSWER', 'notSent STOPPED_EARLIER']);
	});

	it('but nothing left if it goes wrong before', async () => {
		const keys = { ...simulatedBackend().keys, atRest: async () => fails() };
		expect(await codesAfter({ keys }, 'K')).toEqual(['notSent UNEXPECTED', 'notSent UNEXPECTED']);
	});
});

async function codesAfter(
	dependencies: Partial<SendDependencies>,
	key?: string,
	maxRecipients = 500,
): Promise<string[]> {
	const [composition] = itemOf(ACCEPTED.outcomes);
	const use = key === undefined ? null : { key, message: 'm' };
	const ledger = new Ledger([{ itemIndex: 0, composition, key: use }]);
	const plan = { combineItems: false, maxRecipients, parallelRequests: 1 };
	await sendCampaign(ledger, plan, {
		...simulatedBackend(),
		approve: null,
		cancelled: undefined,
		simulated: true,
		log: () => undefined,
		...dependencies,
	});
	const { outcomes } = ledger.deliveriesOf(0);
	return outcomes.map(({ outcome, code }) => `${outcome} ${code}`);
}

describe('if the output cannot be written, SMS that may have left are never reported as unsent', () => {
	const items = [...PHONES, '33639980021', 'demain'].map((phone) => ({ phone }));
	const flow = {
		items,
		parameters: { recipients: '={{ $json.phone }}', text: 'Bonjour' },
		context: { addExecutionHints: fails },
	};

	it.each(['Continue', 'error output'] as const)('with %s', async (onError) => {
		const ended = await execute(emulator, { ...flow, settings: { onError: ON_ERROR[onError] } });
		const rows =
			onError === 'Continue'
				? itemsOf(ended)
				: ended.errors.map(({ json }) => json.error as IDataObject);
		expect(rows.map(({ outcome, code }) => [outcome, code])).toEqual([
			['unknown', 'UNEXPECTED'],
			['unknown', 'UNEXPECTED'],
			['notSent', 'UNEXPECTED'],
			['notSent', 'UNEXPECTED'],
		]);
		expect(emulator.requests).toHaveLength(3);
	});

	it('also after a retry', async () => {
		const settings = { retryOnFail: true, maxTries: 2, onError: ON_ERROR.Continue };
		const ended = await execute(emulator, { ...flow, settings });
		const outcomes = itemsOf(ended).map(({ outcome }) => outcome);
		expect(outcomes).toEqual(['unknown', 'unknown', 'notSent', 'notSent']);
	});

	it('and a retry sends nothing twice', async () => {
		const settings = { retryOnFail: true, maxTries: 3 };
		const parameters = { ...flow.parameters, options: { invalidRecipients: 'skip' } };
		const ended = await execute(emulator, { ...flow, parameters, settings });
		expect(ended.error?.message).toMatch(/unexpected happened/);
		const sent = emulator.requests.flatMap(({ document }) => document?.recipients ?? []);
		expect(PHONES.map((phone) => sent.filter((one) => one === phone).length)).toEqual([1, 1]);
	});
});
