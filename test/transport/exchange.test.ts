import type { IExecuteFunctions, INodeExecutionData, INodeType } from 'n8n-workflow';

import { CapitoleSms } from '../../nodes/CapitoleMobile/CapitoleSms/CapitoleSms.node';
import { readAccount } from '../../nodes/CapitoleMobile/transport/account';
import { createPost } from '../../nodes/CapitoleMobile/transport/exchange';
import type { Misbehaviour } from '../../dev/emulator/emulator';
import { emulatorForTests } from '../../dev/emulator/forTests';
import { execute, itemsOf } from '../engine/engine';

const MESSAGE = { text: 'Bonjour', sender: '', route: 'N', long: false, prog: '', id: '' } as const;

/** One post, and what it knows, in n8n's engine. */
class PostOnce extends CapitoleSms implements INodeType {
	override execute = async function (this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const account = await readAccount(this);
		const post = createPost(this, account, { charset: 'iso-8859-15', timeout: 5_000 });
		const result = await post({ message: MESSAGE, recipients: ['33611223344'] });
		return [[{ json: { ...result } }]];
	};
}

const provider = emulatorForTests();

async function post(sendUrl = provider.sendUrl) {
	const nodeType = new PostOnce();
	const ended = await execute(provider, {
		items: [{}],
		parameters: { recipients: '33611223344', text: 'Bonjour' },
		nodeType,
		credentials: { sendUrl },
	});
	return itemsOf(ended)[0];
}

describe('a post', () => {
	it.each<[string, Misbehaviour | null, object]>([
		['an answer', null, { status: 200, retryAfterMs: null, stop: null }],
		[
			'a wait in seconds',
			{ kind: 'status', status: 429, headers: { 'retry-after': '7' } },
			{ status: 429, retryAfterMs: 7_000 },
		],
		[
			'a wait until a date that is past',
			{ kind: 'status', status: 503, headers: { 'retry-after': 'Tue, 10 Mar 2026 09:20:40 GMT' } },
			{ status: 503, retryAfterMs: 0 },
		],
		['no answer', { kind: 'closeWithoutAnswer' }, { status: null, retryAfterMs: null }],
	])('tells the status and the wait of %s', async (_, misbehaviour, expected) => {
		provider.misbehave(misbehaviour);
		expect(await post()).toMatchObject(expected);
		expect(provider.requests).toHaveLength(1);
	});

	it('that cannot leave is tried once', async () => {
		const outcomes = [{ recipient: '33611223344', outcome: 'notSent', code: 'COULD_NOT_CONNECT' }];
		expect(await post('http://127.0.0.1:1/')).toMatchObject({ outcomes, status: null });
		expect(clock.waits).toEqual([]);
	});
});
